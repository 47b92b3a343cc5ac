import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.tokens import find_tokens, phrase_before


@pytest.mark.parametrize(
    ("text", "value", "shape"),
    [
        ("4,000", 4000, "9"),
        ("2.5 million", 2.5e6, "n"),
        ("twenty-five", 25, "n"),
        ("one hundred and seven", 107, "n"),
        ("4k", 4000, "n"),
    ],
)
def test_find_tokens_joins_a_numeral_and_reads_its_value(text: str, value: float, shape: str) -> None:
    assert [(token.value, token.shape, token.of(text)) for token in find_tokens(text)] == [(value, shape, text)]


def test_find_tokens_tells_words_marks_and_line_ends() -> None:
    tokens = find_tokens("Ann’s boat\r\nsank")
    assert [(t.word, t.shape) for t in tokens] == [
        ("ann", "A"), ("'", "'"), ("s", "a"), ("boat", "a"), ("\n", "\n"), ("sank", "a")
    ]  # fmt: skip


def test_phrase_before_begins_no_earlier_than_it_may() -> None:
    tokens = find_tokens("more than 40")
    assert phrase_before("figures_bounds", tokens, 2) == (0, "more_than")
    assert phrase_before("figures_bounds", tokens, 2, first=1) is None


@given(st.text(alphabet="aA 019,.-’\ntwo hundred and", max_size=60))
def test_find_tokens_leaves_out_white_space_only(text: str) -> None:
    end = 0
    for token in find_tokens(text):
        assert token.start >= end and token.end > token.start
        assert not text[end : token.start].strip()
        end = token.end
    assert not text[end:].strip()
