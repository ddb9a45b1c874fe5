"""Who a line says that it has something from, by sentences whose words are all ordinary."""

import pytest

from daemon.write.attribution import attributed, labels


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("en", "Boundary reports a strike.", ("boundary",)),
        ("en", "Boundary warns of waits.", ("boundary",)),
        ("en", "Shuttle: the strike goes on.", ("shuttle",)),
        ("de", "Das berichtet Marktplatz.", ("marktplatz",)),
        ("de", "Es wird gebaut, teilt Marktplatz mit.", ("marktplatz",)),
        ("de", "Die Bank ist zuversichtlich: Bildung & Leben zufolge wächst sie.", ("bildung", "leben")),
        ("de", "Das meldet der Bote.", ("bote",)),
        ("fr", "Octet l’annonce.", ("octet",)),
        ("fr", "Coup franc raconte la trouvaille.", ("coup",)),
        ("fr", "Octet corrige une date.", ("octet",)),
        ("fr", "Scène & Cie corrige : le quai est court.", ("scene",)),
        ("es", "Cuaderno revela la fecha.", ("cuaderno",)),
        ("de", "Wirtschaft am Ring meldet Neues vom Mond.", ("wirtschaft",)),
        ("de", "Der Mond ist hohl, verrät die Sternwarte.", ("sternwarte",)),
        ("en", "Liberals says it was a draw.", ("liberals",)),
        ("de", "Ein Wesen, vorgestellt von Torschuss: die Koralle.", ("torschuss",)),
    ],
)
def test_what_a_sentence_makes_its_source(language: str, text: str, source: tuple[str, ...]) -> None:
    assert source in list(attributed(text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Five stories this morning."),
        ("en", "Kitchen towels are on sale."),
        ("en", "Chess: a champion has been beaten."),
        ("de", "Die Pläne stehen, teilt das Unternehmen mit."),
        ("de", "Das Blatt schreibt Neues vom Mond."),
        ("de", "Das Blatt berichtet von Wolfsnachwuchs."),
        ("de", "Es bleibt so, sagt die Expertin, und wird teuer."),
        ("fr", "Grève reportée à lundi."),
        ("fr", "Bonne nouvelle pour les apiculteurs."),
    ],
)
def test_what_is_no_source(language: str, text: str) -> None:
    assert list(attributed(text, language)) == []


def test_a_word_alone_before_a_colon_is_a_label() -> None:
    assert labels("The tunnel: a story. Boundary says so.", "en") == frozenset()
    assert labels("Tunnel: the river is high. Boundary says so.", "en") == {"tunnel"}
    assert labels("Tunnel: der Fluss steigt.", "de") == frozenset()
