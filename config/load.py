"""Finds and reads the settings file and reports every problem in it at once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from config.errors import Problem, SettingsError
from config.lines import Key, line_of, lines_of
from config.read import Fault, Group, Kinds, read
from config.secrets import SecretError, secrets_of
from config.settings import Settings

__all__ = ["Group", "Kinds", "check_secrets", "find", "home_of", "load", "settings_path"]

_CHEAP = ("env", "file", "credential")


def settings_path(config: Path | None, environ: Mapping[str, str]) -> Path:
    """Where the settings file is, or would be: `--config`, DAWNCAST_CONFIG, else the user's configuration folder."""
    named = config or environ.get("DAWNCAST_CONFIG")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_config_path

    return user_config_path("dawncast") / "settings.toml"


def find(config: Path | None, environ: Mapping[str, str]) -> Path:
    """The settings file. Raises SettingsError where there is none."""
    path = settings_path(config, environ)
    if not path.exists():
        raise SettingsError(
            [Problem(file=path, key="", what="there is no settings file here yet; run `dawncast init`")]
        )
    return path


def home_of(home: Path | None, environ: Mapping[str, str]) -> Path:
    """The listener's home folder: `--home`, DAWNCAST_HOME, else the user's data folder. It may not exist yet."""
    named = home or environ.get("DAWNCAST_HOME")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("dawncast")


def load(path: Path, kinds: Kinds) -> Settings:
    """The settings of a file. Raises SettingsError with every problem."""
    text = _text(path)
    settings, faults = read(_toml(path, text), path, kinds)
    if settings is None:
        raise SettingsError(problems(path, text, faults))
    return settings


def check_secrets(settings: Settings) -> tuple[Problem, ...]:
    """The secrets that are not there, of those that can be looked up without a command or a keyring.

    A missing secret costs its source or its writer, never the episode: these are warnings.
    """
    faults = []
    for key, secret in secrets_of(settings):
        if secret.way in _CHEAP:
            try:
                secret.reveal()
            except SecretError as error:
                faults.append(Fault(key, str(error)))
    text = settings.file.read_text(errors="replace") if settings.file.is_file() else ""
    return problems(settings.file, text, faults)


def problems(file: Path, text: str, faults: Iterable[Fault]) -> tuple[Problem, ...]:
    """The faults as problems of the file, in the order of its lines."""
    lines = lines_of(text)
    found = [Problem(file=file, key=dotted(each.key), what=each.what, line=line_of(lines, each.key)) for each in faults]
    return tuple(sorted(found, key=lambda problem: problem.line or 0))


def dotted(key: Key) -> str:
    """A key as people write it: shows.morning.sources[0]."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{_bare(part)}" for part in key).lstrip(".")


def _bare(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else repr(name)


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise SettingsError([Problem(file=path, key="", what="is not a file; name the settings file itself")])
        data = path.read_bytes()
    except OSError as error:
        what = f"the settings file cannot be read ({error.strerror}); check its path and who may read it"
        raise SettingsError([Problem(file=path, key="", what=what)]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    raise SettingsError([Problem(file=path, key="", what="is not UTF-8 text; save the file as UTF-8", line=line)])


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        problem = Problem(file=path, key="", what="lists are nested too deeply; write fewer brackets")
    except ValueError as error:  # TOMLDecodeError, and int's for a number of thousands of digits
        problem = _syntax(path, text, str(error))
    raise SettingsError([problem])


def _syntax(path: Path, text: str, message: str) -> Problem:
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    reason = message[: found.start()] if found else message
    line = int(found[1] or len(text.splitlines()) or 1) if found else None
    what = next(
        (plain for start, plain in _SYNTAX if reason.startswith(start)), f"this is not TOML: {reason}; correct it"
    )
    return Problem(file=path, key="", what=what, line=line)


_TWICE = "this key or table stands here for the second time; keep one of the two"
_OPEN = "a closing bracket is missing; add it"
_SYNTAX = (
    ("Cannot ", _TWICE),
    ("Duplicate ", _TWICE),
    ("Exceeds the limit", "a number has thousands of digits; write a shorter one"),
    ("Expected ']", "a table's name stands in brackets on a line of its own; write it as [shows.morning]"),
    ("Expected '='", 'a key is followed by = and its value; write it as name = "Kim"'),
    ("Expected newline", "something follows the value; put every key on a line of its own"),
    ("Illegal character '\\n'", "a quotation mark is missing at the end of the text; add it"),
    ("Illegal character '\\r'", "a quotation mark is missing at the end of the text; add it"),
    ("Invalid date", "there is no such date or time; correct it"),
    ("Invalid initial character", "a key is letters, digits, - and _; put any other key in quotation marks"),
    ("Invalid statement", "a line is a [table], key = value or # a comment; correct it"),
    ("Invalid value", 'the value cannot be read; put text in quotation marks, as name = "Kim"'),
    ("Unclosed", _OPEN),
    ("Unescaped", "a \\ in a text is written twice; write \\\\, or put the text in single quotation marks"),
    ("Unterminated string", "a quotation mark is missing at the end of the text; add it"),
)
"""What the parser's reasons begin with, and the same for people."""
