"""The application that `dawncast serve` serves: the feed, the play page's own files, and what is for this house."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from daemon.serve.log import Log
from daemon.web.feed import Feed
from daemon.web.front import Front
from daemon.web.site import Site

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.routing import BaseRoute

HERE = Path(__file__).parent
ROBOTS = "User-agent: *\nDisallow: /\n"
A_DAY = "max-age=86400"


def app(site: Callable[[], Site], feed: Feed, log: Log, within: "Sequence[BaseRoute]" = ()) -> Front:
    """The application; `site`: as the settings are now. `within` is answered to nobody who comes from elsewhere."""
    from starlette.routing import Mount, Router

    routes = [*_files(), Mount("/f", feed), Mount("/b", feed)]
    return Front(Router([*routes, *within], redirect_slashes=False), Router(routes, redirect_slashes=False), site, log)


def _files() -> "list[BaseRoute]":
    """What is the same for everybody."""
    return [
        _fixed("/robots.txt", ROBOTS, "text/plain"),
        _fixed("/player.css", (HERE / "player.css").read_text(encoding="utf-8"), "text/css"),
        _fixed("/player.js", (HERE / "player.js").read_text(encoding="utf-8"), "text/javascript"),
    ]


def _fixed(path: str, text: str, kind: str) -> "BaseRoute":
    from starlette.responses import Response
    from starlette.routing import Route

    async def answer(_request: object) -> "Response":
        return Response(text, media_type=kind, headers={"Cache-Control": A_DAY})

    return Route(path, answer)
