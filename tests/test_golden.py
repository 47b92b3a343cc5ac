"""Golden sentences: what must be read, in the words of tests/golden/*.txt."""

from functools import cache
from pathlib import Path

import pytest

from sayso import Reading, Statement, read

GOLDEN = Path(__file__).parent / "golden"


def cases(name: str) -> list[object]:
    """(text, wanted line) of a golden file, one parameter each."""
    text, found = "", []
    for line in (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            found.append(pytest.param(text, line[2:], id=line[2:60]))
        elif line and not line.startswith("#"):
            text = line
    return found


@cache
def read_once(text: str) -> Reading:
    return read(text, published="2026-03-10")


def words(text: str, spans) -> str:
    return " ".join(text[a:b] for a, b in spans)


def chain_of(reading: Reading, statement: Statement) -> str:
    by_id = {s.id: s for s in reading.statements}
    names = {v.id: v.name for v in reading.voices}
    chain: list[str] = []
    current: Statement | None = statement
    while current:
        chain.insert(0, names.get(current.voice or "", "-").lower().removeprefix("the "))
        current = by_id.get(current.parent or "")
    return " › ".join(chain)


def plain(voice: str) -> str:
    return " › ".join(part.lower().removeprefix("the ").removeprefix("a ") for part in voice.split(" › "))


def found(reading: Reading) -> list[dict[str, str]]:
    text = reading.report.text
    return [
        {"voice": plain(chain_of(reading, s)), "cue": words(text, s.cue), "content": words(text, s.content),
         "stance": s.stance, "certainty": s.certainty, "response": s.response or ""}
        for s in reading.statements
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), cases("chains"))
def test_chain(text, wanted):
    voice, cue, content = (part.strip() for part in wanted.split("|"))
    rows = found(read_once(text))
    assert any(r["voice"] == plain(voice) and cue in r["cue"] and content in r["content"] for r in rows), rows


@pytest.mark.parametrize(("text", "wanted"), cases("silences"))
def test_silence(text, wanted):
    voice, response = (part.strip() for part in wanted.split("|"))
    rows = found(read_once(text))
    assert any(r["voice"] == plain(voice) and r["response"] == response and not r["content"] for r in rows), rows


@pytest.mark.parametrize(("text", "wanted"), cases("stances"))
def test_stance(text, wanted):
    voice, stance, certainty, content = (part.strip() for part in wanted.split("|"))
    rows = found(read_once(text))
    assert any(
        r["voice"] == plain(voice) and r["stance"] == stance and r["certainty"] == certainty and content in r["content"]
        for r in rows
    ), rows
