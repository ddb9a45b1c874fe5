"""What calendars still hold of older standards, and what their programs say in their own words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.ical import Parsed, parse
from connectors.items import Event, Window

TIMED = "DTSTART:20260324T090000"
WHOLE = "DTSTART;VALUE=DATE:20260324"


def read(*lines: str, method: str = "", days: int = 1) -> Parsed:
    inside = ("BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT")
    text = "\r\n".join(("BEGIN:VCALENDAR", *([f"METHOD:{method}"] if method else ()), *inside, "END:VCALENDAR", ""))
    window = Window(
        first=date(2026, 3, 24), zone=ZoneInfo("Europe/Berlin"), now=datetime(2026, 3, 24, 4, tzinfo=UTC), days=days
    )
    return parse(text.encode("utf-8", "surrogateescape"), window, ())


def only(*lines: str, method: str = "") -> Event:
    (found,) = read(*lines, method=method).items
    assert isinstance(found, Event)
    return found


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 =3D 1", "Café = 1"),
        ("SUMMARY;CHARSET=ISO-8859-1;ENCODING=quoted-printable:Caf=E9", "Café"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=E9", "Café"),
        ("SUMMARY;CHARSET=no-such-thing;ENCODING=QUOTED-PRINTABLE:Caf=E9", "Café"),
        (
            "SUMMARY;ENCODING=QUOTED-PRINTABLE:A long one that go=\r\nes on and o=\r\nn",
            "A long one that goes on and on",
        ),
        ("SUMMARY:2 + 2 =", "2 + 2 ="),
        ("SUMMARY:Caf=C3=A9", "Caf=C3=A9"),
    ],
)
def test_quoted_printable_is_read_where_it_is_said(line: str, says: str) -> None:
    assert only(line, TIMED).summary == says


@given(st.text(alphabet="=0AFfz\\n é", max_size=60))
def test_any_quoted_printable_leaves_the_other_lines_alone(text: str) -> None:
    found = read(f"SUMMARY;ENCODING=QUOTED-PRINTABLE:x{text}.", TIMED)
    assert len(found.items) == 1


def test_lines_that_go_on_for_ever_end_soon() -> None:
    found = read("SUMMARY;ENCODING=QUOTED-PRINTABLE:x=\r\n" + "=\r\n" * 100_000 + "y", TIMED)
    assert len(found.items) == 1


def test_a_rule_of_exceptions_is_followed() -> None:
    found = read(TIMED, "RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY;BYDAY=TH,SA", days=7)
    starts = [item.start.day for item in found.items if isinstance(item, Event)]
    assert starts == [24, 25, 27, 29, 30]


def test_exceptions_by_week_are_followed() -> None:
    found = read(WHOLE, "RRULE:FREQ=DAILY", "EXRULE:FREQ=YEARLY;BYWEEKNO=13;BYDAY=WE,TH,FR", days=7)
    assert [item.start.day for item in found.items if isinstance(item, Event)] == [24, 28, 29, 30]


@pytest.mark.parametrize("exception", ["FREQ=SOMETIMES", "FREQ=SECONDLY"])
def test_exceptions_that_cannot_be_followed_are_said_and_cost_nothing_else(exception: str) -> None:
    found = read("DTSTART:19700324T090000", "RRULE:FREQ=YEARLY", f"EXRULE:{exception}")
    assert len(found.items) == 1
    assert found.warnings == ("1 entry could be read only in part: a date or a repetition in it is not valid.",)


def test_a_message_that_cancels_cancels_what_it_holds() -> None:
    assert only(TIMED, "STATUS:CONFIRMED", method="CANCEL").status == "cancelled"
    assert only(TIMED, "STATUS:CONFIRMED", method="PUBLISH").status == "confirmed"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=MINUTELY;BYMINUTE=4,23;COUNT=6", 0),
        ("FREQ=HOURLY;BYHOUR=9;COUNT=12", 0),
        ("FREQ=MINUTELY;BYHOUR=9;BYMINUTE=0;COUNT=12", 0),
    ],
)
def test_a_short_series_of_long_ago_is_over(rule: str, told: int) -> None:
    found = read("DTSTART:20180101T000000", f"RRULE:{rule}")
    assert (len(found.items), found.warnings) == (told, ())


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ((WHOLE, "X-MICROSOFT-CDO-BUSYSTATUS:OOF"), "out-of-office"),
        ((WHOLE, "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"), "working-location"),
        ((WHOLE, "CATEGORIES:Family,Birthday"), "birthday"),
        ((WHOLE, "X-NEXTCLOUD-BC-FIELD-TYPE:BDAY"), "birthday"),
        ((WHOLE, "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"), "default"),
        ((TIMED, "X-MICROSOFT-CDO-BUSYSTATUS:OOF"), "default"),
    ],
)
def test_a_day_that_is_no_appointment_says_what_it_is(lines: tuple[str, ...], kind: str) -> None:
    assert only(*lines).type == kind
