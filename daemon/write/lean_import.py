"""Imports large libraries without what nobody here asks of them. It takes nothing away: what is asked for is imported.

It knows no library; which parts of which one can wait says whoever installs it (`completion_library.py`).
"""

import ast
import gc
import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from threading import Lock
from types import ModuleType
from typing import Any

Exported = Mapping[str, tuple[str, str | None]]
"""Where a package has its names from: module (relative), and the name there; None for the module itself."""


@dataclass(frozen=True, eq=False)
class Lean(MetaPathFinder):
    """What can wait, by full names of modules.

    `on_demand`: packages (and those below) that do nothing but collect names: each name's module is imported when the
    name is asked for. `put_off`: modules whose functions and classes others import, but seldom use: imported when one
    of them is called, subclassed or looked into; from then on none of them waits, as they may need more of each other
    than that. `left_out`: optional modules of a library that does without them. `let_go`: large values that a module
    makes for uses which nobody has, deleted once it is imported.
    """

    on_demand: tuple[str, ...] = ()
    put_off: set[str] = field(default_factory=set)
    left_out: frozenset[str] = frozenset()
    let_go: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """How a module that can wait is imported; None for all others."""
        if name in self.left_out:
            raise ModuleNotFoundError(f"{name} is left out", name=name)
        if name in self.put_off:
            return ModuleSpec(name, _PutOff(self.put_off))
        lets_go = self.let_go.get(name)
        if not (lets_go or f"{name}.".startswith(tuple(f"{package}." for package in self.on_demand))):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and isinstance(spec.loader, SourceFileLoader):
            whole = (spec.loader.name, spec.loader.path)
            if lets_go:
                spec.loader = _LettingGo(*whole, lets_go)
            elif spec.submodule_search_locations:
                spec.loader = _OnDemand(*whole)
        return spec


@contextmanager
def quickly() -> Iterator[None]:
    """Without looking for garbage, of which an import makes little: that would be a quarter of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def is_put_off(name: str) -> bool:
    """Whether a module was imported as one that can wait, and nobody has needed it since."""
    return isinstance(sys.modules.get(name), _Waiting)


_AT_ONCE = Lock()


class _Waiting(ModuleType):
    """Stands where a module will be; any name in it is a promise."""

    def __init__(self, name: str, together: set[str]) -> None:
        super().__init__(name)
        self._together = together

    def _itself(self) -> ModuleType:
        with _AT_ONCE:
            for name in filter(is_put_off, self._together):
                del sys.modules[name]
            self._together.clear()
        return importlib.import_module(self.__name__)

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":  # who takes all names must have them
            return [name for name in vars(self._itself()) if not name.startswith("_")]
        if name.startswith("__"):  # what looks through all modules, as `inspect` does, uses none
            raise AttributeError(name)
        return _Promise(lambda: getattr(self._itself(), name))


class _Promise:
    """A function or class of a module that waits, until it is used."""

    def __init__(self, keep: Callable[[], Any]) -> None:
        self._kept = keep

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._kept()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kept(), name)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        return (self._kept(),)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._kept())

    def __or__(self, other: Any) -> Any:
        return self._kept() | other

    def __ror__(self, other: Any) -> Any:
        return other | self._kept()


class _PutOff(Loader):
    def __init__(self, together: set[str]) -> None:
        self._together = together

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Waiting(spec.name, self._together)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing yet."""


class _LettingGo(SourceFileLoader):
    def __init__(self, name: str, path: str, lets_go: tuple[str, ...]) -> None:
        super().__init__(name, path)
        self._lets_go = lets_go

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        for name in self._lets_go:
            module.__dict__.pop(name, None)


class _OnDemand(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        names = exported(self.get_source(module.__name__) or "")
        if not names:
            super().exec_module(module)
            return
        module.__dict__["_exported"] = names
        module.__dict__["__all__"] = [name for name, (_, inner) in names.items() if inner]
        module.__class__ = _Collecting


class _Collecting(ModuleType):
    """A package whose names are looked up when they are asked for."""

    def __getattr__(self, name: str) -> Any:
        found = self.__dict__["_exported"].get(name)
        if found is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        module, inner = found
        where = importlib.import_module(module, self.__name__)
        value = getattr(where, inner) if inner else where
        setattr(self, name, value)
        return value


def exported(source: str) -> Exported | None:
    """The names that a package collects from its own modules; None where it does anything else besides."""
    names: dict[str, tuple[str, str | None]] = {}
    modules: dict[str, tuple[str, str | None]] = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.ImportFrom) and statement.level == 1 and statement.module:
            module = f".{statement.module}"
            names |= {alias.asname or alias.name: (module, alias.name) for alias in statement.names}
            first = statement.module.partition(".")[0]
            modules[first] = f".{first}", None
        elif not _says_nothing(statement):
            return None
    # A name that is a module's, too, would be either, by the order in which they are asked for.
    return None if "*" in names or not names.keys().isdisjoint(modules) else {**modules, **names}


def _says_nothing(statement: ast.stmt) -> bool:
    """A docstring, `__all__`, or an import from the future."""
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    if isinstance(statement, ast.Assign):
        return [ast.unparse(target) for target in statement.targets] == ["__all__"]
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
