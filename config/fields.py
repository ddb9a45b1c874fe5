"""Kinds of values that several settings share."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo


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
