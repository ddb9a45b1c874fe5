"""Fetches a secret from where the settings say it lies. No error and no error's context holds the secret."""

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from config.errors import DawncastError

Way = Literal["env", "file", "credential", "command", "keyring"]
WAYS: tuple[Way, ...] = get_args(Way)
COMMAND_SECONDS = 30.0


class SecretError(DawncastError):
    """A secret could not be fetched; the sentence says why and what to do, never the secret."""

    exit_code = 78


def fetch(way: Way, where: tuple[str, ...]) -> str:
    """The secret: `where` is one name, or a command's arguments. Raises SecretError."""
    found = _FETCH[way](where)
    if not found:
        raise SecretError(f"the secret from {way} is empty; put the password or key there")
    return found


def _from_env(where: tuple[str, ...]) -> str:
    if where[0] not in os.environ:
        raise SecretError(f"the environment variable {where[0]} is not set; set it where dawncast is started")
    return _text(os.fsencode(os.environ[where[0]]), f"the environment variable {where[0]}")


def _from_file(where: tuple[str, ...]) -> str:
    path = Path(where[0])
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise SecretError(
            f"{path} cannot be read ({error.strerror}); write the secret into it, then: chmod 600 {path}"
        ) from None
    if not stat.S_ISREG(mode):
        raise SecretError(f"{path} is not a file; name the file that holds the secret")
    if mode & 0o077:
        raise SecretError(f"{path} is open to other users of this machine; run: chmod 600 {path}")
    return _content(path)


def _from_credential(where: tuple[str, ...]) -> str:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise SecretError(
            f"there are no systemd credentials here; add LoadCredential={where[0]}:FILE to the unit, "
            "or give the secret by file, env, command or keyring"
        )
    return _content(Path(folder) / where[0])


def _content(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SecretError(
            f"{path} cannot be read ({error.strerror}); let the user that runs dawncast read it"
        ) from None
    return _text(data, str(path))


def _from_command(where: tuple[str, ...]) -> str:
    ended = _run(where)
    if ended is None:
        raise SecretError(f"the command {where[0]} took more than {COMMAND_SECONDS:.0f} s; run it yourself to see why")
    if ended.returncode:
        raise SecretError(f"the command {where[0]} failed (exit code {ended.returncode}); run it yourself to see why")
    return _text(ended.stdout, f"what the command {where[0]} prints")


def _run(arguments: tuple[str, ...], seconds: float = COMMAND_SECONDS) -> subprocess.CompletedProcess[bytes] | None:
    """The ended command, None if it took longer than that many seconds."""
    try:
        return subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return None
    except OSError as error:
        raise SecretError(
            f"the command {arguments[0]} cannot be run ({error.strerror}); install it or name its whole path"
        ) from None


def _from_keyring(where: tuple[str, ...]) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise SecretError("the keyring library is not installed; run: pip install 'dawncast[keyring]'") from None
    service, slash, user = where[0].rpartition("/")
    try:
        found = keyring.get_password(service, user) if slash else _of_service(user)
    except KeyringError as error:
        raise SecretError(
            f"the keyring cannot be read ({type(error).__name__}); unlock it, or give the secret by file"
        ) from None
    if found is None:
        raise SecretError(
            f"the keyring holds nothing for {where[0]}; run: keyring set {service or user} {user if slash else 'USER'}"
        )
    return str(found)


def _of_service(service: str) -> str | None:
    import keyring

    credential = keyring.get_credential(service, None)
    return None if credential is None else str(credential.password)


def _text(data: bytes, what: str) -> str:
    text = _decoded(data)
    if text is None:
        raise SecretError(f"{what} is not UTF-8 text; save it as UTF-8")
    return text.rstrip("\r\n")


def _decoded(data: bytes) -> str | None:
    # Apart from its caller, so that no exception's context holds the bytes.
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


_FETCH: dict[Way, Callable[[tuple[str, ...]], str]] = {
    "env": _from_env,
    "file": _from_file,
    "credential": _from_credential,
    "command": _from_command,
    "keyring": _from_keyring,
}
