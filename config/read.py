"""What a TOML parser gave → Settings, and every fault found on the way. Pure but for asking the machine's time zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from config.lines import Key
from config.settings import Settings, folder_name, machine_zone
from config.shows import Show
from config.words import did_you_mean, sentence

Group = Literal["connectors", "writers", "voices", "libraries"]
M = TypeVar("M", bound=BaseModel)

_TOP = frozenset(Settings.model_fields) - {"file", "fallback_voice"}
_TABLES = ("connectors", "writer", "voice", "fallback_voice", "shows", "libraries")

LIBRARIES = ("feed", "folder")
"""The kinds of the libraries that there are without any in the settings; each is named as its kind."""
VOICES = ("voice", "second_voice")
"""A show's own voices."""


class Kinds(Protocol):
    """The kinds of sources, writers, voices and libraries that are installed."""

    def config_of(self, group: Group, kind: str) -> type[BaseModel] | None:
        """The model of that kind's table, None where there is no such kind."""

    def known(self, group: Group) -> tuple[str, ...]:
        """The names of all kinds in the group."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A key, and what is wrong with it and what to do."""

    key: Key
    what: str


def read(raw: dict[str, Any], file: Path, kinds: Kinds) -> tuple[Settings | None, tuple[Fault, ...]]:
    """The settings if there is no fault, and all faults. Relative paths are read from the file's folder."""
    reader = _Reader(kinds, {"folder": file.absolute().parent})
    connectors = reader.kinded(raw, "connectors", "source")
    libraries = reader.kinded(
        raw if raw.get("libraries", {}) != {} else {"libraries": reader.libraries()}, "libraries", "library"
    )
    writer = reader.writer(raw.get("writer", {"kind": "builtin"}), ("writer",))
    voice, fallback_voice = reader.voices(raw.get("voice", {}))
    shows = reader.shows(raw)
    top = {name: value for name, value in raw.items() if name in _TOP and name not in _TABLES}
    tables: dict[str, Any] = {"connectors": connectors, "writer": writer, "voice": voice, "libraries": libraries}
    tables |= {"fallback_voice": fallback_voice}
    tables |= {"shows": shows} if shows else {}
    reader.unknown_at_the_top(raw)
    reader.no_sources(raw)
    reader.named_by_shows(raw)
    settings = reader.model(Settings, {**reader.zoned(top), **tables, "file": file}, (), ignoring=_TABLES)
    return (None if reader.faults else settings), tuple(reader.faults)


class _Reader:
    """Reads table by table and goes on after a fault, so that all are found at once."""

    def __init__(self, kinds: Kinds, context: Mapping[str, object]) -> None:
        self.kinds = kinds
        self.context = dict(context)
        self.faults: list[Fault] = []

    def fault(self, key: Key, what: str) -> None:
        self.faults.append(Fault(key, what))

    def model(self, kind: type[M], raw: dict[str, Any], key: Key, ignoring: tuple[str, ...] = ()) -> M | None:
        """The table's model; None where it has faults. Those of the fields to be ignored are known already."""
        try:
            return kind.model_validate(raw, context=self.context)
        except ValidationError as error:
            found = [each for each in error.errors(include_url=False) if not {*each["loc"][:1]} & {*ignoring}]
        sentences: dict[Key, list[str]] = {}
        for each in found:
            at = _within(raw, each["loc"], missing=each["type"] == "missing")
            what = _unknown(kind, at) if each["type"] == "extra_forbidden" else sentence(each)
            sentences.setdefault((*key, *at), []).append(what)
        for at, all_of_it in sentences.items():
            self.fault(at, ", or ".join(dict.fromkeys(all_of_it)))
        return None

    def tables(self, raw: dict[str, Any], group: str) -> dict[str, dict[str, Any]]:
        """The named tables of a group that are tables indeed."""
        tables = raw.get(group, {})
        if not isinstance(tables, dict):
            self.fault((group,), f"write it as tables with names of their own: [{group}.NAME]")
            return {}
        self._names(tables, group)
        for name in (name for name, table in tables.items() if not isinstance(table, dict)):
            self.fault((group, name), f"write a table: [{group}.NAME], and its keys on the lines below")
        return {name: table for name, table in tables.items() if isinstance(table, dict)}

    def _names(self, tables: dict[str, Any], group: str) -> None:
        seen: dict[str, str] = {}
        for name in tables:
            try:
                other = seen.setdefault(folder_name(name).casefold(), name)
            except ValueError as error:
                self.fault((group, name), str(error))
                continue
            if other != name:
                self.fault((group, name), f'differs from "{other}" in capitals alone; give it another name')

    def kinded(
        self, raw: dict[str, Any], group: Literal["connectors", "libraries"], thing: str
    ) -> dict[str, BaseModel]:
        """The tables of a group, each as its kind's model."""
        read = {}
        for name, table in self.tables(raw, group).items():
            if "kind" not in table:
                known = ", ".join(self.kinds.known(group))
                self.fault((group, name), f'does not say what kind of {thing} it is; add kind = "…", one of {known}')
                continue
            read[name] = self._of_kind(group, table, (group, name), "kind", thing)
        return {name: model for name, model in read.items() if model}

    def libraries(self) -> dict[str, dict[str, str]]:
        """The tables of a listener who has written none."""
        return {kind: {"kind": kind} for kind in LIBRARIES if kind in self.kinds.known("libraries")}

    def voices(self, raw: object) -> tuple[BaseModel | None, BaseModel | None]:
        """The voice (without a table the built-in one) and its `fallback`, where it has one."""
        if not isinstance(raw, dict) or "fallback" not in raw:
            return self._voice(raw, ("voice",)), None
        own = {name: value for name, value in raw.items() if name != "fallback"}
        return self._voice(own, ("voice",)), self._voice(raw["fallback"], ("voice", "fallback"), own)

    def _voice(self, raw: object, key: Key, like: Mapping[str, Any] | None = None) -> BaseModel | None:
        """A voice; one that names no engine takes from the voice it is `like` what it does not say itself."""
        if like and isinstance(raw, dict) and "engine" not in raw:
            raw = {**like, **raw}
        return self._single("voices", raw, key, ("engine", "builtin"), "voice")

    def writer(self, raw: object, key: Key) -> BaseModel | None:
        """The writer of a table that is there: a model, unless it says another kind."""
        return self._single("writers", raw, key, ("kind", "litellm"), "writer")

    def _single(self, group: Group, raw: object, key: Key, default: tuple[str, str], thing: str) -> BaseModel | None:
        field, kind = default
        if not isinstance(raw, dict):
            self.fault(key, f"write a table: [{'.'.join(map(str, key))}], and its keys on the lines below")
            return None
        return self._of_kind(group, {field: kind} | raw, key, field, thing)

    def _of_kind(self, group: Group, table: dict[str, Any], key: Key, field: str, thing: str) -> BaseModel | None:
        kind = table[field]
        config = self.kinds.config_of(group, kind) if isinstance(kind, str) else None
        if config:
            return self.model(config, table, key)
        self.fault((*key, field), f"there is no such kind of {thing}{did_you_mean(str(kind), self.kinds.known(group))}")
        return None

    def shows(self, raw: dict[str, Any]) -> dict[str, Show]:
        """The shows that are without fault."""
        voice = {name: value for name, value in _table(raw, "voice").items() if name != "fallback"}
        read = {name: self._show(table, ("shows", name), voice) for name, table in self.tables(raw, "shows").items()}
        return {name: show for name, show in read.items() if show}

    def _show(self, table: dict[str, Any], key: Key, voice: Mapping[str, Any]) -> Show | None:
        own: dict[str, BaseModel | None] = {}
        if "writer" in table:
            own["writer"] = self.writer(table["writer"], (*key, "writer"))
        own |= {name: self._voice(table[name], (*key, name), voice) for name in VOICES if name in table}
        return self.model(Show, {**table, **own}, key)

    def named_by_shows(self, raw: dict[str, Any]) -> None:
        """A show can only name connectors and libraries that the file has."""
        for name, show in _table(raw, "shows").items():
            for field, group in (("sources", "connectors"), ("libraries", "libraries")):
                known = _table(raw, group)
                for index, each in _strings(show, field):
                    if each not in known:
                        clause = did_you_mean(each, known)
                        self.fault(("shows", name, field, index), f"there is no [{group}.{each}]{clause or '; add it'}")

    def no_sources(self, raw: dict[str, Any]) -> None:
        """Without a source there is nothing to tell."""
        if raw.get("connectors", {}) == {}:
            self.fault(
                ("connectors",),
                "there is no source to tell from; run `dawncast init`, or add a [connectors.NAME] table",
            )

    def unknown_at_the_top(self, raw: dict[str, Any]) -> None:
        """Keys outside of tables, and tables, that are not known."""
        for name in raw:
            if name not in _TOP:
                self.fault((name,), _unknown(Settings, (name,)))

    def zoned(self, top: dict[str, Any]) -> dict[str, Any]:
        """The keys with a time zone among them: the machine's, where none is given."""
        if "timezone" in top:
            return top
        try:
            return {**top, "timezone": machine_zone()}
        except ValueError as error:
            self.fault(("timezone",), str(error))
            return {**top, "timezone": "UTC"}


def _table(raw: object, name: str) -> dict[str, Any]:
    found = raw.get(name) if isinstance(raw, dict) else None
    return found if isinstance(found, dict) else {}


def _strings(raw: object, name: str) -> tuple[tuple[int, str], ...]:
    found = raw.get(name) if isinstance(raw, dict) else None
    places = enumerate(found) if isinstance(found, list) else ()
    return tuple((index, each) for index, each in places if isinstance(each, str))


def _within(raw: object, place: tuple[int | str, ...], *, missing: bool) -> Key:
    """The part of pydantic's place that the file has: without the names of a union's members and the like."""
    key: list[str | int] = []
    for part in place:
        has = part in raw if isinstance(raw, dict) else isinstance(raw, list) and part in range(len(raw))
        if has:
            key.append(part)
            raw = raw[part]  # type: ignore[index]  # `has` says that it can be
    return (*key, place[-1]) if missing else tuple(key)


def _unknown(kind: type[BaseModel], key: Key) -> str:
    """What to do about a key that its table does not know; it may be one of another table."""
    name = str(key[-1])
    if kind is not Settings and name in _TOP and name not in _TABLES:
        return "belongs to no table; move it to the top of the file, above the first [table]"
    if kind is Settings and name in Show.model_fields:
        return "belongs to a show; move it below [shows.NAME]"
    known = (_TOP if kind is Settings else kind.model_fields.keys()) if len(key) == 1 else ()
    return f"unknown key{did_you_mean(name, known) or '; remove it'}"
