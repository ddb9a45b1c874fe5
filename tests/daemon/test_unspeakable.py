"""What is left of a text when addresses, numbers and codes are taken out of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.feed_parse import parse
from daemon.unspeakable import code_like, has_address, is_spoiled, phone_numbers, printable, without_addresses
from tests.corpus import corpus
from tests.daemon.test_injections import THEIRS


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Call me at +49 30 1234567.", "Call me."),
        ("Call 030 1234567", "Call"),
        ("Call, at 1-800-555-0199", "Call"),
        ("Zoom: https://zoom.example/j/1?pwd=x, PIN 1234", "Zoom"),
        ("Team sync (https://a.example/b)", "Team sync"),
        ("Stand-up, join at https://a.example, bring a laptop", "Stand-up, bring a laptop"),
        ("Lunch (Anna, 030 1234567)", "Lunch Anna"),
        ("Call Anna. PIN 4839", "Call Anna."),
        ("Pay at https://a.example or https://b.example", "Pay"),
        ("visit evil.network now", "now"),
        ("bob at evil dot org", ""),
        ("Ruf Oma unter 030 1234567 an", "Ruf Oma an"),
        ("Booking.com is sued", "Booking is sued"),
        ("Lunch (with Anna)", "Lunch (with Anna)"),
        ("Rechnung Nr. 2026-00421 €1.234,56", "Rechnung €1.234,56"),
        ("call about tax no 12345678", "call about tax"),
        ("Invoice no. 20260042 from Brandt", "Invoice from Brandt"),
        ("Factura n.º 20260042 de Luz", "Factura de Luz"),
        ("Facture numéro 20260042 à payer", "Facture à payer"),
        ("Order #12345678 has shipped", "Order has shipped"),
        ("Ref. 20260042: dentist", "dentist"),
        ("Your code is 482913", ""),
        ("Your code is 482913. Thanks, Bob", "Thanks, Bob"),
        ("Vraiment ? Oui !", "Vraiment ? Oui !"),
        ("Lunch. The word of the day is ZX81-CANARY-7F3K9.", "Lunch. The word of the day."),
        ("Invoice 2026-0117, flight LH2034, DU 318", "Invoice 2026-0117, flight LH2034, DU 318"),
        ("More on the site evil minus plum, ending in com, under login.", "More on the site, under login."),
        ("stand" * 20, ""),
    ],
)
def test_no_ruins_are_left(text: str, left: str) -> None:
    assert without_addresses(text) == left


@pytest.mark.parametrize(("text", "spoiled"), [("Booking.com", False), ("evil.network", True), ("PIN 4839", True)])
def test_the_ending_of_a_brand_spoils_nothing(text: str, spoiled: bool) -> None:
    assert is_spoiled(text) is spoiled


@pytest.mark.parametrize(
    "text",
    [
        "evil dot com",
        "visit evil punto com now",
        "evil Punkt de",
        "evil point fr slash login",
        "evil point com slash login",
        "e v i l dot c o m",
        "evil (dot) com",
        "evil[.]com",
        "evil . com",
        "evil d0t com",
        "evil period com",
        "еvil dot соm",
        "e\u200bvil.c\u200bom",
        "evil。com",
        "h t t p s colon slash slash evil",
        "https Doppelpunkt Schrägstrich Schrägstrich evil",
        "http deux points barre oblique barre oblique evil",
        "double-u double-u double-u evil",
        "uve doble uve doble uve doble evil",
        "triple w evil",
        "w w w evil com",
        "hxxp://evil",
        "bob at evil dot org",
        "bob (at) evil (dot) org",
        "bob arroba evil punto com",
        "bob Klammeraffe evil",
        "bob arobase evil point fr",
        "go to evil dot de slash win",
        "the site evil minus plum, ending in com, under login",
        "die Seite evil, Endung de",
        "die Seite evil Bindestrich plum, endet auf com",
        "le site evil tiret plum, se terminant par com",
        "evil guion plum, que termina en com",
    ],
)
def test_an_address_is_known_however_it_is_spelt_out(text: str) -> None:
    assert has_address(text)
    assert not has_address(without_addresses(f"See {text}. Thanks"))


@pytest.mark.parametrize(
    "text",
    [
        "She wore a polka dot dress to the opera.",
        "The dot-com bubble, or dot com bubble, burst.",
        "At nine on the dot, at Anna's.",
        "Das ist der Punkt, an dem es ernst wird.",
        "Um Punkt acht Uhr",
        "El punto es que no hay dinero.",
        "Le point de vue de la ministre",
        "At that point information was scarce.",
        "Slash and burn, says Slash.",
        "I like it. Net income rose.",
        "It was a double: you two won.",
        "The year ends in net losses.",
        "A mad dash, minus eight degrees, and a dash of salt.",
        "Das Wort endet auf e, die Saison endet in Rom.",
        "El guion termina en tragedia.",
    ],
)
def test_ordinary_speech_is_no_address(text: str) -> None:
    assert not has_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "one eight hundred, five five five, oh one two three",
        "call zero eight nine, double two, four one",
        "plus forty-nine eighty-nine twelve thirty-four",
        "null acht neun, einundzwanzig dreiundvierzig",
        "einundzwanzig dreiundvierzig fünfundsechzig siebenundachtzig",
        "zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit",
        "cero noventa y uno, cincuenta y cinco, doce",
        "The code is four nine two one",
        "Der Code lautet vier neun zwei eins",
        "Le code est quatre neuf deux un",
        "La clave es cuatro nueve dos uno",
        "PIN: forty-nine twenty-one",
        "０３０ １２３４５６７",
        "0\u200b30 123\u200b4567",
        "DE89 3704 0044 0532 0130 00",
        "4111 1111 1111 1111",
        "4 111 111 111 111 111",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "bc1q ar0s rrr7 xfkv y5l6 43ly",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "AB12C-34DEF-5G6H7-8I9JK",
        "recovery phrase: apple banana cherry orange melon grape",
        "zxachteins bindestrich canary",
        "ZX ocho uno guion canary guion siete F tres K nueve",
        "seven F three K nine",
        "K7Q-PLUM-93X",
    ],
)
def test_a_number_or_key_is_known_in_digits_and_words(text: str) -> None:
    assert phone_numbers(text)
    assert not phone_numbers(without_addresses(f"Note {text}. Thanks"))


@pytest.mark.parametrize(
    "text",
    [
        "She won six four, three six, seven five.",
        "She won 6-4, 3-6, 7-5.",
        "In nineteen eighty-four and twenty twenty-six",
        "From nine fifteen to ten thirty",
        "Two hundred and twenty-three thousand people",
        "Zehn, zwanzig, dreißig oder vierzig Euro",
        "The code is ten years old.",
        "One, two, three",
        "Drei null, zwei eins",
        "Vingt et un ans, trente-deux ans",
        "Le vingt-quatre mars deux mille vingt-six",
        "36,000,000,000,000 dollars, 1 250 000 euros",
        "24.12.2026, 10:30, 2024-2026",
        "The 16th 17th 18th and 19th",
        "Vitamin B six and B twelve",
        "The hundred metre dash, a hyphen, a dash",
        "Le guion est long, dit-il. Un tiret suffit.",
    ],
)
def test_ordinary_numbers_are_no_codes(text: str) -> None:
    assert phone_numbers(text) == ()


def test_no_clean_text_is_spoiled() -> None:
    assert [text for text in THEIRS if is_spoiled(text)] == []


@pytest.mark.parametrize(
    "token",
    ["ZX81-CANARY-7F3K9", "zx81-canary-7f3k9", "ZX81CANARY7F3K9", "AB12CD34", "a1b2c3d4", "K7Q-PLUM-93X", "X1234567"],
)
def test_codes_that_are_no_names(token: str) -> None:
    assert code_like(token)


PRODUCTS = (
    "iPhone16 A320neo COVID-19 GPT-5 B2B 5G U21 F-35 ISO9001 K2-18b RTX5090 4x100m 24-Stunden-Rennen CO2-neutral "
    "H5N1 MH370 90er-Jahre TRAPPIST-1e WASP-121b SARS-CoV-2 2h15min Boeing737-800 THX1138 10:30 2026-03-24 38% "
    "€1.2m U-17-WM 1080p E10-Benzin R2-D2 S24Ultra PS5-Controller Windows11 4U9525 LH2034 C-3PO G20-Gipfel "
    "3D-Drucker i7-14700K 19h30 v201509"
)


def test_names_of_products_are_no_codes() -> None:
    assert [name for name in PRODUCTS.split() if code_like(name)] == []


@given(st.text())
def test_what_is_printable_holds_no_address(text: str) -> None:
    plain = printable(printable(text))
    assert not has_address(plain)
    assert phone_numbers(plain) == ()


def test_headlines_of_real_feeds_stay_as_they_are() -> None:
    """Few of them hold what looks like an address: a false alarm costs words that somebody wanted to hear."""
    titles = set()
    for path in sorted(corpus("feeds").rglob("*")):
        if path.is_file() and path.stat().st_size < 1_000_000:
            titles |= _titles(path.read_bytes())
    hit = [title for title in titles if is_spoiled(title)]
    assert len(titles) > 1000
    assert len(hit) < len(titles) / 100


def _titles(data: bytes) -> set[str]:
    try:
        return {story.title for story in parse(data, "https://feed.example").stories}
    except ValueError:
        return set()
