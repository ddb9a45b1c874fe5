"""What went wrong with a call of a model, in a sentence without its key or any item's text. Pure."""

from collections.abc import Iterator

INSTALL = "A model needs a library that is not installed: pip install 'dawncast[llm]', or remove [writer]."

_SENTENCES = {
    401: "{host} refused the key. Check `api_key` under [writer].",
    402: "{host} asks for money before it answers. Check your account there.",
    403: "{host} does not let this key use the model. Check `api_key` and `model` under [writer].",
    404: "{host} knows no such model. Check `model` (and `api_base`) under [writer].",
    408: "{host} took too long. Try again later.",
    413: "{host} cannot take that much text at once. Choose another model, or fewer items.",
    429: "{host} takes no more requests for now. Wait, or check the limits of your account there.",
}
_DOWN = "{host} is out of order or overloaded. Try again later."
_ODD = "{host} refused the request. Check that `model` and `api_base` under [writer] go together."
_UNTRUSTED = "{host} could not show who it is (TLS). Check that `api_base` begins with the right http:// or https://."
_UNKNOWN = "There is no server called {host}. Check `api_base` under [writer], and the connection to the internet."
_AWAY = "{host} could not be reached. Check that it runs, `api_base` under [writer], and the connection."
_BROKEN = "{host} broke off in the middle of its answer. Try again later."
_MOST = 12


def sentence(error: BaseException, host: str) -> str:
    """What to tell the listener of an error of litellm or of what it uses."""
    return (_of_connection(error) or _of_status(error) or _ODD).format(host=host)


def _of_connection(error: BaseException) -> str | None:
    """What the errors behind it say, by their names: each of litellm's HTTP libraries has types of its own."""
    names = " ".join(kind.__name__ for each in _chain(error) for kind in type(each).__mro__)
    for marks, found in (
        (("SSL", "Certificate"), _UNTRUSTED),
        (("gaierror", "DNSError"), _UNKNOWN),
        (("ConnectError", "ClientConnectorError", "ConnectionRefusedError"), _AWAY),
        (("RemoteProtocolError", "ReadError", "ClientPayloadError", "ServerDisconnected", "IncompleteRead"), _BROKEN),
    ):
        if any(mark in names for mark in marks):
            return found
    return None


def _of_status(error: BaseException) -> str | None:
    first = getattr(error, "original_exception", None) or error
    status = getattr(first, "status_code", None)
    if "APIConnectionError" in type(first).__name__:
        return _AWAY
    if not isinstance(status, int):
        return None
    return _SENTENCES.get(status) or (_DOWN if status >= 500 else None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from, the outermost first."""
    seen: set[int] = set()
    queue = [error]
    while queue and len(seen) < _MOST:
        each = queue.pop(0)
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            yield each
            queue += [each.__cause__, each.__context__, getattr(each, "original_exception", None)]
