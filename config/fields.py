"""Kinds of values that several settings share."""

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo


def absolute(value: str, info: ValidationInfo) -> str:
    """Expand ~ and read what is relative from the settings file's folder (`context["folder"]`)."""
    folder = (info.context or {}).get("folder") or Path.cwd()
    return str(Path(folder) / _expanded(value))


def _expanded(value: str) -> Path:
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise ValueError(f"{value} begins with ~ but that user's home is not known; write the whole path") from None


PathSetting = Annotated[str, AfterValidator(absolute)]
"""A file, a folder or a glob, absolute once read."""


def language_tag(value: str) -> str:
    """A language as BCP 47 writes it: "en", "de-AT". Raises ValueError."""
    tag = value.strip().replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
        raise ValueError('write a language tag, as "en" or "de-AT"')
    return tag


def _once(value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value))


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Language = Annotated[str, AfterValidator(language_tag)]
Names = Annotated[tuple[str, ...], AfterValidator(_once)]
Table = Any
"""A table as the model that its kind brings along: this package knows none of them."""
