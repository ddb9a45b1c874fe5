"""Calls added up, and the lines that people read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from config.errors import UsageError
from daemon.cli.costs import for_people, month_of
from daemon.costs import Costs, Limit, Share, costs, months_up_to
from daemon.home.store import CallRecord

BERLIN = ZoneInfo("Europe/Berlin")
MARCH = date(2026, 3, 24)


def call(
    at: datetime, cost: float | None, show: str = "morning", model: str = "acme/large", host: str = "acme.example.org"
) -> CallRecord:
    return CallRecord(
        show=show,
        day=at.date(),
        at=at,
        purpose="write",
        section="news",
        host=host,
        model=model,
        tokens_in=None,
        tokens_out=None,
        sent=4_200,
        received=900,
        cost=cost,
    )


CALLS = (
    call(datetime(2025, 3, 31, 21, tzinfo=UTC), 9.0),  # before the eleven months
    call(datetime(2025, 12, 31, 23, tzinfo=UTC), 1.0),  # January in Berlin
    call(datetime(2026, 3, 23, 5, tzinfo=UTC), 0.1),
    call(datetime(2026, 3, 24, 5, tzinfo=UTC), 0.2),
    call(datetime(2026, 3, 24, 5, tzinfo=UTC), None, model="own/small", host="127.0.0.1"),
    call(datetime(2026, 3, 24, 17, tzinfo=UTC), 0.7, show="evening"),
    call(datetime(2026, 3, 31, 22, tzinfo=UTC), 5.0),  # April in Berlin
)
LIMITS = (Limit(show="morning", per_episode=0.5, per_month=10.0),)
FOUND = costs(CALLS, MARCH, BERLIN, LIMITS)


def test_a_month_and_its_parts_the_dearest_first() -> None:
    assert FOUND.month == Share(name="2026-03", calls=4, cost=1.0, unpriced=1, sent=16_800)
    assert FOUND.models == (
        Share(name="acme/large", calls=3, cost=1.0, unpriced=0, sent=12_600),
        Share(name="own/small", calls=1, cost=0.0, unpriced=1, sent=4_200),
    )
    assert [(share.name, share.calls) for share in FOUND.hosts] == [("acme.example.org", 3), ("127.0.0.1", 1)]
    assert [(share.name, share.cost) for share in FOUND.shows] == [("evening", 0.7), ("morning", 0.3)]


def test_the_eleven_months_before() -> None:
    assert [share.name for share in FOUND.months] == [f"{month:%Y-%m}" for month in months_up_to(MARCH)]
    assert months_up_to(MARCH)[-1] == date(2025, 4, 1)
    assert {share.name: share.cost for share in FOUND.months if share.calls} == {"2026-03": 1.0, "2026-01": 1.0}


def test_nothing_was_called() -> None:
    nothing = costs((), MARCH, BERLIN, ())
    assert nothing == Costs(
        month=Share(name="2026-03", calls=0, cost=0.0, unpriced=0, sent=0),
        limits=(),
        models=(),
        hosts=(),
        shows=(),
        months=tuple(
            Share(name=f"{month:%Y-%m}", calls=0, cost=0.0, unpriced=0, sent=0) for month in months_up_to(MARCH)
        ),
    )


def test_what_people_read() -> None:
    lines = [" ".join(line.split()) for line in for_people(FOUND)]
    assert lines == [
        "2026-03 $1.00 4 calls, 17 kB sent, 1 of them without a known price",
        "at most $0.50 an episode of morning, $10.00 a month",
        "",
        "Models",
        "acme/large $1.00 3 calls, 13 kB sent",
        "own/small $0.00 1 call, 4 kB sent, 1 of them without a known price",
        "",
        "Hosts",
        "acme.example.org $1.00 3 calls, 13 kB sent",
        "127.0.0.1 $0.00 1 call, 4 kB sent, 1 of them without a known price",
        "",
        "Shows",
        "evening $0.70 1 call, 4 kB sent",
        "morning $0.30 3 calls, 13 kB sent, 1 of them without a known price",
        "",
        "Months",
        "2026-03 $1.00 4 calls, 17 kB sent, 1 of them without a known price",
        "2026-02 $0.00 0 calls, 0 bytes sent",
        "2026-01 $1.00 1 call, 4 kB sent",
    ]


def test_small_sums_are_not_rounded_away() -> None:
    found = costs([call(datetime(2026, 3, 24, tzinfo=UTC), 0.0021)], MARCH, BERLIN, ())
    assert "$0.0021" in next(for_people(found))


def test_a_month_is_written_as_a_year_and_a_month() -> None:
    assert month_of("2026-03") == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026", "march", "9999-12", "2026-03-24", "٢٠٢٦-03"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(UsageError, match="Write it as 2026-03"):
        month_of(text)
