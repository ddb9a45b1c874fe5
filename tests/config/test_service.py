from ipaddress import ip_network
from pathlib import Path

import pytest

from tests.config.kinds import SOURCE, loaded, told

NAME = 'write the name alone, as "nas.local": no https://, port or path'
NETWORK = 'write an address or a network in numbers, as "192.168.1.2" or "172.16.0.0/12"'


def test_by_default_it_listens_on_this_machine_and_believes_nobody(tmp_path: Path) -> None:
    server = loaded(tmp_path, SOURCE).server
    assert (server.host, server.port, server.names, server.proxies) == ("127.0.0.1", 8571, (), ())


def test_names_and_proxies(tmp_path: Path) -> None:
    text = '[server]\nnames = ["NAS.local."]\nproxies = ["127.0.0.1", "172.18.0.1/16", "::1"]\n'
    server = loaded(tmp_path, SOURCE + text).server
    assert server.names == ("nas.local",)
    assert server.proxies == tuple(map(ip_network, ("127.0.0.1/32", "172.18.0.0/16", "::1/128")))


@pytest.mark.parametrize("name", ["https://nas.local", "nas.local:8571", "nas/pod", "", "-nas", "a b"])
def test_names_that_are_none(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, f'{SOURCE}[server]\nnames = ["{name}"]\n') == [(5, "server.names[0]", NAME)]


@pytest.mark.parametrize("network", ['"proxy.local"', '"10.0.0.0/33"', "7"])
def test_proxies_that_are_none(tmp_path: Path, network: str) -> None:
    assert told(tmp_path, f"{SOURCE}[server]\nproxies = [{network}]\n") == [(5, "server.proxies[0]", NETWORK)]


@pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0"])
def test_nobody_is_to_believe_everybody(tmp_path: Path, network: str) -> None:
    ((_, key, what),) = told(tmp_path, f'{SOURCE}[server]\nproxies = ["{network}"]\n')
    assert (key, what.split(";")[0]) == ("server.proxies[0]", "these are all addresses")
