"""Where a service is: on this machine or at home, or at somebody else's. Pure."""

import re
from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

_HOME = tuple(
    ip_network(network)
    for network in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)
_LOCAL_SERVICES = {"ollama": "localhost:11434", "ollama_chat": "localhost:11434"}
_SERVICES = {
    "anthropic": "api.anthropic.com",
    "gemini": "generativelanguage.googleapis.com",
    "mistral": "api.mistral.ai",
    "openai": "api.openai.com",
    "openrouter": "openrouter.ai",
    "groq": "api.groq.com",
    "deepseek": "api.deepseek.com",
    **_LOCAL_SERVICES,
}
_PASSED_ON = re.compile(r"[:-]cloud$")
"""Models that an Ollama at home only passes on to its maker's servers: "gpt-oss:120b-cloud"."""


def parts_of(address: str) -> SplitResult | None:
    """The parts of a server's http(s) address; None where it is none, or holds a user, a query or a fragment."""
    try:
        parts = urlsplit(address)
        known = parts.port != 0 and bool(parts.hostname)  # asking for the port is what checks it
    except ValueError:
        return None
    odd = re.search(r"[\s?#@\\]", address) or parts.scheme not in ("http", "https")
    return parts if known and not odd else None


def service(model: str) -> str:
    """The first part of a litellm name: "anthropic"; empty for a bare name."""
    return model.rpartition("/")[0].split("/", maxsplit=1)[0]


def host(model: str, api_base: str | None = None) -> str:
    """The host that is asked for a model, with its port if it has one; the service's name where that is all we know."""
    if api_base:
        return urlsplit(api_base).netloc.rpartition("@")[2]
    return _SERVICES.get(service(model), service(model) or model)


def is_here(model: str, api_base: str | None = None) -> bool:
    """Whether what a model is given stays on this machine or in the home's network."""
    if _PASSED_ON.search(model):
        return False
    return is_home(api_base) if api_base else service(model) in _LOCAL_SERVICES


def is_home(address: str) -> bool:
    """Whether an http(s) address lies on this machine or in a private network, as far as it shows."""
    name = (urlsplit(address).hostname or "").rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local")):
        return True
    try:
        literal = ip_address(name)
    except ValueError:
        return False
    literal = getattr(literal, "ipv4_mapped", None) or literal
    return any(literal in network for network in _HOME if network.version == literal.version)
