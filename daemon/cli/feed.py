"""`dawncast feed`: lets podcast apps in, one token each, and shows them out again."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from config.errors import UsageError
from daemon.cli.common import Common, everywhere, say, show_named
from daemon.podcast_apps import APPS, BY_DEVICE, BY_SERVERS, Reach, can_use, names_of, reach_of

if TYPE_CHECKING:
    from daemon.feed_access import Access, Listed
    from daemon.home.tokens import Token, Tokens


@click.group()
def feed() -> None:
    """The private feed: let podcast apps in, see who came, show them out."""


@click.command()
@click.argument("name")
@click.option("--show", help="Let it have this show alone.")
@click.option("--for-app", "app", type=click.Choice([app.key for app in APPS]), help="Say how it is done in this app.")
@click.option("--qr/--no-qr", default=None, help="Print the address as a QR code; on a terminal it is.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def add(common: Common, name: str, show: str | None, app: str | None, qr: bool | None, as_json: bool) -> None:
    """Make a token for an app or device, and print the addresses that hold it: this once."""
    from connectors.codec import to_json
    from daemon.feed_access import access_of, check_served

    settings = common.settings()
    meant = show_named(settings, show) if show else None
    check_served(settings, meant)
    with _tokens(common) as tokens:
        token = tokens.add(name, datetime.now(UTC), show=meant)
    made = access_of(settings, name, token, meant)
    if as_json:
        click.echo(to_json(made).decode())
        return
    click.echo("\n".join(_addresses(made)))
    if sys.stdout.isatty() if qr is None else qr:
        click.echo(
            f"\n{_qr_code(made.first)}\nThe first address. A phone's camera opens it in a browser; copy it from there."
        )
    say("\n".join(_advice(made, app, common)))


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def listing(common: Common, as_json: bool) -> None:
    """List the tokens: when they were made, and when they were used last, by which app."""
    from connectors.codec import to_json
    from daemon.cli.status import opened
    from daemon.feed_access import listed
    from daemon.home.tokens import Tokens

    settings = common.settings()
    with opened(common.home_folder()) as store:
        found = listed(Tokens(store).all(datetime.now(UTC)))
    if as_json:
        click.echo(to_json(found).decode())
    elif found.tokens or found.play_links:
        click.echo("\n".join(_rows(found, ZoneInfo(settings.timezone))))
    else:
        say("No app has been let in. Let one in with: dawncast feed add phone")


@click.command()
@click.argument("name")
@click.pass_obj
def revoke(common: Common, name: str) -> None:
    """Take a token back: whoever has it finds nothing any more, from now on."""
    with _tokens(common) as tokens:
        gone = tokens.revoke(name)
        left = ", ".join(dict.fromkeys(each.name for each in tokens.all(datetime.now(UTC))))
    if not gone:
        raise UsageError(f"There is no token {name}. {f'There is: {left}.' if left else 'There is none.'}")
    click.echo(f"Revoked: {name}. Its addresses answer 404 from now on; episodes that were downloaded stay there.")


for each in (add, listing, revoke):
    feed.add_command(everywhere(each))


@contextmanager
def _tokens(common: Common) -> "Iterator[Tokens]":
    from daemon.home.store import Store
    from daemon.home.tokens import Tokens

    with closing(Store(common.home_folder().database)) as store:
        yield Tokens(store)


def _addresses(made: "Access") -> Iterator[str]:
    yield f"The token {made.name} is made. Its addresses are secrets, and are shown this once:"
    yield ""
    yield from (f"  {each.show or 'all shows'}: {each.url}" for each in made.addresses)
    yield ""
    yield "  Where an app wants a user name and a password: any name, the token as the password, and"
    yield from (f"  {each.show or 'all shows'}: {each.url}" for each in made.basic)
    yield f"  token: {made.token}"


def _advice(made: "Access", wanted: str | None, common: Common) -> Iterator[str]:
    """What to do in which app, and from where the addresses cannot be fetched."""
    reach = reach_of(made.base)
    apps = [app for app in APPS if app.key == wanted or (wanted is None and can_use(app, reach))]
    yield ""
    for title, by_servers in ((BY_DEVICE, False), (BY_SERVERS, True)):
        lines = [f"  {app.name}: {app.add}" for app in apps if app.by_servers == by_servers]
        yield from [title, *lines, ""] if lines else ()
    if wanted and not can_use(apps[0], reach):
        yield f"{apps[0].name} cannot use these addresses."
    yield from _limits(reach)
    yield f"They answer while dawncast serve runs. Try them with: {common.command('doctor', common.home_folder())}"


def _limits(reach: Reach) -> Iterator[str]:
    match reach:
        case "here":
            yield 'They are of use on this machine alone. A phone in the same Wi-Fi needs host = "0.0.0.0" under'
            yield '[server], elsewhere base_url under [libraries.feed]. README, "Into your podcast app", has the ways.'
        case "home":
            cannot = names_of(reach, able=False)
            yield f"They are reached from your own network or VPN alone, not by the servers of {cannot}."
        case "open":
            yield "They begin with http://: anybody on the way can read them and listen. Put https in front (README)."
        case "everywhere":
            return


def _qr_code(address: str) -> str:
    """The address in half blocks, white on black whatever the terminal's colours are."""
    from io import StringIO

    import segno

    out = StringIO()
    segno.make(address, error="l", micro=False).terminal(out, compact=True)
    return "\n".join(f"\x1b[97;40m{line}\x1b[0m" for line in out.getvalue().splitlines())


def _rows(found: "Listed", zone: ZoneInfo) -> Iterator[str]:
    width = max((len(each.name) for each in found.tokens), default=0)
    for each in found.tokens:
        limits = f"  {each.show} alone" if each.show else ""
        yield f"{each.name:<{width}}  made {each.created.astimezone(zone):%Y-%m-%d}  {_use(each, zone)}{limits}"
    if found.play_links:
        yield f"{found.play_links} links to single episodes, sent in notifications, are valid."


def _use(token: "Token", zone: ZoneInfo) -> str:
    if token.used is None:
        return "not used yet"
    return (
        f"used {token.used.astimezone(zone):%Y-%m-%d %H:%M} by {token.used_by or 'an app that does not say its name'}"
    )
