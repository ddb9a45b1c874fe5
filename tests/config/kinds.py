"""Kinds of tables that stand in for those of connectors, writers, voices and libraries, and files read with them."""

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from config.errors import SettingsError
from config.fields import PathSetting
from config.load import Group, load
from config.secrets import Secret
from config.settings import Settings

SOURCE = '[connectors.work]\nkind = "calendar"\npath = "work.ics"\n'


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Calendar(Strict):
    kind: Literal["calendar"]
    url: str | None = None
    path: PathSetting | None = None
    password: Secret | None = None
    timeout: float = Field(default=30, gt=0, le=600)

    @model_validator(mode="after")
    def _one_place(self) -> "Calendar":
        if (self.url is None) == (self.path is None):
            raise ValueError("write either url or path")
        return self


class News(Strict):
    kind: Literal["news"]
    urls: tuple[str, ...] | str
    base_url: str = Field(default="https://news.example.org", pattern="^https?://")
    keys: tuple[Secret, ...] = ()


class Plain(Strict):
    kind: str
    per_month: float = Field(default=10, ge=0)


class Model(Strict):
    model: str
    api_key: Secret | None = None


def _named(value: object) -> object:
    return {"model": value} if isinstance(value, str) else value


class Models(Plain, Model):
    fallback: Annotated[Model, BeforeValidator(_named)] | None = None


class Voice(Strict):
    engine: str
    words_per_minute: int = 165


class Folder(Strict):
    kind: Literal["folder"]
    path: PathSetting | None = None


class StandIns:
    """Two kinds of sources and of writers, one voice and one library."""

    kinds: dict[Group, dict[str, type[BaseModel]]] = {  # noqa: RUF012  # read only
        "connectors": {"calendar": Calendar, "news": News},
        "writers": {"builtin": Plain, "litellm": Models},
        "voices": {"builtin": Voice},
        "libraries": {"folder": Folder},
    }

    def config_of(self, group: Group, kind: str) -> type[BaseModel] | None:
        return self.kinds[group].get(kind)

    def known(self, group: Group) -> tuple[str, ...]:
        return tuple(self.kinds[group])


def loaded(folder: Path, text: str) -> Settings:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, StandIns())


def told(folder: Path, text: str | bytes) -> list[tuple[int | None, str, str]]:
    """Each problem's line, key and sentence."""
    file = folder / "settings.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError) as caught:
        load(file, StandIns())
    assert caught.value.exit_code == 78
    assert {problem.file for problem in caught.value.problems} == {file}
    return [(problem.line, problem.key, problem.what) for problem in caught.value.problems]
