"""Packages made for the occasion, imported whole and lean: the same names, only later."""

import gc
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon.write.lean_import import Lean, exported, is_put_off, quickly

FILES = {
    "shelf/__init__.py": '"""Collects."""\nfrom __future__ import annotations\n'
    "from .red import Red as Red, dye\nfrom .deep.blue import Blue\n__all__ = ['Red', 'dye', 'Blue']\n",
    "shelf/red.py": "class Red: ...\ndef dye(what): return f'red {what}'\n",
    "shelf/deep/__init__.py": "",
    "shelf/deep/blue.py": "class Blue: ...\n",
    "busy/__init__.py": "from .red import Red\nKNOWN = {'red': Red}\n",
    "busy/red.py": "class Red: ...\n",
    "twice/__init__.py": "from .red import red\n",
    "twice/red.py": "def red(): return 'the function'\n",
    "shop/__init__.py": "from shop.router import Router, route\nfrom shop.lamp import Lamp\n",
    "shop/router.py": "from shop.lamp import WATTS, Lamp\n"
    "class Router(Lamp):\n    size = 2 * WATTS\n    def __init__(self, to): self.to = to\n"
    "def route(to): return Router(to)\n",
    "shop/lamp.py": "WATTS = 40\nclass Lamp: ...\n",
    "shop/broken.py": "raise RuntimeError('broken')\n",
    "shop/big.py": "TABLE = list(range(9))\nTEXT = str(TABLE)\ndef size(): return len(TEXT)\n",
    "shop/cli.py": "def main(): ...\n",
}


@pytest.fixture(autouse=True)
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lean]:
    """The packages, and the finder that imports them."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    lean = Lean(
        on_demand=("shelf", "busy", "twice"),
        put_off={"shop.router", "shop.lamp", "shop.broken"},
        left_out=frozenset({"shop.cli"}),
        let_go={"shop.big": ("TABLE", "no_such_name")},
    )
    monkeypatch.setattr(sys, "meta_path", [lean, *sys.meta_path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield lean
    for name in [name for name in sys.modules if name.split(".")[0] in ("shelf", "busy", "twice", "shop")]:
        del sys.modules[name]


def test_a_name_is_imported_when_it_is_asked_for() -> None:
    shelf = importlib.import_module("shelf")
    assert "shelf.red" not in sys.modules
    assert shelf.dye("wool") == "red wool"
    assert shelf.Red is importlib.import_module("shelf.red").Red
    assert "shelf.deep.blue" not in sys.modules
    assert shelf.Blue is importlib.import_module("shelf.deep.blue").Blue
    assert shelf.deep is sys.modules["shelf.deep"]


def test_all_names_are_there_and_no_others() -> None:
    taken: dict[str, object] = {}
    exec("from shelf import *", taken)  # noqa: S102  # the only way to take all names
    assert {"Red", "dye", "Blue"} <= set(taken)
    with pytest.raises(ImportError):
        exec("from shelf import Green", taken)  # noqa: S102
    with pytest.raises(AttributeError):
        importlib.import_module("shelf").Green  # noqa: B018


@pytest.mark.parametrize(("package", "name"), [("busy", "KNOWN"), ("twice", "red")])
def test_a_package_that_does_more_is_imported_as_it_is(package: str, name: str) -> None:
    imported = importlib.import_module(package)
    assert f"{package}.red" in sys.modules
    assert name in vars(imported)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("", {}),
        ("from .a import B as C", {"C": (".a", "B"), "a": (".a", None)}),
        ("from .a.b import C", {"C": (".a.b", "C"), "a": (".a", None)}),
        ("from .a import *", None),
        ("from . import a", None),
        ("from ..a import B", None),
        ("from a import B", None),
        ("import a", None),
        ("from .a import a", None),
        ("from .a import B\nB()", None),
        ("from .a import B\nsize = 3", None),
        ("if True:\n    from .a import B", None),
    ],
)
def test_what_a_package_collects(source: str, names: object) -> None:
    assert exported(source) == names


def test_a_module_that_is_put_off_is_imported_by_its_first_use() -> None:
    shop = importlib.import_module("shop")
    assert is_put_off("shop.router")
    assert is_put_off("shop.lamp")
    assert shop.route("home").to == "home"
    assert not is_put_off("shop.router")
    assert isinstance(shop.Router("x"), shop.Lamp)
    assert not isinstance("x", shop.Router)
    assert shop.Router.size == 80
    assert shop.router.Router is sys.modules["shop.router"].Router


@pytest.mark.parametrize(
    "use",
    [
        "class Own(shop.Router): ...\nassert Own('x').to == 'x'",
        "assert shop.Router | None == None | shop.Router",
        "from shop.router import *\nassert route('x').size == 80",
    ],
)
def test_any_use_of_a_name_brings_the_module(use: str) -> None:
    exec(use, {"shop": importlib.import_module("shop")})  # noqa: S102  # uses that only code can have
    assert not is_put_off("shop.router")


def test_whoever_only_looks_through_all_modules_uses_none() -> None:
    shop = importlib.import_module("shop")
    assert not hasattr(shop.router, "__file__")
    assert is_put_off("shop.router")


def test_a_module_that_cannot_be_imported_says_so_when_it_is_used() -> None:
    broken = importlib.import_module("shop.broken")
    with pytest.raises(RuntimeError, match="broken"):
        broken.anything()


def test_what_is_left_out_is_not_there() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"shop\.cli"):
        importlib.import_module("shop.cli")


def test_what_a_module_lets_go_is_gone() -> None:
    big = importlib.import_module("shop.big")
    assert big.size() == 27
    assert not hasattr(big, "TABLE")


@pytest.mark.parametrize("name", ["shelfish", "shop", "json"])
def test_all_else_is_none_of_its_business(name: str, packages: Lean) -> None:
    assert packages.find_spec(name) is None


@pytest.mark.parametrize("on", [True, False])
def test_the_search_for_garbage_is_as_it_was(on: bool) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with quickly():
            assert not gc.isenabled()
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()
