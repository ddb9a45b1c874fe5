import pytest

from daemon.podcast_apps import APPS, Reach, can_use, names_of, reach_of


@pytest.mark.parametrize(
    ("base", "reach"),
    [
        ("http://127.0.0.1:8571", "here"),
        ("http://[::1]:8571", "here"),
        ("https://localhost", "here"),
        ("http://192.168.1.7:8571", "home"),
        ("https://10.0.0.2/pod", "home"),
        ("http://[fd00::7]:8571", "home"),
        ("http://100.100.7.7:8571", "home"),
        ("https://nas.local", "home"),
        ("http://nas:8571", "home"),
        ("http://nas.home.arpa:8571", "home"),
        ("http://me.example.org", "open"),
        ("http://93.184.215.14:8571", "open"),
        ("https://me.example.org/pod", "everywhere"),
    ],
)
def test_from_where_an_address_can_be_fetched(base: str, reach: Reach) -> None:
    assert reach_of(base) == reach


def test_apps_that_fetch_by_servers_need_public_https() -> None:
    assert names_of("everywhere", able=False) == ""
    assert names_of("open", able=False) == "Overcast, Pocket Casts"
    assert names_of("home", able=True) == "Apple Podcasts, AntennaPod"
    assert [app.key for app in APPS if can_use(app, "here")] == ["other"]
