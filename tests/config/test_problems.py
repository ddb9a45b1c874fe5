from pathlib import Path

import pytest

from config.errors import SettingsError
from tests.config.kinds import SOURCE, loaded, told

TOP_KEYS = (
    "clips, connectors, emails, interests, keep, language, libraries, max_age, name, notify, private_events, "
    "pronounce, server, shows, timezone, voice, writer"
)


@pytest.mark.parametrize(
    ("top", "problem"),
    [
        ("name = 5", (1, "name", 'write text in quotation marks, as "…"')),
        ('emails = ["a@b.org", "kim"]', (1, "emails[1]", 'write an address, as "kim@example.org"')),
        ('emails = "a@b.org"', (1, "emails", 'write a list, as ["…", "…"]')),
        (
            'timezone = "Europe/Berln"',
            (1, "timezone", 'there is no such time zone; write an IANA name, as "Europe/Berlin"'),
        ),
        ('language = "English!"', (1, "language", 'write a language tag, as "en" or "de-AT"')),
        ("interests = 5", (1, "interests", "write a table, as { name = … }")),
        ('interests = { a = "x" }', (1, "interests.a", "write a number, without quotation marks")),
        ("interests = { a = inf }", (1, "interests.a", "write an ordinary number")),
        ("interests = { a = true }", (1, "interests.a", "write a number, without quotation marks")),
        ("max_age = -1", (1, "max_age", "must be at least 0")),
        ('nmae = "Kim"', (1, "nmae", 'unknown key; did you mean "name"?')),
        ('file = "x"', (1, "file", f"unknown key; known: {TOP_KEYS}")),
        ("minutes = 7", (1, "minutes", "belongs to a show; move it below [shows.NAME]")),
        ('prompt = "dry"', (1, "prompt", "belongs to a show; move it below [shows.NAME]")),
        ('writer = "acme"', (1, "writer", "write a table: [writer], and its keys on the lines below")),
        ("voice = 1", (1, "voice", "write a table: [voice], and its keys on the lines below")),
        ("shows = 1", (1, "shows", "write it as tables with names of their own: [shows.NAME]")),
        ("libraries = []", (1, "libraries", "write it as tables with names of their own: [libraries.NAME]")),
        (
            "libraries = { a = 1 }",
            (1, "libraries.a", "write a table: [libraries.NAME], and its keys on the lines below"),
        ),
    ],
)
def test_one_problem_at_the_top(tmp_path: Path, top: str, problem: tuple[int, str, str]) -> None:
    assert told(tmp_path, f"{top}\n{SOURCE}") == [problem]


MORNING = '[shows.morning]\nready_by = "07:15"\n'


@pytest.mark.parametrize(
    ("rest", "problem"),
    [
        ("[writer]", (4, "writer.model", "is missing; add it here")),
        ('[writer]\nkind = "litelm"', (5, "writer.kind", 'there is no such kind of writer; did you mean "litellm"?')),
        ('[writer]\nkind = "builtin"\nmodel = "x"', (6, "writer.model", "unknown key; known: kind, per_month")),
        ('[writer]\nmodel = "x"\nper_month = -1', (6, "writer.per_month", "must be at least 0")),
        (
            '[writer]\nmodel = "x"\nfallback = { modle = "y", model = "z" }',
            (
                6,
                "writer.fallback.modle",
                "unknown key; remove it",
            ),
        ),
        (
            '[shows.morning]\nwriter = "acme/large"',
            (5, "shows.morning.writer", "write a table: [shows.morning.writer], and its keys on the lines below"),
        ),
        (
            "[shows.morning.writer]\nmodel = 1",
            (5, "shows.morning.writer.model", 'write text in quotation marks, as "…"'),
        ),
        (
            f'[shows.morning]\nprompt = "{"no sport " * 223}"',
            (5, "shows.morning.prompt", "is too long; write at most 2000 characters"),
        ),
        ("[show.morning]", (4, "show", 'unknown key; did you mean "shows"?')),
        (
            '[shows.morning]\nready_by = "25:00"',
            (5, "shows.morning.ready_by", 'write a time of day from 00:00 to 23:59, as "07:15"'),
        ),
        (
            "[shows.morning]\nready_by = 7",
            (5, "shows.morning.ready_by", 'write a time of day from 00:00 to 23:59, as "07:15"'),
        ),
        (
            '[shows.morning]\ndays = [\n  "mon",\n  "tues",\n]',
            (
                7,
                "shows.morning.days[1]",
                'must be "mon", "tue", "wed", "thu", "fri", "sat" or "sun"; did you mean "tue"?',
            ),
        ),
        ("[shows.morning]\ndays = []", (5, "shows.morning.days", "names too few; at least 1")),
        ("[shows.morning]\nminutes = 61", (5, "shows.morning.minutes", "must be at most 60")),
        ("[shows.morning]\nminutes = 0.5", (5, "shows.morning.minutes", "must be at least 1")),
        ('[shows.morning]\nminutes = "7"', (5, "shows.morning.minutes", "write a number, without quotation marks")),
        (
            '[shows.morning]\nformat = "mp4"',
            (5, "shows.morning.format", 'must be "mp3", "m4a" or "opus"; did you mean "mp3"?'),
        ),
        (
            '[shows.morning]\nsources = ["work", "wrok"]',
            (5, "shows.morning.sources[1]", 'there is no [connectors.wrok]; did you mean "work"?'),
        ),
        (
            '[shows.morning]\nlibraries = ["feed"]',
            (5, "shows.morning.libraries[0]", "there is no [libraries.feed]; add it"),
        ),
        (
            '[shows.morning]\nname = "Kim"',
            (
                5,
                "shows.morning.name",
                "belongs to no table; move it to the top of the file, above the first [table]",
            ),
        ),
        (
            '[shows."good morning"]',
            (
                4,
                "shows.'good morning'",
                "this name cannot be a folder's; use 1 to 40 of the letters a-z, digits, - and _",
            ),
        ),
        (
            "[shows.a]\n[shows.A]",
            (5, "shows.A", 'differs from "a" in capitals alone; give it another name'),
        ),
        (
            '[connectors.x]\nkind = "calender"\nurl = "u"',
            (5, "connectors.x.kind", 'there is no such kind of source; did you mean "calendar"?'),
        ),
        (
            "[connectors.x]\nkind = 5",
            (5, "connectors.x.kind", "there is no such kind of source; known: calendar, news"),
        ),
        (
            '[connectors.x]\nurl = "u"',
            (4, "connectors.x", 'does not say what kind of source it is; add kind = "…", one of calendar, news'),
        ),
        (
            '[libraries.x]\nkind = "s3"',
            (5, "libraries.x.kind", "there is no such kind of library; known: folder"),
        ),
        ('[voice]\nengine = "bultin"', (5, "voice.engine", 'there is no such kind of voice; did you mean "builtin"?')),
        ("[voice]\nspeed = 2", (5, "voice.speed", "unknown key; known: engine, words_per_minute")),
        (
            '[voice]\nwords_per_minute = "fast"',
            (5, "voice.words_per_minute", "write a whole number, without quotation marks"),
        ),
        ('[connectors.x]\nkind = "news"', (4, "connectors.x.urls", "is missing; add it here")),
        (
            '[connectors.x]\nkind = "news"\nurls = 5',
            (
                6,
                "connectors.x.urls",
                'write a list, as ["…", "…"], or write text in quotation marks, as "…"',
            ),
        ),
        ('[connectors.x]\nkind = "calendar"', (4, "connectors.x", "write either url or path")),
        (
            'connectors.x.kind = "calendar"\nconnectors.x.url = "u"',
            (4, "connectors.work.connectors", "unknown key; known: kind, password, path, timeout, url"),
        ),
        (
            '[connectors.x]\nkind = "calendar"\nurl = "u"\ntimeout = 601',
            (7, "connectors.x.timeout", "must be at most 600"),
        ),
        (
            '[connectors.x]\nkind = "news"\nurls = "u"\nbase_url = "u"',
            (7, "connectors.x.base_url", "is not of the form that this key takes; compare config/example.toml"),
        ),
        (
            '[connectors.x]\nkind = "calendar"\npath = "~nobody-here/x.ics"',
            (
                6,
                "connectors.x.path",
                "~nobody-here/x.ics begins with ~ but that user's home is not known; write the whole path",
            ),
        ),
    ],
)
def test_one_problem_below(tmp_path: Path, rest: str, problem: tuple[int, str, str]) -> None:
    assert told(tmp_path, f"{SOURCE}{rest}\n") == [problem]


def test_a_secret_in_plain_is_refused_and_not_repeated(tmp_path: Path) -> None:
    ((line, key, what),) = told(tmp_path, SOURCE + 'password = "hunter2"\n')
    assert (line, key) == (4, "connectors.work.password")
    assert what.startswith('a secret is not written into the settings; say where it lies: { env = "NAME" }')
    assert "hunter2" not in what


def test_no_error_around_the_problems_holds_what_was_written(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, SOURCE + 'password = "hunter2"\n')
    assert caught.value.__context__ is None


def test_no_source(tmp_path: Path) -> None:
    what = "there is no source to tell from; run `dawncast init`, or add a [connectors.NAME] table"
    assert told(tmp_path, MORNING) == [(None, "connectors", what)]
    assert told(tmp_path, f"[connectors]\n{MORNING}") == [(1, "connectors", what)]


def test_every_problem_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = """name = 3
max_age = "x"
[writer]
mdel = "x"
[connectors.a]
kind = "calendar"
pth = "x"
password = { fil = "x" }
[connectors.b]
kind = "nws"
[shows.morning]
minutes = 99
sources = ["c"]
[shows.late]
formt = "mp3"
[shows.late.writer]
kind = "x"
[libraries.x]
"""
    assert [(line, key) for line, key, _ in told(tmp_path, text)] == [
        (1, "name"),
        (2, "max_age"),
        (3, "writer.model"),
        (4, "writer.mdel"),
        (7, "connectors.a.pth"),
        (8, "connectors.a.password"),
        (10, "connectors.b.kind"),
        (12, "shows.morning.minutes"),
        (13, "shows.morning.sources[0]"),
        (15, "shows.late.formt"),
        (17, "shows.late.writer.kind"),
        (18, "libraries.x"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a = 1\nname = Kim\n", 2, 'the value cannot be read; put text in quotation marks, as name = "Kim"'),
        ('name = "Kim\n', 1, "a quotation mark is missing at the end of the text; add it"),
        ('name = """Kim\n\n', 2, "a quotation mark is missing at the end of the text; add it"),
        ("name\n", 1, 'a key is followed by = and its value; write it as name = "Kim"'),
        ("[shows.morning\n", 1, "a table's name stands in brackets on a line of its own; write it as [shows.morning]"),
        ("a = 1\na = 2\n", 2, "this key or table stands here for the second time; keep one of the two"),
        ("[a]\n[b]\n[a]\n", 3, "this key or table stands here for the second time; keep one of the two"),
        ("a = [1, 2\n", 1, "a closing bracket is missing; add it"),
        ('path = "C:\\Users"\n', 1, None),
        ("a = 1 b = 2\n", 1, "something follows the value; put every key on a line of its own"),
        ("at = 2026-02-30\n", 1, "there is no such date or time; correct it"),
        ("a = " + "[" * 5000, None, "lists are nested too deeply; write fewer brackets"),
        (f"a = {'1' * 5000}", None, "a number has thousands of digits; write a shorter one"),
        (b'a = 1\nname = "J\xf6rg"\n', 2, "is not UTF-8 text; save the file as UTF-8"),
    ],
)
def test_what_is_no_toml(tmp_path: Path, text: str | bytes, line: int | None, what: str | None) -> None:
    ((found_line, key, found_what),) = told(tmp_path, text)
    assert (found_line, key) == (line, "")
    assert found_what == (what or found_what)
    assert ";" in found_what
