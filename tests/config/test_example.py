import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import config
from config.load import Group, load
from config.settings import Settings, Show
from tests.config.installed import Installed

EXAMPLE = Path(config.__file__).with_name("example.toml")
GROUPS: tuple[Group, ...] = ("connectors", "voices", "libraries")


@pytest.fixture
def settings() -> Settings:
    return load(EXAMPLE, Installed())


def with_every_example(text: str) -> str:
    """The optional keys, too: an example is a key or table behind a # without a space."""
    return re.sub(r"(?m)^#(?=[\[\w])", "", text)


def keys_in(text: str) -> set[str]:
    return set(re.findall(r"(?m)^(\w+) = ", with_every_example(text)))


def test_it_loads(settings: Settings) -> None:
    assert settings.name == "Kim"
    assert settings.shows["morning"].sources == ("work", "family", "todo", "news", "weather")


def test_its_optional_keys_load(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(with_every_example(EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    settings = load(file, Installed())
    assert settings.shows["morning"].language == "de"
    assert settings.libraries["folder"].base_url == "https://me.example.org/dawncast"


def test_it_shows_every_kind(settings: Settings) -> None:
    shown: dict[Group, set[Any]] = {
        "connectors": {table.kind for table in settings.connectors.values()},
        "voices": {settings.voice.engine},
        "libraries": {table.kind for table in settings.libraries.values()},
    }
    assert shown == {group: set(Installed().known(group)) for group in GROUPS}


def test_it_shows_every_key() -> None:
    kinds = (Installed().config_of(group, kind) for group in GROUPS for kind in Installed().known(group))
    models: list[type[BaseModel]] = [Settings, Show, *(kind for kind in kinds if kind)]
    known = {name for model in models for name in model.model_fields} - {"file", "connectors", "shows", "libraries"}
    text = EXAMPLE.read_text(encoding="utf-8")
    assert known - keys_in(text) - {"voice"} == set()
    assert "[voice]" in text
