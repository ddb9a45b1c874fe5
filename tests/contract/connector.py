"""The suite that every connector runs: subclass ConnectorContract as `class TestXContract(ConnectorContract)`."""

from datetime import date, datetime, timedelta
from importlib.metadata import entry_points
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from connectors.base import Collected, Connector, ConnectorError, ConnectorType, SourceConfig
from connectors.codec import from_json, to_json
from connectors.items import Event, Item, Message, Note, Story, Task, Weather, Window, day_start, key_of

KINDS = (Event, Task, Story, Message, Note, Weather)
GARBAGE = (b"\x00\xff not a state", b"{", b"null", b"[1, 2]", b'{"unexpected": {"a": 1}}', b'"x"')


class ConnectorContract:
    """What holds for every connector.

    A subclass sets `connector_type` and `settings` (keys of a valid config, without `kind`) and defines the fixtures
    `connector`, `broken` and `window`. `secrets` are words that the broken one knows and must not say.
    """

    connector_type: ClassVar[ConnectorType[Any]]
    settings: ClassVar[dict[str, Any]]
    secrets: ClassVar[tuple[str, ...]] = ()

    @pytest.fixture
    def connector(self) -> Connector:
        """A connector whose source is whole and has items in the window."""
        raise NotImplementedError

    @pytest.fixture
    def broken(self) -> Connector:
        """A connector whose source as a whole cannot be read."""
        raise NotImplementedError

    @pytest.fixture
    def window(self) -> Window:
        """The window that `connector` has items in."""
        raise NotImplementedError

    def test_brings_items_of_the_known_kinds(self, connector: Connector, window: Window) -> None:
        items = connector.collect(window, b"").items
        assert items
        assert all(isinstance(item, KINDS) for item in items)

    def test_leaves_the_source_to_be_stamped(self, connector: Connector, window: Window) -> None:
        assert {item.source for item in connector.collect(window, b"").items} == {""}

    def test_keys_are_unique(self, connector: Connector, window: Window) -> None:
        keys = [key_of(item) for item in connector.collect(window, b"").items]
        assert len(set(keys)) == len(keys)

    def test_its_answer_survives_json(self, connector: Connector, window: Window) -> None:
        items = Collected(items=connector.collect(window, b"").items)
        assert from_json(Collected, to_json(items)) == items

    def test_items_touch_the_window(self, connector: Connector, window: Window) -> None:
        items = connector.collect(window, b"").items
        assert [item for item in items if not touches(item, window)] == []

    def test_collecting_twice_gives_the_same(self, connector: Connector, window: Window) -> None:
        first, second = connector.collect(window, b""), connector.collect(window, b"")
        assert (first.items, first.warnings, first.complete) == (second.items, second.warnings, second.complete)

    def test_its_state_can_be_handed_back(self, connector: Connector, window: Window) -> None:
        first = connector.collect(window, b"")
        assert isinstance(first.state, bytes)
        second = connector.collect(window, first.state)
        assert second.items == first.items
        assert connector.collect(window, second.state).items == first.items

    @pytest.mark.parametrize("garbage", GARBAGE)
    def test_survives_a_garbled_state(self, connector: Connector, window: Window, garbage: bytes) -> None:
        assert connector.collect(window, garbage).items == connector.collect(window, b"").items

    def test_a_broken_source_is_an_error_for_people(self, broken: Connector, window: Window) -> None:
        with pytest.raises(ConnectorError) as caught:
            broken.collect(window, b"")
        assert isinstance(caught.value.transient, bool)
        assert str(caught.value).strip()
        assert [secret for secret in self.secrets if secret in str(caught.value)] == []

    def test_its_type_is_frozen(self) -> None:
        with pytest.raises(AttributeError):
            self.connector_type.kind = "other"  # type: ignore[misc]  # that it cannot be set is what is tested

    def test_its_config_is_frozen_and_refuses_unknown_keys(self) -> None:
        settings = {"kind": self.connector_type.kind, **self.settings}
        config = self.connector_type.config.model_validate(settings)
        assert isinstance(config, SourceConfig)
        with pytest.raises(ValidationError):
            config.timeout = 1.0
        with pytest.raises(ValidationError):
            self.connector_type.config.model_validate({**settings, "no_such_key": 1})

    def test_its_kind_is_its_entry_point(self) -> None:
        found = entry_points(group="dawncast.connectors", name=self.connector_type.kind)
        assert [point.load() for point in found] == [self.connector_type]


def touches(item: Item, window: Window) -> bool:
    """Whether an item belongs to the window; tasks, stories and class notes are not bound to its days."""
    if isinstance(item, Event):
        return _overlaps(item, window)
    if isinstance(item, Weather) or (isinstance(item, Note) and item.role == "day"):
        return window.first <= item.day < window.first + timedelta(days=window.days)
    return True


def _overlaps(event: Event, window: Window) -> bool:
    start, end = (_moment(when, window.zone) for when in (event.start, event.end))
    return start < window.end and (end > window.start or start == end >= window.start)


def _moment(when: date, zone: ZoneInfo) -> datetime:
    return when if isinstance(when, datetime) else day_start(when, zone)
