from datetime import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import SettingsError
from config.load import check_secrets, find, home_of, load, settings_path
from config.secrets import secrets_of
from config.settings import Settings
from config.shows import Show
from tests.config.kinds import SOURCE, Calendar, Folder, Models, News, Plain, StandIns, Voice, loaded


def test_the_least(tmp_path: Path) -> None:
    settings = loaded(tmp_path, f'timezone = "Europe/Berlin"\n{SOURCE}')
    assert settings == Settings(
        file=tmp_path / "settings.toml",
        timezone="Europe/Berlin",
        connectors={"work": Calendar(kind="calendar", path=str(tmp_path / "work.ics"))},
        writer=Plain(kind="builtin"),
        voice=Voice(engine="builtin"),
        shows={"morning": Show(ready_by=time(7, 15), minutes=7, format="mp3")},
        libraries={"folder": Folder(kind="folder")},
    )
    assert settings.shows["morning"].days == ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    assert (settings.name, settings.language, settings.max_age, [*settings.libraries]) == (None, "en", 30, ["folder"])


def test_everything(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        """
name = "Kim"
emails = ["Kim@Example.org "]
timezone = "Pacific/Chatham"
language = "de_AT"
interests = { astronomy = 2, football = -1.5 }
max_age = 0
[connectors.news]
kind = "news"
urls = ["https://a.example.org", "https://b.example.org"]
[writer]
model = "acme/large"
per_month = 2.5
[voice]
words_per_minute = 150
[shows.late]
title = "Late"
ready_by = 22:05:00
days = ["sun", "mon", "sun"]
minutes = 1.5
sources = ["news", "news"]
libraries = ["folder"]
language = "fr"
format = "opus"
prompt = "dry humour"
writer = { kind = "builtin" }
[libraries.folder]
kind = "folder"
path = "/podcasts"
""",
    )
    assert settings == Settings(
        file=tmp_path / "settings.toml",
        name="Kim",
        emails=("kim@example.org",),
        timezone="Pacific/Chatham",
        language="de-AT",
        interests={"astronomy": 2, "football": -1.5},
        max_age=0,
        connectors={"news": News(kind="news", urls=("https://a.example.org", "https://b.example.org"))},
        writer=Models(kind="litellm", model="acme/large", per_month=2.5),
        voice=Voice(engine="builtin", words_per_minute=150),
        shows={
            "late": Show(
                title="Late",
                ready_by=time(22, 5),
                days=("mon", "sun"),
                minutes=1.5,
                sources=("news",),
                libraries=("folder",),
                language="fr",
                format="opus",
                prompt="dry humour",
                writer=Plain(kind="builtin"),
            )
        },
        libraries={"folder": Folder(kind="folder", path="/podcasts")},
    )


MODELS = (
    SOURCE
    + """[writer]
model = "acme/large"
api_key = { env = "DAWNCAST_TEST_NOT_SET" }
fallback = { model = "own/small", api_key = { file = "small.key" } }
[shows.morning]
[shows.news.writer]
model = "acme/news"
api_key = { command = "pass show acme" }
"""
)


def test_a_show_may_have_a_writer_of_its_own(tmp_path: Path) -> None:
    settings = loaded(tmp_path, MODELS)
    assert settings.writer_of("morning").model == "acme/large"
    assert settings.writer_of("news").model == "acme/news"


def test_the_secrets_of_writers_are_looked_up(tmp_path: Path) -> None:
    settings = loaded(tmp_path, MODELS)
    assert [key for key, _ in secrets_of(settings)] == [
        ("writer", "api_key"),
        ("writer", "fallback", "api_key"),
        ("shows", "news", "writer", "api_key"),
    ]
    missing = [(problem.line, problem.key) for problem in check_secrets(settings)]
    assert missing == [(6, "writer.api_key"), (7, "writer.fallback.api_key")]


def test_the_machines_time_zone(tmp_path: Path) -> None:
    assert loaded(tmp_path, SOURCE).timezone


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    assert loaded(tmp_path, "\ufeff" + SOURCE.replace("\n", "\r\n")).connectors


TOML = st.recursive(
    st.sampled_from(
        ['"x"', "1", "-2.5", "true", "nan", "07:15:00", "2026-01-01", '"morning"', '"calendar"', '"\\u0000"']
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda found: f"[{', '.join(found)}]"),
        st.tuples(st.sampled_from(["kind", "env", "command", "file", "x"]), inner).map(
            lambda found: f"{{ {found[0]} = {found[1]} }}"
        ),
    ),
    max_leaves=4,
)
HEADERS = st.sampled_from(
    [
        "[connectors]",
        "[connectors.a]",
        "[[connectors]]",
        "[connectors.'']",
        "[voice]",
        "[shows.b]",
        "[[shows.c]]",
        "[libraries.d]",
        "[writer]",
        "[shows.b.writer]",
    ]
)
TOP_KEYS = (
    "name",
    "emails",
    "timezone",
    "language",
    "interests",
    "max_age",
    "connectors",
    "voice",
    "shows",
    "libraries",
)
TABLE_KEYS = (
    "kind",
    "url",
    "path",
    "password",
    "urls",
    "keys",
    "engine",
    "ready_by",
    "days",
    "minutes",
    "sources",
    "format",
    "prompt",
    "writer",
    "model",
)
KEYS = st.sampled_from((*TOP_KEYS, *TABLE_KEYS, '""'))
STATEMENTS = st.one_of(HEADERS, st.tuples(KEYS, TOML).map(" = ".join))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings")


def answer(folder: Path, data: bytes) -> Any:
    file = folder / "settings.toml"
    file.write_bytes(data)
    try:
        return load(file, StandIns())
    except SettingsError as error:
        return error


@settings(deadline=None)  # the first [writer] table imports the writer
@given(st.lists(STATEMENTS, max_size=8).map("\n".join).map(str.encode) | st.binary(max_size=60))
def test_anything_gives_settings_or_problems(folder: Path, data: bytes) -> None:
    given_back = answer(folder, data)
    assert isinstance(given_back, Settings) or given_back.problems


@given(st.lists(STATEMENTS, max_size=5, unique_by=lambda line: line.split(" = ")[0]))
def test_what_is_added_to_good_settings_gives_settings_or_problems(folder: Path, added: list[str]) -> None:
    text = (
        "\n".join(line for line in added if line[0] != "[")
        + f"\n{SOURCE}"
        + "\n".join(line for line in added if line[0] == "[")
    )
    given_back = answer(folder, text.encode())
    assert isinstance(given_back, Settings) or all(problem.what for problem in given_back.problems)


def test_find(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.touch()
    assert find(file, {}) == file
    assert find(None, {"DAWNCAST_CONFIG": str(file)}) == file
    assert settings_path(None, {}).name == "settings.toml"
    assert settings_path(None, {"DAWNCAST_CONFIG": ""}) == settings_path(None, {})


def test_find_nothing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no settings file here yet; run `dawncast init`"):
        find(tmp_path / "none.toml", {})


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not a file"):
        load(tmp_path, StandIns())


def test_home(tmp_path: Path) -> None:
    assert home_of(tmp_path / "a", {"DAWNCAST_HOME": "/b"}) == tmp_path / "a"
    assert home_of(None, {"DAWNCAST_HOME": str(tmp_path)}) == tmp_path
    assert home_of(None, {}).name == "dawncast"


def test_secrets_that_are_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAWNCAST_TEST_SECRET", "hunter2")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    settings = loaded(
        tmp_path,
        f"""{SOURCE}password = {{ env = "DAWNCAST_TEST_SECRET" }}
[connectors.a]
kind = "calendar"
url = "u"
password = {{ file = "a.pass" }}
[connectors.b]
kind = "news"
urls = "u"
keys = [
  {{ env = "DAWNCAST_TEST_SECRET" }},
  {{ credential = "b" }},
  {{ command = "no-such-command-here" }},
]
""",
    )
    assert [(problem.line, problem.key, problem.what.split(";")[0]) for problem in check_secrets(settings)] == [
        (8, "connectors.a.password", f"{tmp_path / 'a.pass'} cannot be read (No such file or directory)"),
        (14, "connectors.b.keys[1]", "there are no systemd credentials here"),
    ]
