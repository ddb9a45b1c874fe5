"""Reading a list of which some entries are not as they should be: a bad one is None, the others are whole. Pure."""

from typing import Any

from pydantic import ValidatorFunctionWrapHandler, WrapValidator


def _or_none(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    try:
        return validate(value)
    except ValueError:
        return None


OR_NONE = WrapValidator(_or_none)
"""For `Annotated[X | None, OR_NONE]`: what cannot be read as X is None."""
