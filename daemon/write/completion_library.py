"""litellm, silent, deaf to all but the settings, and without what no streamed call needs. Only this module imports it.

As it comes it takes 160 MB and three seconds, mostly for other uses than ours and for lists it holds twice.
"""

import asyncio
import gc
import importlib
import logging
import os
import re
import sys
from functools import cache
from typing import Any

from daemon.write.lean_import import Lean, quickly

NO_KEY = "none"
"""Sent to an address of the listener's own that needs no key; else litellm would send one that it finds by itself."""

_OWN_WORD = re.compile(r"(?:LITELLM_.*|.*_(?:API_BASE|BASE_URL|ORGANIZATION|ORG_ID|PROJECT_ID)|SSL_VERIFY)")
"""Environment variables by which litellm would ask other addresses than the settings name, print, or trust anybody."""
LEAN = Lean(
    # Hundreds of types of services other than chat, whose names three packages collect.
    on_demand=("openai.lib.streaming", "openai.resources", "openai.types"),
    put_off={
        # Services that watch calls, and bring a library for telemetry and a second one for HTTP.
        "litellm.integrations.agentops.agentops",
        "litellm.integrations.arize.arize",
        "litellm.integrations.arize.arize_phoenix",
        "litellm.integrations.opentelemetry",
        # Files in messages, for which litellm asks the types of its own server.
        "litellm.proxy.openai_files_endpoints.common_utils",
        # Calls by voice; choosing between many models.
        "litellm.realtime_api.main",
        "litellm.router",
    },
    # httpx's own command line, without which it works.
    left_out=frozenset({"httpx._main"}),
    # 25 MB, to count the tokens of one service's models: we take the service's word.
    let_go={"litellm.utils": ("json_data", "claude_json_str")},
)  # fmt: skip  # a table


@cache
def library() -> Any:
    """The library. For a thread: it takes seconds the first time. Raises ImportError."""
    for name in [name for name in os.environ if _OWN_WORD.fullmatch(name)]:
        del os.environ[name]
    # PRODUCTION: it reads no .env file. The price list is the one that it ships.
    os.environ |= {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION", "LITELLM_LOG": "CRITICAL"}
    litellm = _imported()
    litellm.telemetry = False
    litellm.suppress_debug_info = True
    litellm.turn_off_message_logging = True
    litellm.disable_streaming_logging = True
    litellm.disable_token_counter = True  # counting takes 100 MB, and we take the service's word
    _lighten(litellm)
    for name in ("LiteLLM", "LiteLLM Proxy", "LiteLLM Router", "openai", "httpx"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return litellm


def rehearse() -> None:
    """Import it and do what its first call does slowly, without any network. For a thread. Raises ImportError."""
    with quickly():
        asyncio.run(_rehearsed(library()))
    # What is here stays. Else each full search for garbage looks at all of it, and halts every stream for 0.2 s.
    gc.freeze()


def _imported() -> Any:
    sys.meta_path.insert(0, LEAN)
    try:
        with quickly():
            return importlib.import_module("litellm")
    except Exception:  # noqa: BLE001  # a release for which what we leave out does not fit: then all of it
        sys.meta_path.remove(LEAN)
        for name in [name for name in sys.modules if name.startswith(("litellm", "openai"))]:
            del sys.modules[name]
        return importlib.import_module("litellm")


def _lighten(litellm: Any) -> None:
    """Take 45 MB off it: a tokenizer that no streamed call has a use for, and its price list, kept and read twice."""
    sys.modules["litellm.main"].__dict__["encoding"] = None
    sys.modules["litellm.utils"].__dict__["get_bundled_model_cost_map"] = lambda: litellm.model_cost
    lists = getattr(sys.modules.get("litellm.litellm_core_utils.get_model_cost_map"), "GetModelCostMap", None)
    if hasattr(lists, "_loaded_catalog"):
        setattr(lists, "_loaded_catalog", {})  # noqa: B010  # no part of what litellm promises: it may not be there


async def _rehearsed(litellm: Any) -> None:
    """A call within the process, and a client whose parts are slow to import, without using it."""
    getattr(litellm.AsyncOpenAI(api_key=NO_KEY), "chat")  # noqa: B009  # asking for it is what imports it
    messages = [{"role": "user", "content": "."}]
    made = await litellm.acompletion(model="openai/gpt-4o", messages=messages, stream=True, mock_response="ok")
    async for _ in made:
        continue
