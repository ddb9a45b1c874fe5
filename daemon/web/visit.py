"""A request on its way through the web server: what is known of it, and what it was about, for the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from daemon.web.asker import Asker
from daemon.web.site import Site

if TYPE_CHECKING:
    from starlette.types import Scope

KEY = "dawncast.visit"


@dataclass(slots=True, kw_only=True)
class Visit:
    """`headers`: by their names in small letters. `kind`, `show`, `token` (its name): filled in on the way."""

    site: Site
    asker: Asker
    headers: Mapping[str, str]
    kind: str = "other"
    show: str | None = None
    token: str | None = None


def visit_of(scope: "Scope") -> Visit:
    """The request's own, which the front has put there."""
    return cast("Visit", scope[KEY])


def headers_of(scope: "Scope") -> dict[str, str]:
    """The request's headers by their names in small letters; one that comes twice is a list (RFC 9110 §5.3)."""
    found: dict[str, str] = {}
    pairs: list[tuple[bytes, Any]] = scope["headers"]
    for name, value in pairs:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found
