"""From the model's answers to statements; the answers are made by hand, so no model is needed."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from sayso.attribute import attribute
from sayso.model.run import Found
from sayso.text import find_sentences
from sayso.types import Quote, Report, Span, Spans, Statement

Mark = tuple[str, str, str]  # the words of cue, source and content; "…" stands between two spans
Attribute = Callable[..., tuple[Statement, ...]]


def spans_of(text: str, words: str) -> Spans:
    parts = [part.strip() for part in words.split("…") if part.strip()]
    return tuple(Span(text.index(part), text.index(part) + len(part)) for part in parts)


def found_of(text: str, mark: Mark) -> Found:
    cue, source, content = (spans_of(text, words) for words in mark)
    return Found(cue=cue[0], source=source, content=content, cue_score=0.9, source_score=0.9, content_score=0.9)


@pytest.fixture
def attributed(monkeypatch: pytest.MonkeyPatch) -> Attribute:
    """The statements of a text in which the model finds these marks."""

    def run(text: str, *marks: Mark | Found, report_id: str = "r1") -> tuple[Statement, ...]:
        founds = [mark if isinstance(mark, Found) else found_of(text, mark) for mark in marks]
        founds.sort(key=lambda found: found.cue)
        monkeypatch.setattr("sayso.attribute.find_attributions", lambda text, also=(): founds)
        monkeypatch.setattr("sayso.attribute.score_of", lambda found: found.cue_score)
        return attribute(Report(id=report_id, text=text))

    return run


def words(text: str, spans: Spans) -> str:
    return " … ".join(span.of(text) for span in spans)


def by_cue(text: str, statements: tuple[Statement, ...]) -> dict[str, Statement]:
    return {words(text, s.cue): s for s in statements}


# ---------------------------------------------------------------- silences


def test_silence_loses_its_content_and_is_split_by_party(attributed: Attribute) -> None:
    text = "The Navy, the Army and the Coast Guard declined to comment on the lost barge."
    silences = attributed(text, ("declined to comment", "The Navy, the Army and the Coast Guard", "on the lost barge"))
    assert [words(text, s.source) for s in silences] == ["The Navy", "the Army", "the Coast Guard"]
    assert all(s.content == () and s.quote is Quote.NONE for s in silences)
    assert {words(text, s.cue) for s in silences} == {"declined to comment"}
    assert len({s.id for s in silences}) == 3


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The captain, Jonas Brandt, could not be reached.", "The captain, Jonas Brandt"),
        ("Jonas Brandt, the captain, could not be reached.", "Jonas Brandt, the captain"),
        ("Brandt, who owns the ferry and the pier, could not be reached.", "Brandt, who owns the ferry and the pier"),
        ("The captain could not be reached.", "The captain"),
    ],
)
def test_silence_of_one_stays_one(attributed: Attribute, text: str, source: str) -> None:
    (silence,) = attributed(text, ("could not be reached", source, ""))
    assert words(text, silence.source).startswith(source)
    assert silence.content == ()


def test_silence_of_nobody_named_is_kept(attributed: Attribute) -> None:
    text = "Calls went unanswered on Friday."
    (silence,) = attributed(text, ("went unanswered", "", "on Friday"))
    assert (silence.source, silence.content) == ((), ())


def test_silence_of_two_without_names(attributed: Attribute) -> None:
    text = "The Tarn Fund, the firm’s owner and the governor’s brother could not be reached."
    source = text.removesuffix(" could not be reached.")
    silences = attributed(text, ("could not be reached", source, ""))
    assert [words(text, s.source) for s in silences] == [
        "The Tarn Fund", "the firm’s owner", "the governor’s brother",
    ]  # fmt: skip
    text = "Brandt, the captain, and the mate could not be reached."
    (silence,) = attributed(text, ("could not be reached", "Brandt, the captain, and the mate", ""))
    assert silence.content == ()


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("He hung up.", "He", "hung up"),
        ("Neither bank would speak to this newspaper.", "Neither bank", "would speak"),
        ("The mill refused to release the letter.", "The mill", "refused to release"),
        ("The mayor disagreed.", "The mayor", "disagreed"),
        ("She pleaded not guilty.", "She", "pleaded not guilty"),
    ],
)
def test_cue_that_needs_no_content(attributed: Attribute, text: str, source: str, cue: str) -> None:
    (statement,) = attributed(text, (cue, source, ""))
    assert (words(text, statement.source), statement.content) == (source, ())


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("A buoy: there is no rule for it.", "A buoy", "said"),
        ("The weekly did not mention the strike.", "The weekly", "did not mention"),
        ("The paper did not say.", "", "did not say"),
    ],
)
def test_cue_that_needs_a_content(attributed: Attribute, text: str, source: str, cue: str) -> None:
    text = text.replace("there is", cue)
    assert [s for s in attributed(text, (cue, source, "")) if not s.content] == []


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("It is unclear who wrote the letters.", "It is unclear", "who wrote the letters", "who wrote the letters"),
        ("Who wrote the letters has yet to be established.", "has yet to be established", "", "Who wrote the letters"),
        ("The militia disowned the officer.", "disowned", "The militia", "the officer"),
        ("She does not recall the meeting, she said.", "does not recall", "She", "the meeting"),
        ("They asked me where I live.", "asked", "They", "me where I live"),
    ],
)
def test_content_that_the_model_missed(attributed: Attribute, text: str, cue: str, source: str, content: str) -> None:
    seen = content if content.startswith("me ") else ""
    (statement,) = attributed(text, (cue, source, seen))
    assert words(text, statement.content) == content.removeprefix("me ")
    assert words(text, statement.source) == ("" if source == content else source)


def test_lines_of_a_transcript_are_statements(attributed: Attribute) -> None:
    text = "Q: Were you afraid?\nA: My uncle warned me.\nQ: Of what?\nA: The ice."
    statements = attributed(text, ("warned", "My uncle", "me"), (":", "Q", "Were you afraid?"))
    told = [(words(text, s.source), words(text, s.content)) for s in statements if not s.cue]
    assert told == [
        ("Q", "Were you afraid?"), ("A", "My uncle warned me."), ("Q", "Of what?"), ("A", "The ice."),
    ]  # fmt: skip
    (inner,) = [s for s in statements if s.cue]
    assert inner.parent in {s.id for s in statements if words(text, s.content).startswith("My uncle")}


# ---------------------------------------------------------------- citing


def test_citing_takes_the_content_of_its_sentence_and_hangs_under_it(attributed: Attribute) -> None:
    text = "Rain fell. The Courier reported that the port would close, citing officials. Snow fell."
    told = by_cue(text, attributed(
        text, ("reported", "The Courier", "that the port would close"), ("citing", "officials", "")
    ))  # fmt: skip
    assert words(text, told["citing"].content) == "that the port would close"
    assert words(text, told["citing"].source) == "officials"
    assert told["citing"].parent == told["reported"].id and told["reported"].parent is None


def test_citing_inside_the_content_has_it_without_its_own_cue_and_source(attributed: Attribute) -> None:
    text = "The Courier reported that the port, citing two officials, would close in May."
    told = by_cue(text, attributed(
        text,
        ("reported", "The Courier", "that the port, citing two officials, would close in May"),
        ("citing", "two officials", ""),
    ))  # fmt: skip
    inner = told["citing"]
    content = words(text, inner.content)
    assert content.startswith("that the port") and content.endswith("would close in May")
    assert not any(span.meets(own) for span in inner.content for own in (*inner.cue, *inner.source))
    assert all(span.of(text) == span.of(text).strip() for span in inner.content)
    assert inner.parent == told["reported"].id and told["reported"].parent is None


def test_what_is_cited_is_the_source(attributed: Attribute) -> None:
    text = "The port will close, the Courier reported, citing two officials."
    told = by_cue(text, attributed(
        text, ("reported", "the Courier", "The port will close"), ("citing", "", "two officials")
    ))  # fmt: skip
    assert words(text, told["citing"].source) == "two officials"
    assert words(text, told["citing"].content) == "The port will close"


def test_citing_beside_nothing_is_no_statement(attributed: Attribute) -> None:
    assert attributed("The port closed, citing officials.", ("citing", "officials", "")) == ()


# ---------------------------------------------------------------- layers


def test_parent_is_the_narrowest_content_around(attributed: Attribute) -> None:
    text = "The Courier reported that the mayor claimed that dockers feared that the port would close."
    told = by_cue(text, attributed(
        text,
        ("reported", "The Courier", "that the mayor claimed that dockers feared that the port would close"),
        ("claimed", "the mayor", "that dockers feared that the port would close"),
        ("feared", "dockers", "that the port would close"),
    ))  # fmt: skip
    assert told["reported"].parent is None
    assert told["claimed"].parent == told["reported"].id
    assert told["feared"].parent == told["claimed"].id


def test_statement_beside_another_has_no_parent(attributed: Attribute) -> None:
    text = "The mayor claimed it would rain, and the dockers feared a flood."
    told = attributed(text, ("claimed", "The mayor", "it would rain"), ("feared", "the dockers", "a flood"))
    assert [s.parent for s in told] == [None, None]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (
            "The mayor claimed the union replied that rain fell.",
            [
                ("claimed", "The mayor", "the union replied that rain fell"),
                ("replied", "the union", "The mayor claimed … that rain fell"),
            ],
        ),
        (
            "Ada wrote, Bo claimed, Cy replied: rain fell.",
            [
                ("wrote", "Ada", "Bo claimed … rain fell"),
                ("claimed", "Bo", "Cy replied … rain fell"),
                ("replied", "Cy", "Ada wrote … rain fell"),
            ],
        ),
    ],
)
def test_parents_go_in_no_circle(attributed: Attribute, text: str, marks: list[Mark]) -> None:
    told = {s.id: s for s in attributed(text, *marks)}
    assert len(told) == len(marks)
    for statement in told.values():
        seen: set[str] = set()
        at: str | None = statement.id
        while at is not None:
            assert at not in seen, "a statement is its own ancestor"
            seen.add(at)
            at = told[at].parent


# ---------------------------------------------------------------- quotations


def test_part_of_a_quotation_becomes_the_whole(attributed: Attribute) -> None:
    text = "“We will stay here and fight,” said Dana Reuter."
    (told,) = attributed(text, ("said", "Dana Reuter", "We will stay"))
    assert words(text, told.content) == "“We will stay here and fight,”"
    assert told.quote is Quote.DIRECT


def test_quotation_shared_by_two_is_nobodys_whole(attributed: Attribute) -> None:
    text = "“The pier is safe, and Cy claimed it was new,” said Reuter."
    told = by_cue(text, attributed(text, ("said", "Reuter", "The pier is safe"), ("claimed", "Cy", "it was new")))
    assert words(text, told["claimed"].content) == "it was new"


def test_following_quotation_without_cue_is_continued(attributed: Attribute) -> None:
    text = "“The pier is rotten,” said Reuter. “Nobody has looked at it for years.”"
    first, second = attributed(text, ("said", "Reuter", "“The pier is rotten,”"))
    assert words(text, first.cue) == "said"
    assert words(text, second.content) == "“Nobody has looked at it for years.”"
    assert (second.source, second.cue, second.parent) == ((), (), None)
    assert second.quote is Quote.DIRECT
    assert words(text, second.sentence) == "“Nobody has looked at it for years.”"


def test_quotation_far_away_or_short_is_not_continued(attributed: Attribute) -> None:
    begin = "“The pier is rotten,” said Reuter. "
    for rest in ("Gulls flew over the old harbour. " * 12 + "“Nobody has looked at it for years.”", "“Rotten.”"):
        assert len(attributed(begin + rest, ("said", "Reuter", "“The pier is rotten,”"))) == 1


def test_quotation_within_a_sentence_is_not_continued(attributed: Attribute) -> None:
    text = "“The pier is rotten,” said Reuter. The play “A Night on the Old Pier” opens in May."
    assert len(attributed(text, ("said", "Reuter", "“The pier is rotten,”"))) == 1


@pytest.mark.parametrize("line_end", ["\n\n", "\r\n\r\n"])
def test_content_of_a_later_paragraph_is_cut_off_and_continued(attributed: Attribute, line_end: str) -> None:
    text = f"The mayor said: “We will build the pier.{line_end}“We will build it again and again.”"
    first, second = attributed(
        text, ("said", "The mayor", "“We will build the pier. … “We will build it again and again.”")
    )
    assert words(text, first.content) == "“We will build the pier."
    assert words(text, second.content) == "“We will build it again and again.”"
    assert (second.source, second.cue) == ((), ())


@pytest.mark.parametrize(
    ("text", "content", "quote"),
    [
        ("“The pier is rotten,” said Reuter.", "“The pier is rotten,”", Quote.DIRECT),
        ("The pier is “rotten to the core,” said Reuter.", "The pier is “rotten to the core,”", Quote.MIXED),
        ("The pier is rotten, said Reuter.", "The pier is rotten", Quote.INDIRECT),
        ('"The pier is rotten," said Reuter.', '"The pier is rotten,"', Quote.DIRECT),
    ],
)
def test_quote_kinds(attributed: Attribute, text: str, content: str, quote: Quote) -> None:
    (told,) = attributed(text, ("said", "Reuter", content))
    assert told.quote is quote


# ---------------------------------------------------------------- what a cue gives


def test_colon_of_a_headline_is_no_cue(attributed: Attribute) -> None:
    text = "Mayor: Port to close by May\n\nRain fell."
    (told,) = attributed(text, (":", "Mayor", "Port to close by May"))
    assert (told.cue, words(text, told.source)) == ((), "Mayor")


def test_dateline_is_no_content(attributed: Attribute) -> None:
    text = "PORT ENNIS, May 4 (XPA) - The port will close, the mayor said."
    (told,) = attributed(text, ("said", "the mayor", "PORT ENNIS, May 4 (XPA) - The port will close"))
    assert words(text, told.content) == "The port will close"


def test_subject_of_a_passive_belongs_to_the_content(attributed: Attribute) -> None:
    text = "The director was accused of fraud."
    (told,) = attributed(text, ("was accused", "The director", "of fraud"))
    assert told.source == ()
    assert words(text, told.content) == "The director … of fraud"


def test_source_after_a_passive_stays(attributed: Attribute) -> None:
    text = "The director was accused of fraud by the auditors."
    (told,) = attributed(text, ("was accused", "the auditors", "The director … of fraud"))
    assert words(text, told.source) == "the auditors"


@pytest.mark.parametrize("cue", ["has denied", "had denied", "have denied", "has repeatedly denied"])
def test_perfect_of_denying_is_a_statement(attributed: Attribute, cue: str) -> None:
    text = f"The mayor {cue} that money was paid."
    (told,) = attributed(text, (cue, "The mayor", "that money was paid"))
    assert (words(text, told.source), words(text, told.content)) == ("The mayor", "that money was paid")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("A dog named Rex ran off.", ("named", "A dog", "Rex")),
        ("The play is titled Low Water.", ("titled", "The play", "Low Water")),
        ("The mayor said.", ("said", "The mayor", "")),
    ],
)
def test_no_statement(attributed: Attribute, text: str, mark: Mark) -> None:
    assert attributed(text, mark) == ()


def test_denial_without_matter_is_kept(attributed: Attribute) -> None:
    text = "The report stands beside the mayor’s denials."
    (told,) = attributed(text, ("denials", "the mayor", ""))
    assert words(text, told.source) == "the mayor"


def test_the_nearest_source_counts(attributed: Attribute) -> None:
    text = "Reuter arrived, and later the mayor said that it rained."
    (told,) = attributed(text, ("said", "Reuter … the mayor", "that it rained"))
    assert words(text, told.source) == "the mayor"


# ---------------------------------------------------------------- ids, order, time


def test_ids_are_stable(attributed: Attribute) -> None:
    text, mark = "The mayor claimed that it rained.", ("claimed", "The mayor", "that it rained")
    more = " The dockers feared a flood."
    (first,) = attributed(text, mark)
    assert attributed(text, mark) == (first,)
    assert attributed(text + more, mark, ("feared", "The dockers", "a flood"))[0].id == first.id
    assert attributed(text, mark, report_id="r2")[0].id != first.id


def test_statements_stand_in_the_order_of_the_text(attributed: Attribute) -> None:
    text = "It rained, the mayor claimed. The dockers feared a flood."
    told = attributed(text, ("claimed", "the mayor", "It rained"), ("feared", "The dockers", "a flood"))
    assert [words(text, s.cue) for s in told] == ["claimed", "feared"]
    assert [words(text, s.sentence) for s in told] == [span.of(text) for span in find_sentences(text)]


def made_of(number: int, is_held: bool) -> tuple[str, list[Found]]:
    """As many statements, two by two in a sentence; all of them in the content of a last one, if wanted."""
    sentence = "The mayor claimed that dockers feared that the pier would fall. "
    marks = (
        ("claimed", "The mayor", "that dockers feared that the pier would fall"),
        ("feared", "dockers", "that the pier would fall"),
    )
    pair = [found_of(sentence, mark) for mark in marks]
    end = number // 2 * len(sentence)
    text = sentence * (number // 2) + "The clerk wrote all."
    founds = [moved(found, by) for by in range(0, end, len(sentence)) for found in pair]
    if is_held:
        last = found_of(text, ("wrote", "The clerk", "all"))
        founds.append(replace(last, content=(Span(0, end - 1),)))
    return text, founds


def moved(found: Found, by: int) -> Found:
    cue, source, content = (
        tuple(Span(start + by, end + by) for start, end in spans)
        for spans in ((found.cue,), found.source, found.content)
    )
    return replace(found, cue=cue[0], source=source, content=content)


@pytest.mark.parametrize("is_held", [False, True], ids=["side by side", "inside one content"])
def test_thousands_of_statements_find_their_parents(attributed: Attribute, is_held: bool) -> None:
    number = 6000
    text, founds = made_of(number, is_held)
    told = attributed(text, *founds)
    assert len(told) == number + is_held
    assert sum(s.parent is not None for s in told) == (number if is_held else number // 2)


def test_a_sentence_that_rests_on_the_source_just_named_is_implied():
    text = "The ministry said on Friday that 300 people had been hurt. That includes 40 children. The bridge is closed."
    (said, implied) = attribute(Report(id="r", text=text))
    assert not said.implied
    assert implied.implied and not implied.cue
    assert [span.of(text) for span in implied.content] == ["That includes 40 children"]
