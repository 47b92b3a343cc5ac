"""A whole reading: offsets, ids, odd texts, and that a score depends on nothing but its own text."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import read
from sayso.model.encode import WINDOW
from sayso.show.wire import encode_reading, make_schema

STORY = (
    "Ferry inspectors warned of cracks\n\nBy Ines Valter\n\nMarch 10, 2026\n\n"
    "The Ellmouth Courier reported on Monday that officials said the ferry had cracks in its hull.\n\n"
    "“There was no such letter,” said Dana Reuter, a spokeswoman for Amsel Shipping. The captain declined to comment.\n"
)


def words(reading, spans):
    return [span.of(reading.report.text) for span in spans]


def test_reading_follows_the_contract():
    record = json.loads(encode_reading(read(STORY)))
    assert record["contract"] == "sayso/reading/1"
    assert list(record) == ["contract", "report", "voices", "statements", "moments", "figures", "problems"]
    assert {"id", "parent", "voice", "source", "cue", "content", "sentence", "source_type", "quote", "stance"} <= set(
        record["statements"][0]
    )
    assert record["report"]["published"] == "2026-03-10"
    assert json.loads(make_schema())["$defs"]["Statement"]


def test_ids_are_unique_and_refer_to_one_another():
    reading = read(STORY)
    ids = [s.id for s in reading.statements]
    assert len(set(ids)) == len(ids)
    assert {s.parent for s in reading.statements} <= {None, *ids}
    assert {s.voice for s in reading.statements} <= {None, *(v.id for v in reading.voices)}


def test_line_ends_do_not_change_what_is_read():
    plain, crlf = read(STORY), read(STORY.replace("\n", "\r\n"))
    assert [words(plain, s.content) for s in plain.statements] == [words(crlf, s.content) for s in crlf.statements]
    assert [s.score for s in plain.statements] == [s.score for s in crlf.statements]


def test_score_does_not_depend_on_what_was_read_before():
    first = read(STORY)
    read("The mayor said it would rain.")
    assert read(STORY) == first


@pytest.mark.parametrize("text", ["Rain fell on the harbour.", "42", "“”", "\ufeffRain."])
def test_text_without_attribution_says_so(text):
    reading = read(text)
    assert not reading.statements
    assert "no-attribution" in [p.code for p in reading.problems]


def test_an_open_quotation_is_a_problem_and_silences_nothing():
    reading = read("“We will stay, the mayor said.\n\nThe union said it would strike.")
    problem = next(p for p in reading.problems if p.code == "unclosed-quotation")
    assert problem.span.of(reading.report.text) == "“"
    assert any("it would strike" in words(reading, s.content) for s in reading.statements)


def test_a_quotation_of_two_paragraphs_is_no_problem():
    reading = read("“We will stay,” he said. “It is our home.\n\n“Nobody will drive us out.”")
    assert "unclosed-quotation" not in [p.code for p in reading.problems]


def test_a_long_sentence_is_read_to_its_end():
    text = "The minister said " + "that taxes would rise and " * WINDOW + "that he was sorry, the Courier reported."
    assert all(s.content[0].end <= len(text) for s in read(text).statements if s.content)


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters() | st.sampled_from(list("“”\"' \n,.:")), max_size=200))
def test_any_text_gives_spans_inside_it(noise):
    text = f"{noise} The mayor said “{noise}” and the union denied it."
    for statement in read(text).statements:
        for span in (*statement.source, *statement.cue, *statement.content, *statement.sentence):
            assert 0 <= span.start < span.end <= len(text)
