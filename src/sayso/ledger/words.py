"""The words of a text as SQLite's full text takes them, for PostgreSQL: so that both give the same answers.

SQLite itself is the tokenizer: an index in memory, read back term by term.
"""

import sqlite3
from collections.abc import Sequence

PLAIN = "unicode61 remove_diacritics 2"
STEMMED = f"porter {PLAIN}"
FURTHEST = 16_000  # PostgreSQL counts positions to 16,383
LARGEST = 500_000  # bytes of words in one tsvector, of which 1 MB is allowed with the positions
LONGEST = 500  # characters of a word: 2,046 bytes are allowed


class Tokenizer:
    """Takes texts apart as FTS5 does with this tokenizer."""

    def __init__(self, tokenizer: str) -> None:
        self._index = sqlite3.connect(":memory:", isolation_level=None)
        self._index.execute(f"CREATE VIRTUAL TABLE kept USING fts5 (text, content = '', tokenize = '{tokenizer}')")
        self._index.execute("CREATE VIRTUAL TABLE term USING fts5vocab (kept, instance)")

    def find_words(self, texts: Sequence[str]) -> list[list[str]]:
        """The words of each text, in order."""
        rows = ((number, text.encode("utf-8", "replace").decode()) for number, text in enumerate(texts))
        self._index.executemany("INSERT INTO kept (rowid, text) VALUES (?, ?)", rows)
        found: list[list[str]] = [[] for _ in texts]
        for number, word in self._index.execute("SELECT doc, term FROM term ORDER BY doc, offset"):
            found[number].append(word[:LONGEST])
        self._index.execute("INSERT INTO kept (kept) VALUES ('delete-all')")
        return found

    def make_vector(self, texts: Sequence[str]) -> str:
        """A tsvector of the texts one after the other; no phrase reaches from one into the next."""
        places: dict[str, list[int]] = {}
        at = size = 0
        for words in self.find_words(texts):
            for word in words:
                at += 1
                size += 0 if word in places else len(word.encode())
                if at > FURTHEST or size > LARGEST:
                    return _write_vector(places)
                places.setdefault(word, []).append(at)
            at += 1
        return _write_vector(places)

    def make_query(self, terms: Sequence[str]) -> str:
        """A tsquery for all of these words and phrases; those without a letter or digit are passed over."""
        phrases = (" <-> ".join(map(_quote, words)) for words in self.find_words(terms) if words)
        return " & ".join(f"({phrase})" for phrase in phrases)

    def close(self) -> None:
        """Let go of the memory."""
        self._index.close()


def _write_vector(places: dict[str, list[int]]) -> str:
    return " ".join(f"{_quote(word)}:{','.join(map(str, at))}" for word, at in places.items())


def _quote(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
