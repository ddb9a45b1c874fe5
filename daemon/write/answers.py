"""A model's streamed answer → its lines, each the moment its object closes, whatever the model wrapped them in. Pure.

Asked for is one JSON object a line, {"items": ["n1"], "say": "…"}, with "by": "A" or "B" where two hosts share them.
Models also give arrays and objects around them, code fences, chatter, thoughts, keys of other names and JSON that is
slightly wrong. Memory is bounded: an object by LONGEST, the whole answer by MOST_TEXT and MOST_ANSWERS.
"""

from dataclasses import dataclass, field

from daemon.write.answers_object import Answer, read, says

__all__ = ["Answer", "Answers", "Broken"]

LONGEST = 8192
"""Characters of one object."""
DEEPEST = 16
MOST_TEXT = 65_536
MOST_ANSWERS = 200
MOST_REPEATS = 20
SHOWN = 200

_THOUGHTS = {
    **{f"<{name}>": f"</{name}>" for name in ("think", "thinking", "thought", "thoughts", "reasoning", "reflection")},
    "[think]": "[/think]",
    "◁think▷": "◁/think▷",
    "<|channel|>analysis": "<|channel|>final",
    "<|channel|>commentary": "<|channel|>final",
    "<|begin_of_thought|>": "<|end_of_thought|>",
}
"""Where a model begins to think aloud, and where it ends, in lower case."""
_LONGEST_MARK = max(len(mark) for pair in _THOUGHTS.items() for mark in pair)


@dataclass(frozen=True, slots=True)
class Broken:
    """A part of the answer that is no line (its beginning), and why."""

    text: str
    reason: str


class Answers:
    """Reads an answer piece by piece. Never raises."""

    def __init__(self) -> None:
        self.full = False
        """Whether nothing more is read: too much text, too many answers, or a model that goes round in circles."""
        self._size = self._answers = self._repeats = 0
        self._seen: set[Answer] = set()
        self._anything = False
        self._prose = ""
        self._mark = ""
        self._thinking_until = ""
        self._object: _Object | None = None

    def feed(self, piece: str) -> tuple[Answer | Broken, ...]:
        """What the piece completed."""
        found: list[Answer | Broken] = []
        for letter in piece:
            if self.full:
                break
            self._size += 1
            self._take(letter, found)
            self.full = self.full or self._size >= MOST_TEXT
        return tuple(found)

    def end(self) -> tuple[Answer | Broken, ...]:
        """What is left when the answer is over: half a line, or that there was none at all."""
        rest, self._object = self._object, None
        if rest and rest.begun:
            self._anything = True
            return () if rest.gave else (Broken(rest.shown, "it breaks off in the middle"),)
        if self._anything or not self._prose.strip():
            return ()
        self._anything = True
        return (Broken(self._prose.strip(), "no JSON"),)

    def _take(self, letter: str, found: list[Answer | Broken]) -> None:
        if self._object:
            self._inside(letter, self._object, found)
        elif self._thinking_until:
            self._mark = (self._mark + letter.lower())[-_LONGEST_MARK:]
            if self._mark.endswith(self._thinking_until):
                self._thinking_until = self._mark = ""
        else:
            self._outside(letter)

    def _outside(self, letter: str) -> None:
        if letter == "{":
            self._object = _Object()
            self._mark = ""
            return
        if len(self._prose) < SHOWN:
            self._prose += letter
        self._mark = (self._mark + letter.lower())[-_LONGEST_MARK:]
        if letter in ">]▷sy":
            opened = next((mark for mark in _THOUGHTS if self._mark.endswith(mark)), None)
            self._thinking_until = _THOUGHTS[opened] if opened else ""

    def _inside(self, letter: str, current: "_Object", found: list[Answer | Broken]) -> None:
        if not current.begun and not current.begins(letter):
            # Braces in prose, or one pair too many: {e1.start}, {{"say": …}}.
            self._object, self._prose = None, (self._prose + "{")[:SHOWN]
            self._outside(letter)
            return
        current.take(letter)
        if current.next is not None:
            found.append(self._broken(current.text[: current.next], "it breaks off in the middle"))
            self._object = current.restarted()
        elif current.closed is not None:
            self._close(current, found)
        elif len(current.text) > LONGEST or len(current.open) > DEEPEST:
            found.append(self._broken(current.text, "it is too long or too deep for a line"))
            self._object = None

    def _close(self, current: "_Object", found: list[Answer | Broken]) -> None:
        """An object within is over, or the whole one; where it is no line, only the whole one is broken."""
        answer = read(current.text[current.closed :])
        if isinstance(answer, Answer) and (not current.open or not says(current.text[: current.closed])):
            current.cut()
            self._anything = True
            self._add(answer, found)
        elif not current.open and not current.gave:
            found.append(self._broken(current.text, str(answer)))
        current.closed = None
        if not current.open:
            self._object = None

    def _add(self, answer: Answer, found: list[Answer | Broken]) -> None:
        if answer in self._seen:
            self._repeats += 1
        else:
            self._seen.add(answer)
            found.append(answer)
            self._answers += 1
        self.full = self._answers >= MOST_ANSWERS or self._repeats >= MOST_REPEATS

    def _broken(self, text: str, reason: str) -> Broken:
        self._anything = True
        self._answers += 1
        self.full = self.full or self._answers >= MOST_ANSWERS
        return Broken(text[:SHOWN], reason)


@dataclass(slots=True)
class _Object:
    """An object that is being read: its text so far and the positions of the brackets that are open in it.

    A quotation mark ends its string only where JSON goes on after it, so that one too many does no harm.
    """

    text: str = "{"
    open: list[int] = field(default_factory=lambda: [0])
    begun: bool = False
    gave: bool = False
    closed: int | None = None
    """Where the object begins that has just been closed."""
    next: int | None = None
    """Where another object begins although this one is not over."""
    _quote: str = ""
    _may_end: str = ""
    _escaped: bool = False
    _last: str = "{"
    _at_line: bool = False
    _brace: int | None = None

    @property
    def shown(self) -> str:
        return self.text[:SHOWN]

    def begins(self, letter: str) -> bool:
        """Whether what follows the brace may be JSON; `begun` once that is certain."""
        self.begun = letter in "\"'}"
        return self.begun or letter.isspace()

    def take(self, letter: str) -> None:
        """Read on by a character."""
        self.text += letter
        self._look_for_another(letter)
        if self._quote:
            self._in_string(letter)
        else:
            self._between(letter)

    def cut(self) -> None:
        """Forget the object that was closed: it has been given."""
        self.text = self.text[: self.closed]
        self.gave = True

    def restarted(self) -> "_Object":
        """The other object, read as far as it has come."""
        other = _Object()
        for letter in self.text[(self.next or 0) + 1 :]:
            other.begins(letter)
            other.take(letter)
        return other

    def _look_for_another(self, letter: str) -> None:
        """An object that begins on a line of its own where none can stand: the one before was never closed."""
        if letter.isspace():
            self._at_line = self._at_line or letter == "\n"
            return
        if self._brace is not None and letter in "\"'":
            self.next = self._brace
        is_misplaced = bool(self._quote) or self._last not in "[,:"
        self._brace = len(self.text) - 1 if letter == "{" and self._at_line and is_misplaced else None
        self._at_line = False

    def _in_string(self, letter: str) -> None:
        if self._may_end and letter.isspace():
            return
        if self._may_end == "," or (self._may_end and letter != ","):
            ends = letter in ("\"'{}[]" if self._may_end == "," else ":]}")
            self._may_end = ""
            if ends:
                self._quote = ""
                self._between(letter)
                return
        if self._may_end:
            self._may_end = ","
        elif self._escaped:
            self._escaped = False
        elif letter == "\\":
            self._escaped = True
        elif letter == self._quote:
            self._may_end = letter

    def _between(self, letter: str) -> None:
        if letter.isspace():
            return
        self._last = letter
        if letter in "\"'":
            self._quote = letter
        elif letter in "{[":
            self.open.append(len(self.text) - 1)
        elif letter == "]" and self.text[self.open[-1]] == "[":
            self.open.pop()
        elif letter == "}":
            self._close()

    def _close(self) -> None:
        while self.text[self.open[-1]] == "[":  # one that the model forgot to close
            self.open.pop()
        self.closed = self.open.pop()
