"""The dates of feeds that are written as no standard has them: without a zone, in other languages. Pure."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

# A month is known by how its name begins, without accents: English, German, French, Spanish, Italian, Portuguese,
# Dutch, Polish, Swedish, Danish, Norwegian. The longer beginnings stand first, where one would hide another.
MONTHS = tuple(
    (beginning, month)
    for month, beginnings in (
        (6, "juin jun giu czerw"),
        (7, "juil jul lug lip"),
        (5, "mai may maj mei mag"),
        (3, "mar maa mrz mae"),
        (1, "jan ene gen sty"),
        (2, "feb fev lut"),
        (4, "apr avr abr kwi"),
        (8, "aug aou ago sie"),
        (9, "sep set wrz"),
        (10, "oct okt ott out paz"),
        (11, "nov lis"),
        (12, "dec dez dic gru"),
    )
    for beginning in beginnings.split()
)
_NAMED = re.compile(
    r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º)?[\s-]+(?:de\s+)?(?P<month>[^\W\d_]{3,})\.?,?[\s-]+(?:de\s+)?(?P<year>\d{4})"
)
_NAMED_FIRST = re.compile(r"(?P<month>[^\W\d_]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_YEAR_LAST = re.compile(r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})")
_TIME = re.compile(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(am|pm)?", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})\b")


def moment(text: str) -> datetime | None:
    """The moment (UTC) that a date means, None where that is not certain; without a zone it is taken for UTC."""
    text = unicodedata.normalize("NFC", text.strip())[:100]
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return _read(text)


def _read(text: str) -> datetime | None:
    day = _day(text)
    if day is None:
        return None
    rest = text[day[1] :]
    try:
        return (datetime(*day[0], *_time(rest), tzinfo=_zone(rest))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> tuple[tuple[int, int, int], int] | None:
    """Year, month and day, and where in the text they end."""
    for shape in (_NAMED, _NAMED_FIRST, _YEAR_FIRST):
        found = shape.search(text)
        month = _month(found["month"]) if found else None
        if found and month:
            return (int(found["year"]), month, int(found["day"])), found.end()
    found = _YEAR_LAST.search(text)
    month_and_day = _order(int(found["first"]), found["mark"], int(found["second"])) if found else None
    return ((int(found["year"]), *month_and_day), found.end()) if found and month_and_day else None


def _order(first: int, mark: str, second: int) -> tuple[int, int] | None:
    """Month and day of 24.03., 24/03/ or 03/24/; None where 03/04/ may mean either."""
    if mark == "." or first > 12 or first == second:
        return second, first
    return (first, second) if second > 12 else None


def _month(name: str) -> int | None:
    if name.isdecimal():
        return int(name)
    bare = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
    return next((month for beginning, month in MONTHS if bare.startswith(beginning)), None)


def _time(text: str) -> tuple[int, int, int]:
    found = _TIME.search(text)
    if not found:
        return 0, 0, 0
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "pm" else 0)
    return hour, int(found[2]), min(int(found[3] or 0), 59)


def _zone(text: str) -> timezone:
    found = _OFFSET.search(text)
    if not found:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-offset if found[1] == "-" else offset)
