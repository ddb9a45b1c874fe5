"""German: names are found among nouns that all have capitals, and no ordinary noun is taken for one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.write.values.names import names
from daemon.write.values.names_nouns import noun

TOLD = (
    ("Dr. Abu-Zaid trifft Frau Richter im Café Krone.", ("Abu-Zaid", "Richter", "Krone")),
    ("Der Richter vertagte, Richter aber ging.", ("Richter",)),
    ("Ursula von der Leyen spricht mit J. R. Tolan über die NATO.", ("Ursula von der Leyen", "J. R. Tolan", "NATO")),
    ("Die S-Bahn hält in Bad Homburg.", ("Bad Homburg",)),
    ("Der Spiegel im Bad ist zerbrochen, berichtet der Spiegel.", ("Spiegel",)),
    ("Das Weberplatz-Fest endet vor Brandts Haus.", ("Weberplatz-Fest", "Brandts")),
    ("Die französische Ministerin besucht Franzosen in Nancy.", ("Franzosen", "Nancy")),
    ("„Hoffnung“, sagte Hartung.", ("Hartung",)),
    ("Tante Ilse und Onkel Bernd kommen am Sonntag.", ("Ilse", "Bernd")),
    ("Der SPD-Politiker Otto Wolf lobt den Kanada-Besuch.", ("SPD-Politiker Otto Wolf", "Kanada-Besuch")),
    ("Schütz verlangt besseren Schutz.", ("Schütz",)),
    ("Hauser verkauft seine Häuser.", ("Hauser",)),
    ("Der Jäger fand in Jena einen Jagdhund.", ("Jena",)),
    ("Neuer hält, neuer Höchststand.", ("Neuer",)),
    ("Die Kanzlerin trifft Weil, weil es eilt.", ("Weil",)),
    ("In Essen gibt es beim Essen Streit.", ("Essen",)),
    ("Sie liegt in der Klinik Am Weinberg.", ("Klinik Am Weinberg",)),
    ("Das meldet der Brandenburger Bote.", ("Brandenburger",)),
    ("Das nennt die Bildung & Leben ein Archiv.", ("Bildung", "Leben")),
    ("Es schneit in Prof, sagt der Doktor.", ("Prof",)),
    ("Vorgestellt hat ihn die Moselzeitung.", ("Moselzeitung",)),
    ("Es brennt bei Stadtbibliothek, doch die Aula steht.", ("Stadtbibliothek",)),
    ("Das Institut für Moorkunde rät ab, ein Institut für alle.", ("Institut",)),
    ("Ein 46-jähriger Mann und ein 12-jähriger Wolf, sagt Mann.", ("Mann",)),
)

FOREIGN = """
Sebastian Ahlers; Mehmet Yıldırım; Ngozi Okafor; Thị Lan Phạm; Jean-Luc Perraudin; Ana de Armas; Ursula von der
Leyen; O'Neil; Björk Gunnarsdóttir; Kim Min-Jun; Xi Jinping; Abdul al-Rashid; J. R. Tolan; Nuala McCarthy; Søren
Kjær; Željko Babić; Wojciech Łukasik; Priya Raghunathan; Hiroshi Tanabe; Otto Brandt; Jens Koch; Ida Richter;
Rolf Schneider; Uwe Fischer; Grete Zimmermann; Hilde Bauer; Karl König; Emil Wolf; Lutz Vogel; Anke Stein; Klaus
Herzog; Tom Kaiser; Ben Schäfer; Ute Jäger; Max Schwarz; Eva Klein; Jan Lange; Paul Frisch; Nina Jung; Heidi
Krause; Dirk Hartung; Silke Kretschmann; Bodo Wagenknecht; Karl Lauterbach; Olaf Klingbeil; Ralf Steinbrück; Jil
Füllkrug; Kai Schweinsteiger; Toni Rosenbauer; Fritz Hufnagel; Rita Schwarzenegger; Leo Eisenhauer; Ella
Löwenthal; Iris Sonnenberg; Gerd Feuerstein; Mark Bauernfeind; Lea Weißmüller; Tim Steinmetz; Merz; Söder;
Habeck; Özdemir; Kretschmer; Steinmeier; Schröder; Köhler; Krüger; Möller; Weber; Becker; Hofreiter; Trittin;
Nagelsmann; Wirtz; Kimmich; Völler; Zverev; Djokovic; Starmer; Meloni; Trump; Macron; Erdoğan; Selenskyj;
Netanjahu; Putin; Ramaphosa; Sánchez; Guterres; Lagarde; Hamburg; Köln; Leipzig; Schwerin; Göttingen; Salzburg;
Darmstadt; Mannheim; Rosenheim; Wuppertal; Gelsenkirchen; Lüneburg; Tübingen; Winterthur; Klagenfurt; Dornbirn;
Oberhausen; Bergneustadt; Königswinter; Eisleben; Weißwasser; Plagwitz; Tangermünde; Quedlinburg; Bregenz;
Kyjiw; Lagos; Ouagadougou; Osaka; Montevideo; Reykjavík; Tallinn; Marseille; Sevilla; Edinburgh; Nairobi;
Teheran; Kandahar; Phnom-Penh; Winnipeg; Mailand; Straßburg; Brünn; Lappland; Thüringen; Schottland; Neuseeland;
Österreich; Kolumbien; Vietnam; Bodensee; Zugspitze; Wannsee; Rügen; Schwarzwald; Elbe; NATO; UNESCO; BASF;
Siemens; Rheinmetall; Volkswagen; Lufthansa; Samsung; Nokia; Telegram; GitHub; iPhone; OpenBSD; ChatGPT;
Spotify; Airbus; Nestlé; Novartis; Greenpeace; Hisbollah; Bundesbank; Bundesliga; Pentagon; Kreml; Eurovision;
Handelsblatt; Korvex; Nuvolis; Solmira; Kestra; Zentrix; Firefox; Kubernetes; Postgres; Starliner; Perseverance;
Kallisto; Enceladus
"""

CARRIERS = (
    "Das sagte {} am Freitag in einem Gespräch.",
    "Gestern war {} nicht zu erreichen.",
    "{} will bis Montag über den Antrag entscheiden.",
    "Laut Bericht geht es um {}.",
    "„{} ist dabei“, hieß es in der Mitteilung.",
)

FORMS = (
    "häuser wohnhäusern arbeitsplätze arbeitsplätzen gärten töchtern mütter museen firmen themen ergebnisse bussen "
    "ärztinnen präsidentin biologinnen kriterien viren praxen konten kinder bilder schildern geister brettern "
    "umgehungsstraße altstadtfest gletscherzunge warnstreiks kinderbetreuungskosten rufbusangebots weihnachtsmärkten"
)
"""Forms and compounds of which the lexicon has the parts at most."""

NO_FORMS = (
    "hauser göttingen schwerin trittin konstantin stuttgart belgrad dessau sevilla lausitz hallein füllkrug weißmüller "
    "wagenknecht klingbeil schweinsteiger steinbrück hartung samsung herder eisleben plagwitz tolan brandt merkel "
    "brandenburger magdeburger elbzeitung"
)
"""Names in which a noun can be seen."""


def found(text: str) -> list[str]:
    """The names as they stand in the text."""
    return [text[name.start : name.end] for name in names(text, "de")]


def entries(text: str) -> list[str]:
    """The foreign names, lines joined."""
    return [" ".join(entry.split()) for entry in text.split(";")]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_names_of_true_sentences(text: str, expected: tuple[str, ...]) -> None:
    assert found(text) == list(expected)


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("foreign", entries(FOREIGN))
def test_a_foreign_name_is_found_wherever_it_stands(foreign: str, carrier: str) -> None:
    assert foreign in " | ".join(found(carrier.format(foreign)))


@pytest.mark.parametrize("word", FORMS.split())
def test_forms_and_compounds_are_known(word: str) -> None:
    assert noun(word.replace("ß", "ss"))


@pytest.mark.parametrize("word", NO_FORMS.split())
def test_names_are_no_compounds(word: str) -> None:
    text = f"Gestern war {word.title()} da."
    assert found(text) == [word.title()]


@given(st.text(max_size=200))
def test_any_text_has_names_that_do_not_overlap(text: str) -> None:
    spans = [(name.start, name.end) for name in names(text, "de")]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in spans)
