"""What the model sees: pieces with offsets, windows that cover each piece once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model.encode import WINDOW, Case, Marking, inputs_of, make_pieces, make_windows


def test_pieces_keep_offsets_case_and_quotation():
    text = "The BBC said: “No.”\n\nIt rained."
    pieces = make_pieces(text)
    words = [text[a:b] for a, b in zip(pieces.start, pieces.end, strict=True)]
    assert words[:3] == ["The", "BBC", "said"]
    assert list(pieces.case[:3]) == [Case.TITLE, Case.UPPER, Case.LOWER]
    assert pieces.quote[words.index("No")] == Marking.INSIDE
    assert pieces.quote[words.index("“")] == Marking.MARK


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=400), st.integers(1, 30))
def test_any_text_is_covered_once(text, times):
    pieces = make_pieces(text * times)
    windows = list(make_windows(pieces))
    assert [w.core_start for w in windows] == [0, *(w.core_end for w in windows)][: len(windows)]
    assert not windows or windows[-1].core_end == len(pieces)
    for window in windows:
        assert window.start <= window.core_start < window.core_end <= window.end
        assert window.end - window.start <= WINDOW
        assert inputs_of(pieces, window.start, window.end).shape == (3, window.end - window.start + 2)
    assert all(0 <= a <= b <= len(text) * times for a, b in zip(pieces.start, pieces.end, strict=True))
