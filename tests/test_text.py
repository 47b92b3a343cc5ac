"""Offsets, sentences and quotation marks."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from sayso.text import find_paragraphs, find_quotations, find_sentences, find_turns

ANY_TEXT = st.text(alphabet=st.characters(), max_size=300) | st.text(alphabet="\"“”‘’«»' \n\rab.A", max_size=80)


def quoted(text):
    return [(q.span.of(text), q.is_closed) for q in find_quotations(text)]


def test_paragraphs_are_trimmed_lines_with_any_line_end():
    text = "One.\r\n\r\n  Two. \rThree.\n"
    assert [p.of(text) for p in find_paragraphs(text)] == ["One.", "Two.", "Three."]


def test_sentence_that_starts_in_lower_case_belongs_to_the_one_before():
    text = "“It is over!” she said. Nobody answered."
    assert [s.of(text) for s in find_sentences(text)] == ["“It is over!” she said.", "Nobody answered."]


def test_quotations_of_all_styles_keep_their_marks():
    assert quoted('He said “yes” and "no" and «maybe».') == [("“yes”", True), ('"no"', True), ("«maybe»", True)]


def test_apostrophes_are_not_quotations():
    assert quoted("The unions’ plan isn't the ministers' plan.") == []


def test_a_missing_mark_ends_with_its_paragraph():
    assert quoted("“I will not go.\nThe “port” is shut.") == [("“I will not go.", False), ("“port”", True)]


def test_a_doubled_mark_does_not_silence_what_follows():
    assert ('"We stay"', True) in quoted('It was ""late.\n"We stay" he said.')


def test_turns_of_a_transcript_have_a_speaker_and_what_is_said():
    text = "Ana Brill retires.\n\nQ: Were you afraid?\nBRILL (laughs): Once: in May.\nQ: And now?\nBRILL: (nods) No."
    assert [(t.speaker.of(text), t.said.of(text)) for t in find_turns(text)] == [
        ("Q", "Were you afraid?"), ("BRILL (laughs)", "Once: in May."), ("Q", "And now?"), ("BRILL", "No."),
    ]  # fmt: skip


def test_a_colon_alone_makes_no_transcript():
    assert find_turns("Mayor: No toll\nPolice: Boy found\nMayor: Toll after all\nThe toll is 3 crowns.") == []


@given(ANY_TEXT)
def test_any_text_has_ordered_spans_inside_it(text):
    for spans in (list(find_paragraphs(text)), find_sentences(text), [q.span for q in find_quotations(text)]):
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
