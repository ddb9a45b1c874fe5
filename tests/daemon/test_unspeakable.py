"""What is left of a text when addresses, numbers and codes are taken out of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.feed_parse import parse
from daemon.unspeakable import has_address, is_spoiled, phone_numbers, printable, without_addresses
from tests.corpus import corpus


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
    ],
)
def test_no_ruins_are_left(text: str, left: str) -> None:
    assert without_addresses(text) == left


@pytest.mark.parametrize(("text", "spoiled"), [("Booking.com", False), ("evil.network", True), ("PIN 4839", True)])
def test_the_ending_of_a_brand_spoils_nothing(text: str, spoiled: bool) -> None:
    assert is_spoiled(text) is spoiled


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
