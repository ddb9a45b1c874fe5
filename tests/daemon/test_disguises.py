"""Disguises are seen through, and ordinary words are none."""

import base64
import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.disguises import closed_up, decoded, is_encoded, one_script, plain, unleeted
from tests.daemon.test_injections import THEIRS

SECRET = "meet me at the old mill"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("еvіl dot соm", "evil dot com"),
        ("Ｅｖｉｌ", "Evil"),
        ("𝐞𝐯𝐢𝐥 𝓮𝓿𝓲𝓵 𝚎𝚟𝚒𝚕", "evil evil evil"),
        ("ᴇᴠɪʟ 🅴🆅🅸🅻 ⓔⓥⓘⓛ", "evil EVIL evil"),
        ("e\u200bv\u00adi\u2060l", "evil"),
        ("e\u0336v\u0336i\u0336l\u0336", "evil"),
        ("evil\U000e0041\U000e0042\ufe0f\u202e", "evil"),
        ("Müller’s „Straße“ – Łódź", 'Muller\'s "Strasse" - Lodz'),
        ("привет", "привет"),
        ("καλημέρα", "καλημερα"),
    ],
)
def test_one_form_for_all_that_looks_alike(text: str, same: str) -> None:
    assert plain(text) == same


def test_accents_and_scripts_of_honest_words_stay() -> None:
    assert one_script("Œuvre à Łódź, привет, καλημέρα") == "Œuvre à Łódź, привет, καλημέρα"


@given(st.text())
def test_the_form_is_its_own_form(text: str) -> None:
    assert one_script(one_script(text)) == one_script(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("e v i l", "evil"),
        ("e-v-i-l", "evil"),
        ("e.v.i.l", "evil"),
        ("g o  o u t  n o w", "go out now"),
        ("a b", "a b"),
    ],
)
def test_letters_apart_are_put_together(text: str, word: str) -> None:
    assert closed_up(text) == word


@pytest.mark.parametrize(("text", "word"), [("1d10t", "idiot"), ("$4d", "sad"), ("2026", "2026"), ("wow!", "wow!")])
def test_signs_for_letters(text: str, word: str) -> None:
    assert unleeted(text) == word


@pytest.mark.parametrize(
    "coded",
    [
        base64.b64encode(SECRET.encode()).decode(),
        base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("="),
        base64.b32encode(SECRET.encode()).decode(),
        SECRET.encode().hex(),
        SECRET.encode().hex(" "),
        "".join(f"\\x{byte:02x}" for byte in SECRET.encode()),
        "".join(f"%{byte:02X}" for byte in SECRET.encode()),
        "".join(f"&#{byte};" for byte in SECRET.encode()),
        "".join(f"\\u{byte:04x}" for byte in SECRET.encode()),
        " ".join(f"{byte:08b}" for byte in SECRET.encode()),
        "".join(f"{byte:08b}" for byte in SECRET.encode()),
        " ".join(map(str, SECRET.encode())),
    ],
)
def test_codes_of_characters_are_undone(coded: str) -> None:
    assert SECRET in list(decoded(f"It said: {coded} today"))


@pytest.mark.parametrize(
    "coded",
    [
        ".-. . -. -. .. . / ... .- -- -..",
        "dot dash dash dot dot dash dot",
        "Call .---- ---.. -----.",
        base64.b32encode(b"+1 800 555 0199").decode().lower().rstrip("="),
        base64.b64encode(b"+1 800 555 0199").decode(),
        b"+1 800 555 0199".hex(),
        "Mike Echo Echo Tango, Mike Echo",
        "Anton Berta Cäsar Dora Emil Friedrich",
        "M for Mary, I as in India, L like Lima",
        "M wie Martha, A wie Anton, X wie Xaver",
        "M comme Marie, A comme Anne, X comme Xavier",
        "m e e t m e",
        codecs.encode("The mill and the old road are closed for you", "rot13"),
        "The mill and the old road are closed for you"[::-1],
        "Eetmay emay atway ethay illmay andway aitway",
    ],
)
def test_codes_of_words_are_known(coded: str) -> None:
    assert is_encoded(coded)


@pytest.mark.parametrize(
    "text",
    [
        "nednil",
        "Yvaqra",
        "L-i-n-d-e-n",
        "l i n d e n",
        "L1nd3n",
        "Indenlay",
        "L\u200b-i-n-d-e-n",
        "ИedniL".replace("И", "n"),
    ],
)
def test_a_private_word_in_disguise(text: str) -> None:
    assert is_encoded(f"We meet at {text} then", ["Linden school"])
    assert not is_encoded("We meet at the linden tree then", ["Linden school"])


ORDINARY = (
    "The U.S. and the E.U. signed it.",
    "Rounds of 68, 70, 67 and 71 were enough.",
    "Lottery: 4, 8, 15, 16, 23, 42.",
    "Anton, Berta und Emil spielen Golf im Hotel Delta.",
    "He plays golf in India every November.",
    "Vitamins A, B, C, D and E",
    "Die Straßenbahn nach Schleswig-Holstein fährt.",
    "JavaScript, GitHub and YouTube on iPhone15Pro",
    "NATIONALGALERIE DEUTSCHLAND",
    "Der Red Bull Ring, ein Tim und eine Era",
    "20 % off, 100 % cotton, 5 % more",
    "… and so on … - - -",
    "A like from Ben",
    "Nun sin los las red sol",
    "Ebay and Norway say okay to Friday",
    "0 1 0 1 und 1 0",
    "A A<A A A A A",
    "Rundfunkbeitragsstaatsvertrag und Donaudampfschiff",
    "-- ... --",
    "----- ----- -----",
)


def test_ordinary_words_are_no_code() -> None:
    assert [text for text in (*THEIRS, *ORDINARY) if is_encoded(text, ["Lindenschule", "Weiss", "Krone"])] == []
