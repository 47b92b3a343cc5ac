"""Text as tokens: words, numerals read to their value, and marks.

Times and amounts are found by grammars over tokens, one code letter for each, so that no expression ever runs over
the raw text and the time stays linear in it.
"""

import re
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_entries

_TOKEN = re.compile(
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<word>[^\W\d_]+)|(?P<line>[\r\n]+)|(?P<mark>[^\s])"
)
_LONGEST_NUMERAL, _LONGEST_PHRASE = 18, 5
_SAME = str.maketrans("’‘–—−‑", "''----")


class Token(NamedTuple):
    """One word, numeral or mark; `start` and `end` are offsets into the text.

    `word` is the token in lower case with plain apostrophes and hyphens ("\\n" for line ends); `value` is set for
    numerals, whose words may be several ("twenty-five", "2.5 million"). `shape` is "A" for a word with a capital, "a"
    for another word, "9" for digits, "n" for a numeral with words in it, else the mark.
    """

    start: int
    end: int
    word: str
    shape: str
    value: float | None = None

    def of(self, text: str) -> str:
        """The token as the text writes it."""
        return text[self.start : self.end]


def find_tokens(text: str) -> list[Token]:
    """The tokens of the text in order, numerals joined."""
    return _join_numerals(text, [_token(match) for match in _TOKEN.finditer(text)])


def _token(match: re.Match[str]) -> Token:
    start, end = match.span()
    written = match.group()
    if match.lastgroup == "word":
        return Token(start, end, written.lower(), "a" if written.islower() else "A")
    if match.lastgroup == "digits":
        value = float(written.replace(",", "")) if len(written) <= _LONGEST_NUMERAL else None
        return Token(start, end, written, "9", value)
    mark = "\n" if match.lastgroup == "line" else written.translate(_SAME)
    return Token(start, end, mark, mark)


@cache
def numeral_words() -> dict[str, tuple[str, float]]:
    """Each number word with its kind (unit, ten, hundred, scale, short scale) and value."""
    out: dict[str, tuple[str, float]] = {}
    for entry in load_entries("figures_numerals"):
        kind, _, first = entry.label.partition(" ")
        for place, word in enumerate(entry.words):
            out[word] = (kind, {"unit": place, "ten": 10.0 * (place + 2)}.get(kind) or float(first or 0))
    return out


def _join_numerals(text: str, tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        after, value = _read_numeral(text, tokens, at)
        if value is None:
            out.append(tokens[at])
            at += 1
            continue
        first, last = tokens[at], tokens[after - 1]
        shape = "9" if after == at + 1 and first.shape == "9" else "n"
        out.append(Token(first.start, last.end, text[first.start : last.end].lower(), shape, value))
        at = after
    return out


def _read_numeral(text: str, tokens: list[Token], at: int) -> tuple[int, float | None]:
    """The numeral that starts at a token: the place after it, and its value (None where there is none)."""
    words = numeral_words()
    total, current, last_kind, end = 0.0, None, "", at
    while at < len(tokens):
        token = tokens[at]
        kind, value = ("digits", token.value) if token.shape == "9" else words.get(token.word, ("", 0.0))
        if value is None or not _may_follow(text, tokens, at, kind, last_kind):
            break
        if kind in ("scale", "short"):
            total, current = total + (1.0 if current is None else current) * value, None
        elif kind == "hundred":
            current = (1.0 if current is None else current) * 100
        else:
            current = (current or 0.0) + value
        at = end = at + 1
        last_kind = kind
        at = _skip_joint(tokens, at, kind)
    if not last_kind:
        return end, None
    return end, total + (current or 0.0)


_FOLLOWERS = {
    "": ("unit", "ten", "hundred", "scale", "digits"),
    "digits": ("hundred", "scale", "short"),
    "unit": ("hundred", "scale"),
    "ten": ("unit", "hundred", "scale"),
    "hundred": ("unit", "ten", "scale"),
    "scale": ("unit", "ten", "scale"),
    "short": (),
}


def _may_follow(text: str, tokens: list[Token], at: int, kind: str, last_kind: str) -> bool:
    if kind not in _FOLLOWERS[last_kind]:
        return False
    if last_kind == "ten" and kind == "unit":
        return 0 < (numeral_words()[tokens[at].word][1]) < 10
    # "4k" and "2.5bn" are written without a space.
    return kind != "short" or tokens[at - 1].end == tokens[at].start


def _skip_joint(tokens: list[Token], at: int, kind: str) -> int:
    """Over the hyphen of "twenty-five" and the "and" of "one hundred and seven"."""
    follows = tokens[at + 1].word if at + 1 < len(tokens) else ""
    follower = numeral_words().get(follows, ("", 0.0))[0]
    if at < len(tokens) and tokens[at].word == "-" and kind == "ten" and follower == "unit":
        return at + 1
    if at < len(tokens) and tokens[at].word == "and" and kind in ("hundred", "scale") and follower in ("unit", "ten"):
        return at + 1
    return at


@cache
def phrases_of(name: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The phrases of words/NAME.toml by their first word, the longest first, each as (its tokens, its label)."""
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in load_entries(name):
        for phrase in entry.words:
            words = tuple(_TOKEN_WORDS.findall(phrase))
            out.setdefault(words[0], []).append((words, entry.label))
    for phrases in out.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return out


_TOKEN_WORDS = re.compile(r"[0-9]+|[^\W\d_]+|[^\s]")


def phrase_at(name: str, tokens: list[Token], at: int) -> tuple[int, str] | None:
    """The longest phrase of words/NAME.toml that starts at a token: the place after it, and its label."""
    for words, label in phrases_of(name).get(tokens[at].word, ()):
        if all(at + i < len(tokens) and tokens[at + i].word == word for i, word in enumerate(words)):
            return at + len(words), label
    return None


def phrase_before(name: str, tokens: list[Token], at: int, first: int = 0) -> tuple[int, str] | None:
    """The longest phrase of words/NAME.toml that ends right before a token: its first place, and its label.

    It begins no earlier than at the token `first`.
    """
    for start in range(max(first, at - _LONGEST_PHRASE), at):
        phrase = phrase_at(name, tokens, start)
        if phrase and phrase[0] == at:
            return start, phrase[1]
    return None
