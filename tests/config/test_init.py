import tomllib
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.init import Answers, Place, defaults, questions, settings_text, start
from config.load import load
from config.settings import Settings
from config.shows import Show
from tests.config.installed import Installed
from tests.config.test_example import with_every_example

DAY = date(2026, 3, 24)
BY_KEY = {question.key: question for question in questions()}


def answered(answers: Answers, **texts: str) -> Answers:
    for key, text in texts.items():
        answers = BY_KEY[key].answer(answers, text)
    return answers


def loaded(folder: Path, text: str) -> Settings:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, Installed())


def test_all_answered(tmp_path: Path) -> None:
    answers = answered(
        Answers(),
        name="Kim",
        language="de",
        timezone="Europe/Berlin",
        ready_by="6:30",
        minutes="7,5",
        calendar="webcal://cal.example.org/kim.ics",
        emails="Kim@example.org, kim@example.com",
        place="52.52, 13.40, Berlin",
        feeds="https://a.example.org/feed https://b.example.org/feed?x=1,2",
        notes="~/notes",
        todo="~/todo.txt",
    )
    settings = loaded(tmp_path, settings_text(answers))
    assert (settings.name, settings.language, settings.timezone) == ("Kim", "de", "Europe/Berlin")
    assert settings.emails == ("kim@example.org", "kim@example.com")
    assert settings.shows == {"morning": Show(ready_by=time(6, 30), minutes=7.5)}
    assert {name: table.kind for name, table in settings.connectors.items()} == {
        "calendar": "ics",
        "weather": "weather",
        "news": "feeds",
        "notes": "markdown",
        "todo": "todotxt",
    }
    assert settings.connectors["calendar"].url == "webcal://cal.example.org/kim.ics"
    assert (settings.connectors["weather"].latitude, settings.connectors["weather"].place) == (52.52, "Berlin")
    assert settings.connectors["news"].urls == ("https://a.example.org/feed", "https://b.example.org/feed?x=1,2")


def test_a_calendar_file(tmp_path: Path) -> None:
    settings = loaded(tmp_path, settings_text(answered(Answers(), calendar="/cal/kim.ics")))
    assert settings.connectors["calendar"].path == "/cal/kim.ics"


def test_nothing_answered_still_has_a_source(tmp_path: Path) -> None:
    settings = loaded(tmp_path, settings_text(Answers()))
    assert list(settings.connectors) == ["todo"]


def test_the_examples_in_the_file_load_too(tmp_path: Path) -> None:
    settings = loaded(tmp_path, with_every_example(settings_text(Answers())))
    assert list(settings.connectors) == ["calendar", "weather", "news", "notes", "todo"]
    assert list(settings.libraries) == ["feed", "folder"]


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\x7f"\\#]'), min_size=1, max_size=20)


@given(
    answers=st.builds(
        Answers,
        name=st.none() | LINES,
        calendar=st.none() | LINES,
        emails=st.lists(st.sampled_from(["a@b.org", "c@d.org"])).map(tuple),
        place=st.none()
        | st.builds(Place, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180), name=st.none() | LINES),
        feeds=st.lists(LINES).map(tuple),
        notes=st.none() | LINES,
        todo=st.none() | LINES,
        minutes=st.floats(1, 60),
    )
)
def test_any_answers_are_what_is_read(answers: Answers) -> None:
    raw = tomllib.loads(settings_text(answers))
    connectors = raw["connectors"]
    assert raw.get("name") == answers.name
    assert tuple(connectors.get("news", {}).get("urls", ())) == answers.feeds
    assert connectors.get("notes", {}).get("path") == answers.notes
    assert connectors.get("weather", {}).get("latitude") == (answers.place.latitude if answers.place else None)


@pytest.mark.parametrize(
    ("environ", "name", "language"),
    [
        ({"USER": "kim", "LANG": "de_DE.UTF-8"}, "Kim", "de"),
        ({"LOGNAME": "kim", "LANG": "C.UTF-8"}, "Kim", "en"),
        ({"USER": "root", "LANG": "fr_FR", "LC_ALL": "es_ES.UTF-8"}, None, "es"),
        ({"USER": "svc-42"}, None, "en"),
        ({}, None, "en"),
    ],
)
def test_defaults(environ: dict[str, str], name: str | None, language: str) -> None:
    found = defaults(environ, "Europe/Paris")
    assert (found.name, found.language, found.timezone) == (name, language, "Europe/Paris")


def test_the_defaults_reach_for_nobodys_server(tmp_path: Path) -> None:
    settings = loaded(tmp_path, settings_text(defaults({"USER": "kim"}, "UTC")))
    assert {table.kind for table in settings.connectors.values()} == {"markdown", "todotxt"}


def test_the_first_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    written = start(defaults({"LANG": "de_DE.UTF-8"}, "UTC"), DAY)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "dawncast/notes/2026-03-24.md",
        "dawncast/todo.txt",
    ]
    assert written[1].read_text(encoding="utf-8").splitlines()[:2] == [
        "2026-03-24 Die erste Folge anhören due:2026-03-24",
        "2026-03-24 Dawncast sagen, wo mein Kalender liegt due:2026-03-24",
    ]


def test_what_is_set_up_is_no_task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    answers = replace(defaults({}, "UTC"), calendar="a.ics", feeds=("https://a",), place=Place(latitude=1, longitude=2))
    (_, todo) = start(answers, DAY)
    assert todo.read_text(encoding="utf-8") == "2026-03-24 Listen to the first episode due:2026-03-24\n"


def test_files_that_are_there_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    start(defaults({}, "UTC"), DAY)
    (tmp_path / "dawncast/todo.txt").write_text("mine\n", encoding="utf-8")
    assert start(defaults({}, "UTC"), date(2026, 3, 25)) == ()
    assert (tmp_path / "dawncast/todo.txt").read_text(encoding="utf-8") == "mine\n"


def test_paths_of_the_listeners_own_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert start(answered(Answers(), notes="~/mine", todo="~/mine.txt"), DAY) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "answers",
    [
        defaults({"USER": "kim"}, "Europe/Berlin"),
        Answers(
            emails=("a@b.org", "c@d.org"),
            place=Place(latitude=-1.5, longitude=0, name="Here, there"),
            feeds=("https://a",),
        ),
    ],
)
def test_taking_the_default_changes_nothing(answers: Answers) -> None:
    for each in questions():
        assert each.answer(answers, each.default(answers)) == answers


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("name", "Kim\nx = 1", "write it in one line"),
        ("language", "English!", "write a language tag"),
        ("timezone", "Berlin", "there is no such time zone"),
        ("ready_by", "quarter past seven", "write a time of day"),
        ("ready_by", "24:00", "write a time of day"),
        ("minutes", "0", "write a number from 1 to 60"),
        ("minutes", "nan", "write a number from 1 to 60"),
        ("calendar", "ftp://cal.example.org", "an address begins with https://"),
        ("emails", "kim", "write an address"),
        ("place", "Berlin", "write latitude and longitude"),
        ("place", "91, 0", "latitude goes from -90 to 90"),
        ("place", "0, -181, x", "longitude from -180 to 180"),
        ("feeds", "example.org/feed", "a feed's address begins with https://"),
    ],
)
def test_answers_that_are_refused(key: str, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        answered(Answers(), **{key: text})


@pytest.mark.parametrize("key", ["name", "calendar", "emails", "place", "feeds", "notes", "todo"])
def test_none(key: str) -> None:
    some = defaults({"USER": "kim"}, "UTC")
    assert not getattr(answered(some, **{key: "-"}), key)
