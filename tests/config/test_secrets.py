import logging
import traceback
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from config import fetch
from config.secrets import Secret, SecretError, revealed, secrets_of

PLAIN = "hunter2-äß"


class Account(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    user: str = "kim"
    password: Secret | None = None
    keys: tuple[Secret, ...] = ()


def account(reference: object, folder: Path | None = None) -> Account:
    return Account.model_validate({"password": reference}, context={"folder": folder})


def secret(reference: object, folder: Path | None = None) -> Secret:
    found = account(reference, folder).password
    assert found
    return found


def refusal(reference: object) -> str:
    with pytest.raises(ValidationError) as caught:
        account(reference)
    return str(caught.value.errors()[0]["msg"])


def failure(reference: object) -> str:
    with pytest.raises(SecretError) as caught:
        secret(reference).reveal()
    assert caught.value.exit_code == 78
    return str(caught.value)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "pass"
    path.write_text(f"{PLAIN}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def test_env(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAWNCAST_TEST_SECRET", PLAIN)
    assert secret({"env": "DAWNCAST_TEST_SECRET"}).reveal() == PLAIN


def test_env_that_is_not_set() -> None:
    assert failure({"env": "DAWNCAST_NO_SUCH"}) == (
        "the environment variable DAWNCAST_NO_SUCH is not set; set it where dawncast is started"
    )


def test_empty_env(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAWNCAST_TEST_SECRET", "")
    assert "is empty" in failure({"env": "DAWNCAST_TEST_SECRET"})


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_file_without_its_trailing_newline(kept: Path, ending: str) -> None:
    kept.write_bytes(f"{PLAIN}{ending}".encode())
    assert secret({"file": str(kept)}).reveal() == PLAIN


def test_file_from_the_settings_folder(kept: Path) -> None:
    assert secret({"file": "pass"}, folder=kept.parent).reveal() == PLAIN


def test_file_in_the_users_home(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(kept.parent))
    assert secret({"file": "~/pass"}).reveal() == PLAIN


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_file_that_others_can_read(kept: Path, mode: int) -> None:
    kept.chmod(mode)
    assert failure({"file": str(kept)}) == f"{kept} is open to other users of this machine; run: chmod 600 {kept}"


def test_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read (No such file or directory)" in failure({"file": str(tmp_path / "none")})


def test_file_that_is_a_folder(tmp_path: Path) -> None:
    assert "is not a file" in failure({"file": str(tmp_path)})


def test_credential(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(kept.parent))
    assert secret({"credential": "pass"}).reveal() == PLAIN


def test_credential_without_systemd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert "LoadCredential=work:FILE" in failure({"credential": "work"})


@pytest.mark.parametrize("as_list", [True, False])
def test_command(kept: Path, as_list: bool) -> None:
    command = ["cat", str(kept)] if as_list else f"cat '{kept}'"
    assert secret({"command": command}).reveal() == PLAIN


def test_command_has_no_shell() -> None:
    assert secret({"command": "echo $HOME; true"}).reveal() == "$HOME; true"


def test_command_that_fails_says_nothing_of_what_it_printed() -> None:
    message = failure({"command": ["sh", "-c", f"echo {PLAIN}; echo {PLAIN} >&2; exit 3"]})
    assert message == "the command sh failed (exit code 3); run it yourself to see why"


def test_command_that_is_not_there() -> None:
    assert "install it or name its whole path" in failure({"command": "no-such-command-here"})


def test_command_that_takes_too_long() -> None:
    assert fetch._run(("sleep", "30"), seconds=0.1) is None


def test_keyring_that_is_not_installed() -> None:
    if find_spec("keyring"):
        pytest.skip("the keyring library is installed here")
    assert "pip install 'dawncast[keyring]'" in failure({"keyring": "dawncast/kim"})


def test_keyring() -> None:
    keyring = pytest.importorskip("keyring", reason="the keyring library is not installed (extra: keyring)")
    backend = pytest.importorskip("keyring.backend")
    credentials = pytest.importorskip("keyring.credentials")

    class Fake(backend.KeyringBackend):  # type: ignore[misc,name-defined]  # keyring may not be installed here
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return PLAIN if (service, username) == ("mail", "kim") else None

        def get_credential(self, service: str, username: str | None) -> Any:
            return credentials.SimpleCredential("kim", PLAIN) if service == "mail" else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

    before = keyring.get_keyring()
    keyring.set_keyring(Fake())
    try:
        assert secret({"keyring": "mail/kim"}).reveal() == PLAIN
        assert secret({"keyring": "mail"}).reveal() == PLAIN
        assert "keyring set other kim" in failure({"keyring": "other/kim"})
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (PLAIN, "a secret is not written into the settings; say where it lies"),
        (5, "a secret is a table; say where it lies"),
        ({}, "a secret comes from one place; say where it lies"),
        ({"env": "A", "file": "b"}, "a secret comes from one place; say where it lies"),
        ({"fil": "b"}, 'did you mean "file"? A secret is a reference; say where it lies'),
        ({PLAIN: "b"}, "unknown reference; say where it lies"),
        ({"env": ""}, "env names one thing, in quotation marks"),
        ({"file": ["a"]}, "file names one thing, in quotation marks"),
        ({"credential": "../a"}, "a credential has a name, not a path"),
        ({"command": ""}, "command is one line"),
        ({"command": "echo 'a"}, "command is one line"),
        ({"command": ["a", 1]}, "command is one line"),
    ],
)
def test_what_is_no_reference(reference: object, message: str) -> None:
    said = refusal(reference)
    assert said.startswith(message)
    assert PLAIN not in said


def test_to_a_child_and_back(kept: Path) -> None:
    plain = account({"file": str(kept)}).model_dump(mode="json", context={"reveal": True})
    assert plain == {"user": "kim", "password": PLAIN, "keys": []}
    child = Account.model_validate(plain, context={"revealed": True})
    assert child.password
    assert child.password.reveal() == PLAIN
    assert revealed(child) == plain


def test_revealed_says_which_secret_is_missing() -> None:
    with pytest.raises(SecretError, match="DAWNCAST_NO_SUCH"):
        revealed(account({"env": "DAWNCAST_NO_SUCH"}))


def test_nothing_is_shown(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    child = Account.model_validate({"password": PLAIN, "keys": [PLAIN]}, context={"revealed": True})
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").info("%s %r %s", child, child.password, child.password)
    shown = [
        repr(child),
        str(child),
        f"{child.password}",
        caplog.text,
        child.model_dump_json(),
        repr(child.model_dump()),
    ]
    assert not [text for text in shown if PLAIN in text]
    assert child.model_dump() == {"user": "kim", "password": "**********", "keys": ("**********",)}


def test_text_that_is_no_utf_8_is_not_in_the_traceback(kept: Path) -> None:
    kept.write_bytes(b"hunter2\xff")
    with pytest.raises(SecretError) as caught:
        secret({"file": str(kept)}).reveal()
    assert caught.value.__context__ is None
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def test_secrets_of_a_config() -> None:
    both = Account.model_validate({"password": {"env": "A"}, "keys": [{"env": "B"}, {"command": "c"}]})
    found = {key: found.way for key, found in secrets_of(both)}
    assert found == {("password",): "env", ("keys", 0): "env", ("keys", 1): "command"}


def test_equal_references_are_equal() -> None:
    assert secret({"env": "A"}) == secret({"env": "A"})
    assert len({secret({"env": "A"}), secret({"env": "A"}), secret({"env": "B"})}) == 2
