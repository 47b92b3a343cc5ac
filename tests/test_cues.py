"""Cues told by words: what is open, what is asked, and what they leave alone."""

import pytest

from sayso.cues import find_silences, find_unknowns, question_beside
from sayso.types import Span


@pytest.mark.parametrize(
    ("text", "cue", "question"),
    [
        ("It is unclear whether the bridge was open.", "It is unclear", "whether the bridge was open"),
        ("Where the hull now lies has yet to be established.", "has yet to be established", "Where the hull now lies"),
        ("The army left; where they will live is not decided.", "is not decided", "where they will live"),
        ("Who will pay is anyone’s guess.", "is anyone’s guess", "Who will pay"),
        ("It is too early to say who will lead it, he said.", "It is too early to say", "who will lead it"),
        ("Rain fell, and how it got in is being examined.", "is being examined", "how it got in"),
        ("What became of the ring remains a mystery.", "remains a mystery", "What became of the ring"),
    ],
)
def test_what_is_not_known(text: str, cue: str, question: str) -> None:
    (found,) = find_unknowns(text, ())
    assert found.of(text).casefold() == cue.casefold()
    beside = question_beside(text, found)
    assert beside and beside.of(text) == question


@pytest.mark.parametrize(
    "text",
    [
        "The decision was not explained.",
        "When the police came, the gate was still open.",
        "The seat has yet to be decided.",
        "The wall remains disputed.",
    ],
)
def test_a_matter_without_a_question_is_left_to_the_model(text: str) -> None:
    assert find_unknowns(text, ()) == []


def test_a_question_put_is_told_by_its_verb() -> None:
    text = "She asked him whether the gate was shut. Asked why, he left. They asked for a key."
    assert [s.of(text) for s in find_unknowns(text, ())] == ["asked"]


@pytest.mark.parametrize(
    "text",
    [
        "An official who declined to be named spoke.",
        "They did not say that it was late.",
        "The rebels refused to release the hostages.",
        "He would not give his name.",
        "“We did not say when,” she said.",
    ],
)
def test_what_is_no_silence(text: str) -> None:
    assert find_silences(text, [Span(0, 21)] if text.startswith("“") else []) == []


@pytest.mark.parametrize(
    "text",
    [
        "The firm did not say when.",
        "It has yet to reply.",
        "He refused to explain it.",
        "She declined an interview.",
        "It has so far said nothing.",
        "They turned down a request.",
        "The mill never got back to us.",
        "The aide could not be found for comment.",
    ],
)
def test_what_is_a_silence(text: str) -> None:
    assert len(find_silences(text, [])) == 1
