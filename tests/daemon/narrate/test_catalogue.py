"""What is known of voice models by name, and which model somebody means."""

from pathlib import Path

import pytest

from config.errors import UsageError
from daemon.narrate.catalogue import known
from daemon.narrate.installing import is_remote, wanted

LANGUAGES = {"en", "de", "fr", "es"}


@pytest.mark.parametrize("name", known())
def test_the_catalogue_says_all_there_is_to_know(name: str) -> None:
    model = known()[name]
    assert is_remote(model)
    assert model.address.startswith("https://")
    assert model.address.endswith(f"/{name}.tar.bz2")
    assert model.sha256 is not None
    assert len(bytes.fromhex(model.sha256)) == 32
    assert model.size is not None
    assert 10_000_000 < model.size < 500_000_000
    assert (model.kind == "kokoro") == name.startswith("kokoro")
    assert model.languages
    assert set(model.languages) <= LANGUAGES
    assert set(model.best) == (set(model.languages) if model.kind == "kokoro" else set())
    assert set(model.best.values()) <= set(model.speakers)
    assert len(set(model.speakers)) == len(model.speakers)
    assert model.title
    assert model.licence


def test_each_language_has_a_voice_that_may_be_used_for_anything() -> None:
    free = [model for model in known().values() if not model.research_only]
    assert {language for model in free for language in model.languages} == LANGUAGES


def test_a_licence_for_research_alone_is_told() -> None:
    assert "research only" in known()["vits-piper-en_US-lessac-medium"].terms


def test_what_is_known_of_a_model_holds_wherever_it_comes_from(tmp_path: Path) -> None:
    name = "vits-piper-de_DE-thorsten-medium"
    model = wanted(name, "https://mirror.example.org/x.tar.bz2", None, tmp_path)
    assert (model.address, model.sha256) == ("https://mirror.example.org/x.tar.bz2", known()[name].sha256)
    assert (model.title, model.size) == (known()[name].title, None)


@pytest.mark.parametrize(
    ("name", "origin", "checksum", "told"),
    [
        ("vits-piper-de_DE-thorsten", None, None, "Did you mean vits-piper-de_DE-thorsten-medium"),
        ("no-such-voice-anywhere", None, None, "--from"),
        ("../tiny", "https://example.org/x", None, "name"),
        ("tiny", "/no/such/file", None, "There is no file"),
        ("tiny", "ftp://example.org/x", None, "form"),
        ("tiny", "https:///x", None, "form"),
        ("tiny", "http://example.org/x", None, "--sha256"),
        ("tiny", "https://example.org/x", "abc", "64 digits"),
    ],
)
def test_what_cannot_be_meant(tmp_path: Path, name: str, origin: str | None, checksum: str | None, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        wanted(name, origin, checksum, tmp_path)
