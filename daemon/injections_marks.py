"""What is made to look as if the text had ended: turns, delimiters, answers, hidden parts. Pure."""

import re

_TURN = (
    "system|assistant|developer|human|user|ai|model|bot|tool|chatgpt|assistent|benutzer|nutzer|entwickler|systeme|utilisateur|"
    "developpeur|sistema|asistente|usuario|desarrollador"
)
_OBEYS = (
    "you(?:'re|r|'ll)?|ignore|disregard|forget|sure|understood|of course|okay|ok|certainly|i will|i'll|here is|here's|"
    "say|tell|announce|read|include|mention|repeat|append|respond|reply|output|print|du|sie|dein|verstanden|ignoriere|sage?|"
    "tu|vous|votre|bien sur|compris|d'accord|ignorez|dis|dites|eres|debes|entendido|claro|de acuerdo|ignora|di|diga"
)
_DATA = (
    r"(?:data|context|input|documents?|(?:system )?prompt|instructions?|items?|briefing|calendar|feed|quote|daten|"
    r"kontext|donnees|datos|untrusted(?: \w+)?)"
)
_END = r"(?:begin|end|ende|fin|start)"
_MARKS = (
    r"<\|?/?(?:im_start|im_end|system|assistant|endoftext|begin_of_text|eot_id|start_header_id|tool_call)\|?\s*/?>",
    r"\[/?(?:inst|sys|system|assistant)\]|<</?sys>>|\{\{ ?(?:system|user|assistant)\b",
    r"</?(?:system|assistant|instructions?|prompt)[ >]",
    r"</(?:user|human|data|context|documents?|input|items?|untrusted|messages?|turn|story|event|calendar|feed|briefing)>",
    r"#{2,} ?(?:instruction|system|response|assistant|human|user)(?!\w)",
    rf"^\W*{_END}(?: of| der| des| de(?: las?| los)?)?(?: the)?(?: \w+)? {_DATA}\W*$",
    rf"^\W*{_END} ?_(?:of_)?(?:\w+_)?{_DATA}\b|^\W*-{{3,}} ?{_END}\b(?! pgp)",
    rf"^\W{{2,}}(?:{_END}|system|assistant)\W{{2,}}$",
    r"^\W*end (?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{4,8}\W*$|\"(?:tool|arguments|tool_\w+|function)\" ?: ?[\"\[{]",
    r"\{ ?\"?(?:items?|say|role|lines?)\"? ?:|\"(?:role|say)\" ?: ?\"|\{ ?[a-z]{1,3}\d{1,3}\.[a-z]+\d* ?\}",
    rf"(?<!\w)(?:{_TURN}) ?\[?(?:\(\w+\)|#\w+)\]? ?:|\b(?:tool_calls?|function_call|tool_code)\b",
    rf"(?:^|[(] ?| - )\W{{0,6}}(?:{_TURN})(?: (?:message|note|notice|prompt|nachricht))?\W{{0,3}}: ?\W*(?:{_OBEYS})\b",
)
_MARK = re.compile("|".join(_MARKS))
_TWO_TURNS = re.compile(
    r"\b(?:user|human|benutzer|utilisateur|usuario) ?:.{0,300}\b(?:assistant|ai|bot|assistent|asistente) ?:"
)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)|<(script|style|template|noscript)\b.{0,5000}?</\1>", re.DOTALL | re.IGNORECASE)
_HIDDEN = re.compile(
    r"<(\w+)\b[^>]{0,500}?(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])|\bhidden\b|"
    r"color\s*:\s*(?:white|#fff(?:fff)?\b|transparent))[^>]{0,500}>.{0,5000}?(?:</\1>|$)",
    re.DOTALL | re.IGNORECASE,
)


def marks_a_turn(folded: str) -> bool:
    """Whether a folded sentence ends the data, opens a turn, or imitates an answer of the model.

    "System: maintenance window" does not; "System: you are now …" does.
    """
    return bool(_MARK.search(folded))


def holds_two_turns(folded: str) -> bool:
    """Whether somebody asks and a machine answers in a folded text."""
    return bool(_TWO_TURNS.search(folded))


def without_hidden_parts(text: str) -> str:
    """The text without comments and without elements that nobody was to see."""
    return _HIDDEN.sub(" ", _COMMENT.sub(" ", text)) if "<" in text else text
