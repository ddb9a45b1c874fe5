"""The limits: what is asked for counts at once, what was spent counts until its month is over."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.home.account import Account, EpisodeAccount, month_span
from daemon.home.ledger import Ledger
from daemon.home.store import Store
from tests.daemon.home.calls import CALL

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 24)
NOW = datetime(2026, 3, 24, 6, tzinfo=BERLIN)


class Books:
    """A home's database and ledgers, and accounts that are kept in them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = Store(home / "dawncast.db")
        self.now = NOW

    def account(
        self, show: str = "morning", day: date = DAY, per_episode: float = 0.5, per_month: float = 10.0
    ) -> EpisodeAccount:
        return EpisodeAccount(
            ledger=self.ledger(show, day),
            store=self.store,
            show=show,
            day=day,
            zone=BERLIN,
            per_episode=per_episode,
            per_month=per_month,
            now=lambda: self.now,
        )

    def ledger(self, show: str = "morning", day: date = DAY) -> Ledger:
        return Ledger(self.home / show / day.isoformat() / "ledger.json")


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    found = Books(tmp_path)
    yield found
    found.store.close()


def pays(account: Account, cost: float, at: datetime = NOW) -> None:
    """A call that was allowed for what it then cost."""
    assert account.allows(cost)
    account.record(replace(CALL, cost=cost, at=at), cost)


def test_calls_that_run_side_by_side_count_before_they_are_paid(books: Books) -> None:
    account = books.account(per_episode=0.5)
    assert [account.allows(0.2) for _ in range(3)] == [True, True, False]


def test_the_limit_itself_may_be_reached(books: Books) -> None:
    account = books.account(per_episode=0.3)
    for _ in range(3):
        pays(account, 0.1)
    assert not account.allows(0.0001)


def test_the_real_cost_takes_the_place_of_the_estimate(books: Books) -> None:
    account = books.account(per_episode=0.5)
    assert account.allows(0.4)
    assert not account.allows(0.2)
    account.record(replace(CALL, cost=0.05), 0.4)
    assert account.allows(0.45)


@pytest.mark.parametrize(
    ("outcome", "received", "counted"),
    [("done", 900, 0.2), ("late", 0, 0.2), ("failed", 12, 0.2), ("failed", 0, 0.0)],
)
def test_the_estimate_counts_where_the_service_does_not_say(
    books: Books, outcome: str, received: int, counted: float
) -> None:
    account = books.account()
    assert account.allows(0.2)
    account.record(replace(CALL, cost=None, outcome=outcome, received=received), 0.2)  # type: ignore[arg-type]  # one of its words
    assert books.store.spent_for("morning", DAY) == counted
    assert books.ledger().calls()[0].cost == counted


def test_a_call_whose_price_nobody_knows_is_allowed_and_stays_without_one(books: Books) -> None:
    account = books.account(per_episode=0, per_month=0)
    assert account.allows(None)
    account.record(replace(CALL, cost=None), None)
    assert books.ledger().calls() == (replace(CALL, cost=None),)
    assert books.store.spent_for("morning", DAY) == 0


def test_nothing_is_never_too_much(books: Books) -> None:
    pays(books.account(per_episode=0.5), 0.5)
    assert books.account(per_episode=0.1).allows(0.0)


@pytest.mark.parametrize("cost", [float("nan"), float("inf")])
def test_what_is_no_price_is_not_allowed(books: Books, cost: float) -> None:
    assert not books.account().allows(cost)


def test_an_episode_that_is_resumed_has_what_it_left(books: Books) -> None:
    pays(books.account(), 0.4)
    assert not books.account().allows(0.2)
    assert books.account(show="evening").allows(0.2)
    assert books.account(day=DAY + timedelta(days=1)).allows(0.2)


def test_all_shows_share_the_month(books: Books) -> None:
    pays(books.account(show="evening", per_month=1.0), 0.5)
    pays(books.account(day=DAY - timedelta(days=1), per_month=1.0), 0.4)
    assert not books.account(per_month=1.0).allows(0.2)
    assert books.account(per_month=1.0).allows(0.1)


def test_a_month_is_the_listeners(books: Books) -> None:
    books.now = datetime(2026, 3, 31, 23, 59, tzinfo=BERLIN)
    pays(books.account(per_month=0.5), 0.4, at=books.now)
    tomorrow = books.account(day=date(2026, 4, 1), per_month=0.5)
    assert not tomorrow.allows(0.4)
    books.now = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)  # midnight in Berlin
    assert tomorrow.allows(0.4)


def test_every_call_is_in_the_ledger_of_its_episode(books: Books) -> None:
    pays(books.account(), 0.1)
    pays(books.account(show="evening"), 0.2)
    assert [call.cost for call in books.ledger().calls()] == [0.1]
    assert [call.cost for call in books.ledger("evening").calls()] == [0.2]


def test_threads_together_keep_to_the_limit(books: Books) -> None:
    account = books.account(per_episode=0.5)
    with ThreadPoolExecutor(4) as pool:
        allowed = list(pool.map(lambda _: account.allows(0.1), range(20)))
    assert sum(allowed) == 5


@given(
    day=st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)),
    zone=st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia"]),
)
def test_each_moment_lies_in_its_month(day: date, zone: str) -> None:
    since, until = month_span(day, ZoneInfo(zone))
    assert since <= datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)) < until
    assert month_span(until.date(), ZoneInfo(zone))[0] == until
