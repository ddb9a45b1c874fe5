"""On which line of a TOML file each key stands: the standard library's parser does not say. Pure."""

import re
import tomllib

Key = tuple[str | int, ...]
"""Names of tables and keys, and places in lists (from 0)."""

_GAP = re.compile(r"(?:[\s,]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_NAME = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_SCALAR = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'  # up to two quotation marks may precede the closing three
    r"|'''.*?'{3,5}"
    r"""|"(?:\\.|[^"\\])*"|'[^']*'|[^\n,\]}#]+""",
    re.DOTALL,
)


def lines_of(text: str) -> dict[Key, int]:
    """The line (from 1) of every table, key and list entry of a valid TOML text; what it cannot follow is left out."""
    scanner = _Scanner(text)
    try:
        scanner.document()
    except (_Lost, RecursionError):
        return scanner.lines
    return scanner.lines


def line_of(lines: dict[Key, int], key: Key) -> int | None:
    """The line of the key, or of the innermost table around it that has one."""
    for length in range(len(key), 0, -1):
        if key[:length] in lines:
            return lines[key[:length]]
    return None


class _Lost(Exception):  # noqa: N818  # no error: the scanner stops where it cannot follow
    pass


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Key, int] = {}
        self.lists: dict[Key, int] = {}
        """How many [[tables]] of each name there have been."""

    def document(self) -> None:
        table: Key = ()
        while not self._ends():
            if self._take("["):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Key:
        is_list = self._take("[")
        line = self._line()
        names = self._names()
        self._expect("]]" if is_list else "]")
        if not is_list:
            return self._place((), names, line)
        parent = self._place((), names[:-1], line)
        name = (*parent, names[-1])
        count = self.lists[name] = self.lists.get(name, 0) + 1
        self.lines.setdefault(name, line)
        self.lines[*name, count - 1] = line
        return (*name, count - 1)

    def _place(self, table: Key, names: tuple[str, ...], line: int) -> Key:
        """The key that the names have in the table (in the newest of a list of tables); notes the lines of new ones."""
        for name in names:
            table = (*table, name)
            self.lines.setdefault(table, line)
            if table in self.lists:
                table = (*table, self.lists[table] - 1)
        return table

    def _pair(self, table: Key) -> None:
        line = self._line()
        key = self._place(table, self._names(), line)
        self._expect("=")
        self._value(key)

    def _value(self, key: Key) -> None:
        self._match(_BLANK)
        if self._take("{"):
            while not self._closes("}"):
                self._pair(key)
        elif self._take("["):
            self._entries(key)
        else:
            self._match(_SCALAR)

    def _entries(self, key: Key) -> None:
        index = 0
        while not self._closes("]"):
            self.lines[*key, index] = self._line()
            self._value((*key, index))
            index += 1

    def _names(self) -> tuple[str, ...]:
        names = [self._name()]
        while self._take("."):
            names.append(self._name())
        return tuple(names)

    def _name(self) -> str:
        self._match(_BLANK)
        written = self._match(_NAME)
        self._match(_BLANK)
        return str(tomllib.loads(f"x = {written}")["x"]) if written[0] in "\"'" else written

    def _ends(self) -> bool:
        self._match(_GAP)
        return self.at >= len(self.text)

    def _closes(self, bracket: str) -> bool:
        if self._ends():
            raise _Lost
        return self._take(bracket)

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if not found:
            raise _Lost
        self.at = found.end()
        return found[0]

    def _take(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise _Lost

    def _line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1
