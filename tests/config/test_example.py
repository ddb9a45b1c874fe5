import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import config
from config.load import Group, load
from config.service import Keep, Notify, Server
from config.settings import Settings
from config.shows import Show
from tests.config.installed import Installed

EXAMPLE = Path(config.__file__).with_name("example.toml")
GROUPS: tuple[Group, ...] = ("connectors", "writers", "voices", "libraries")


@pytest.fixture
def settings() -> Settings:
    return load(EXAMPLE, Installed())


@pytest.fixture
def every_example(tmp_path: Path) -> Settings:
    file = tmp_path / "settings.toml"
    file.write_text(with_every_example(EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    return load(file, Installed())


NO_KEYS = {"file", "fallback_voice", "connectors", "shows", "libraries", "notify", "keep", "server"}
"""Fields that are tables, or none of the file."""


def with_every_example(text: str) -> str:
    """The optional keys, too: an example is a key or table behind a # without a space."""
    once = re.sub(r"(?m)^#(?=[\[\w])", "", text)
    return re.sub(r'(?m)^ready_by = ("commute"|\{).*\n', "", once)  # other ways to write a key that stands there


def keys_in(text: str) -> set[str]:
    return set(re.findall(r"(?m)^(\w+) = ", with_every_example(text)))


def test_it_loads(settings: Settings) -> None:
    assert settings.name == "Kim"
    assert settings.shows["morning"].sources == ("work", "family", "todo", "news", "weather")


def test_its_optional_keys_load(every_example: Settings) -> None:
    assert every_example.shows["morning"].language == "de"
    assert every_example.libraries["folder"].base_url == "https://me.example.org/dawncast"
    assert every_example.connectors["work"].local_only == ("location", "description")
    assert every_example.writer_of("morning").model == "anthropic/claude-sonnet-4-5"


def test_it_names_no_model_that_anybody_has_to_pay(settings: Settings) -> None:
    assert {settings.writer_of(show).kind for show in settings.shows} == {"builtin"}


def test_it_shows_every_kind(every_example: Settings) -> None:
    shown: dict[Group, set[Any]] = {
        "connectors": {table.kind for table in every_example.connectors.values()},
        "writers": {every_example.writer_of(show).kind for show in every_example.shows},
        "voices": {every_example.voice_of(show).engine for show in every_example.shows},
        "libraries": {table.kind for table in every_example.libraries.values()},
    }
    assert shown == {group: set(Installed().known(group)) for group in GROUPS}


def test_it_shows_every_key() -> None:
    kinds = (Installed().config_of(group, kind) for group in GROUPS for kind in Installed().known(group))
    models: list[type[BaseModel]] = [Settings, Show, Notify, Keep, Server, *(kind for kind in kinds if kind)]
    known = {name for model in models for name in model.model_fields} - NO_KEYS
    text = EXAMPLE.read_text(encoding="utf-8")
    assert known - keys_in(text) - {"voice", "writer"} == set()
    assert "[voice]" in text
    assert "[writer]" in text
