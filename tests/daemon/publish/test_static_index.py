from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from daemon.publish.records import Record
from daemon.publish.static_index import Index, announced, arrived, due, gone, of_that_day, without

NOW = datetime(2026, 3, 24, 6, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(st.sampled_from(["announce", "arrive", "remove", "tidy"]), st.integers(1, 3), st.integers(1, 3)),
    max_size=12,
)


@given(STEPS)
def test_nothing_that_is_named_ever_leaves(steps: list[tuple[str, int, int]]) -> None:
    index, now = Index(), NOW
    for what, day, content in steps:
        now += timedelta(hours=20)
        record = a_record(day, content)
        if what == "announce":
            index = announced(index, record, now)
        elif what == "arrive":
            index = arrived(announced(index, record, now), record, now)
        elif what == "remove":
            index = without(index, record.guid, now)
        for left in due(index, now) if what == "tidy" else ():
            index = gone(index, left)
            assert left.since <= now - timedelta(hours=48)
        named = {(record.day, record.content) for record in index.records}
        leaving = [(left.day, left.content) for left in index.leaving]
        assert not named & set(leaving)
        assert len(set(leaving)) == len(leaving)
        assert len({record.guid for record in index.records}) == len({one.day for one in index.records}) == len(named)
        assert all(of_that_day(index, day) for day, _ in named)


def a_record(day: int, content: int) -> Record:
    return Record(
        guid=f"urn:uuid:{day}",
        show="morning",
        show_title="Morning",
        day=date(2026, 3, day),
        title="Briefing",
        summary="",
        language="en",
        made=NOW,
        mime_type="audio/mpeg",
        size=1,
        seconds=1.0,
        chapters=(),
        audio="episode.mp3",
        content=str(content) * 32,
    )
