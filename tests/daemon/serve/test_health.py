"""/healthz and /metrics: what is told, to whom, and by a real server."""

import asyncio
import http.client
import io
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from config.service import Server
from daemon.serve.endpoints import ListeningError, resident, routes, serving
from daemon.serve.health import Health, ShowHealth, SourceHealth, state, well
from daemon.serve.log import Log
from daemon.serve.metrics import EXPOSITION, metrics
from daemon.web.app import app as whole
from daemon.web.feed import Feed
from daemon.web.front import Front
from daemon.web.gate import Gate
from daemon.web.site import Site
from tests.daemon.serve.records import NOTHING, NOW, READY_BY, degraded, health, record
from tests.daemon.web.house import FakeKeys

GOLDEN = """\
# HELP dawncast_up 1 while the daemon answers.
# TYPE dawncast_up gauge
dawncast_up 1
# HELP dawncast_healthy What /healthz says: 1 is well.
# TYPE dawncast_healthy gauge
dawncast_healthy 1
# HELP dawncast_looked_timestamp_seconds When it last looked at the clock.
# TYPE dawncast_looked_timestamp_seconds gauge
dawncast_looked_timestamp_seconds 1774339197.0
# HELP dawncast_cost_dollars What models and voices cost in the month.
# TYPE dawncast_cost_dollars gauge
dawncast_cost_dollars{month="2026-03"} 0.5
# HELP process_resident_memory_bytes Resident memory size in bytes.
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 40000000
# HELP dawncast_episode_ready_timestamp_seconds When the last episode was in its first library.
# TYPE dawncast_episode_ready_timestamp_seconds gauge
dawncast_episode_ready_timestamp_seconds{show="morning"} 1774332150.0
# HELP dawncast_episode_late_seconds How long after its minute the last episode was there; negative before it.
# TYPE dawncast_episode_late_seconds gauge
dawncast_episode_late_seconds{show="morning"} -750.0
# HELP dawncast_episode_degraded How much was given up for the last episode, by part.
# TYPE dawncast_episode_degraded gauge
dawncast_episode_degraded{show="morning",part="source"} 2
dawncast_episode_degraded{show="morning",part="writer"} 0
dawncast_episode_degraded{show="morning",part="voice"} 1
dawncast_episode_degraded{show="morning",part="library"} 1
dawncast_episode_degraded{show="morning",part="built-in"} 0
# HELP dawncast_production_seconds How long the last production took.
# TYPE dawncast_production_seconds gauge
dawncast_production_seconds{show="morning"} 240.0
# HELP dawncast_show_well Whether the last morning of a show had its episode: 1 is well.
# TYPE dawncast_show_well gauge
dawncast_show_well{show="morning"} 1
dawncast_show_well{show="evening"} 1
# HELP dawncast_source_age_seconds How old the last good answer of a source is.
# TYPE dawncast_source_age_seconds gauge
dawncast_source_age_seconds{source="work"} 7200.0
"""
GIVEN_UP = degraded(
    ("source", "work"),
    ("source", "mail"),
    ("voice", "elevenlabs"),
    ("library", "spotify"),
    there=READY_BY - timedelta(seconds=750),
    undelivered=("spotify",),
)


def test_metrics_as_prometheus_reads_them() -> None:
    assert metrics(health(GIVEN_UP, None), NOW, 40_000_000) == GOLDEN


def test_prometheus_own_reader_understands_any_label() -> None:
    parser = pytest.importorskip("prometheus_client.parser", reason="the extra metrics is not installed")
    naughty = 'a"b\\c\nd{e}=é'
    odd = replace(health(), sources=(SourceHealth(source=naughty, brought=NOW - timedelta(seconds=5)),))
    families = {each.name: each for each in parser.text_string_to_metric_families(metrics(odd, NOW, None))}
    (sample,) = families["dawncast_source_age_seconds"].samples
    assert sample.labels == {"source": naughty}
    assert sample.value == 5.0


@pytest.mark.parametrize(
    ("told", "good"),
    [
        (health(), True),
        (health(None), True),
        (health(record()), True),
        (health(GIVEN_UP), True),
        (health(record(outcome="failed", **NOTHING)), False),
        (health(record(outcome="missed", **NOTHING)), False),
        (health(record(there=None)), False),
        (health(record(), record(show="late", outcome="failed", **NOTHING)), False),
        (health(record(), looked=NOW - timedelta(seconds=60)), True),
        (health(record(), looked=NOW - timedelta(seconds=61)), False),
    ],
)
def test_well_is_an_episode_last_morning_and_a_loop_that_runs(told: Health, good: bool) -> None:
    assert well(told, NOW) is good


def test_the_state_of_each_show_with_ages() -> None:
    told = json.loads(state(health(GIVEN_UP, None), NOW))
    assert told == {
        "well": True,
        "looked_seconds_ago": 3,
        "shows": [
            {"show": "morning", "well": True, "state": "degraded", "there_seconds_ago": 7050},
            {"show": "evening", "well": True, "state": "waiting", "there_seconds_ago": None},
        ],
    }


def app(told: Callable[[], Health], names: frozenset[str] = frozenset()) -> Front:
    """The daemon's application, without a feed."""
    log, site = Log(io.StringIO()), Site(names=names)
    gate = Gate(FakeKeys(), log, lambda: NOW)
    return whole(lambda: site, Feed(gate, log, lambda: NOW), log, routes(told, lambda: NOW))


def asked(
    path: str, told: Callable[[], Health], host: str = "localhost", method: str = "GET"
) -> http.client.HTTPResponse:
    """The answer of a real server to one request, its body read (`.body`)."""

    def ask(port: int) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.putrequest(method, path, skip_host=True)
        if host:
            connection.putheader("Host", host)
        connection.endheaders()
        answer = connection.getresponse()
        answer.body = answer.read().decode()  # type: ignore[attr-defined]  # for the tests below
        connection.close()
        return answer

    async def serve_once() -> http.client.HTTPResponse:
        served = app(told, frozenset({"dawn.example.org"}))
        async with serving(served, Server(port=0)) as (_, port):
            return await asyncio.to_thread(ask, port)

    return asyncio.run(serve_once())


def body(answer: Any) -> str:
    return str(answer.body)


def test_healthz_is_200_while_all_is_well() -> None:
    answer = asked("/healthz", lambda: health(record()))
    assert answer.status == 200
    assert answer.getheader("Content-Type") == "application/json"
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("Server") is None
    assert json.loads(body(answer))["well"] is True


def test_healthz_is_503_after_a_morning_without_an_episode() -> None:
    answer = asked("/healthz", lambda: health(record(outcome="failed", **NOTHING)))
    assert answer.status == 503
    assert json.loads(body(answer))["shows"][0]["state"] == "failed"


def test_metrics_are_served() -> None:
    answer = asked("/metrics", lambda: health(GIVEN_UP, None))
    assert answer.status == 200
    assert answer.getheader("Content-Type") == EXPOSITION
    assert 'dawncast_episode_degraded{show="morning",part="source"} 2\n' in body(answer)


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_nothing_personal_is_told(path: str) -> None:
    told = body(asked(path, lambda: health(replace(GIVEN_UP, undelivered=("spotify",)))))
    for private in ("Anna", "elevenlabs", "spotify"):
        assert private not in told


@pytest.mark.parametrize(
    "host", ["localhost", "LocalHost:8571", "127.0.0.1:8571", "[::1]:8571", "192.168.1.20", "dawn.example.org"]
)
def test_its_own_names_are_answered(host: str) -> None:
    assert asked("/healthz", lambda: health(record()), host).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8571", "localhost.evil.example", "127.0.0.1.evil.example", "localhost@evil.example"],
)
def test_a_host_of_another_name_gets_nothing(host: str) -> None:
    answer = asked("/metrics", lambda: health(record()), host)
    assert answer.status == 421
    assert "dawncast" not in body(answer)


def test_a_request_without_a_host_gets_nothing() -> None:
    assert asked("/healthz", lambda: health(record()), host="").status in (400, 421)


def test_nothing_is_there_but_to_be_read() -> None:
    assert asked("/healthz", lambda: health(record()), method="POST").status == 405
    assert asked("/", lambda: health(record())).status == 404


def test_a_bug_in_the_state_costs_one_answer() -> None:
    def broken() -> Health:
        raise ValueError("Lunch with Anna")

    answer = asked("/healthz", broken)
    assert answer.status == 500
    assert "Anna" not in body(answer)


def test_the_daemon_keeps_its_signals_and_ends_soon() -> None:
    async def serve() -> float:
        before = signal.getsignal(signal.SIGTERM)
        loop = asyncio.get_running_loop()
        async with serving(app(health), Server(port=0)) as (host, port):
            assert host == "127.0.0.1"
            idle = await asyncio.open_connection(host, port)
            assert signal.getsignal(signal.SIGTERM) is before
            ending = loop.time()
        took = loop.time() - ending
        assert await idle[0].read() == b""
        idle[1].close()
        return took

    assert asyncio.run(serve()) < 1


def test_a_port_that_is_taken_is_said_plainly() -> None:
    async def serve(port: int) -> None:
        async with serving(app(health), Server(port=port)):
            pytest.fail("it listens at a port that is taken")

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ListeningError, match=rf"port {port} \(.*\)\. Choose another") as caught:
            asyncio.run(serve(port))
    assert caught.value.exit_code == 78


def test_a_host_that_nobody_knows_is_said_plainly() -> None:
    async def serve() -> None:
        async with serving(app(health), Server(host="no.such.host.invalid", port=0)):
            pytest.fail("it listens at a host that does not exist")

    with pytest.raises(ListeningError, match=r"no\.such\.host\.invalid"):
        asyncio.run(serve())


def test_this_process_takes_some_memory() -> None:
    assert 10_000_000 < (resident() or 0) < 4_000_000_000


def test_a_show_before_its_first_morning_is_well() -> None:
    assert ShowHealth(show="morning", last=None).well


def test_what_is_heavy_is_not_imported_before_it_is_used() -> None:
    asks = (
        "import sys, daemon.serve.endpoints, daemon.serve.metrics, daemon.serve.telling, daemon.serve.systemd; "
        "print(*{'apprise', 'starlette', 'uvicorn', 'anyio'} & {*sys.modules})"
    )
    ended = subprocess.run([sys.executable, "-c", asks], stdout=subprocess.PIPE, text=True)
    assert (ended.returncode, ended.stdout) == (0, "\n")
