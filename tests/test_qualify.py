"""What the words of a statement tell of it; the statements are made by hand, so no model is needed."""

import pytest

from made_statements import made, qualified, spans_of, words
from sayso.qualify import qualify
from sayso.types import Certainty, Moment, Period, Report, Response, SourceType, Stance, Statement

# ---------------------------------------------------------------- stance, certainty, silence


@pytest.mark.parametrize(
    ("cue", "stance"),
    [
        ("said", Stance.ASSERTS),
        ("denied", Stance.DENIES),
        ("has denied", Stance.DENIES),
        ("DENIED", Stance.DENIES),
        ("rejected", Stance.DENIES),
        ("did not deny", Stance.ASSERTS),
        ("doubted", Stance.DOUBTS),
        ("questioned", Stance.DOUBTS),
        ("urged", Stance.URGES),
        ("demanded", Stance.URGES),
        ("vowed", Stance.INTENDS),
        ("plans", Stance.INTENDS),
        ("asked whether", Stance.ASKS),
    ],
)
def test_stance_by_cue(cue: str, stance: Stance) -> None:
    text = f"The dockers {cue} the pier was new."
    assert qualified(text, made(text, "The dockers", cue, "the pier was new"))["s1"].stance is stance


@pytest.mark.parametrize(
    ("cue", "certainty"),
    [
        ("said", Certainty.CERTAIN),
        ("believe", Certainty.LIKELY),
        ("suspected", Certainty.LIKELY),
        ("feared", Certainty.POSSIBLE),
        ("alleged", Certainty.POSSIBLE),
        ("could not say", Certainty.UNKNOWN),
        ("wondered", Certainty.UNKNOWN),
    ],
)
def test_certainty_by_cue(cue: str, certainty: Certainty) -> None:
    text = f"The dockers {cue} the pier was new."
    assert qualified(text, made(text, "The dockers", cue, "the pier was new"))["s1"].certainty is certainty


def test_unclear_without_a_source_is_unknown() -> None:
    text = "It is unclear whether the pier was new."
    told = qualified(text, made(text, "", "It is unclear", "whether the pier was new"))["s1"]
    assert (told.stance, told.certainty) == (Stance.ASSERTS, Certainty.UNKNOWN)


def test_words_beside_cue_and_content_change_nothing() -> None:
    text = "The dockers, who denied the theft, said the pier rots and may have been stolen."
    told = qualified(text, made(text, "The dockers", "said", "the pier rots"))["s1"]
    assert (told.stance, told.certainty) == (Stance.ASSERTS, Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("cue", "response"),
    [
        ("declined to comment", Response.DECLINED),
        ("refused to discuss details", Response.DECLINED),
        ("did not respond", Response.NO_RESPONSE),
        ("could not be reached", Response.NOT_REACHED),
        ("referred questions", Response.DECLINED),
    ],
)
def test_silence(cue: str, response: Response) -> None:
    text = f"The harbour office {cue} on Friday."
    told = qualified(text, made(text, "The harbour office", cue, ""))["s1"]
    assert (told.stance, told.certainty, told.response) == (Stance.NO_COMMENT, Certainty.CERTAIN, response)


def test_who_says_something_is_not_silent() -> None:
    text = "The office declined to comment, but the pier was new."
    told = qualified(text, made(text, "The office", "declined to comment", "the pier was new"))["s1"]
    assert (told.response, told.stance) == (None, Stance.ASSERTS)


# ---------------------------------------------------------------- addressee


@pytest.mark.parametrize(
    ("text", "cue", "content", "addressee"),
    [
        ("The dockers told reporters that it rained.", "told", "that it rained", ["reporters"]),
        ("The dockers told the Ennis Echo: “It rained.”", "told", "“It rained.”", ["the Ennis Echo"]),
        ("The dockers told\u00a0reporters\u00a0that it rained.", "told", "that it rained", ["reporters"]),
        ("The dockers told that it rained.", "told", "that it rained", []),
        ("The dockers said on Friday that it rained.", "said", "that it rained", []),
        ("“It rained,” The dockers told the court.", "told", "“It rained,”", ["the court"]),
        (
            "The dockers told, after two nights on the old pier in wind and rain, that it rained.", "told",
            "that it rained", [],
        ),
    ],
)  # fmt: skip
def test_addressee(text: str, cue: str, content: str, addressee: list[str]) -> None:
    told = qualified(text, made(text, "The dockers", cue, content))["s1"]
    assert words(text, told.addressee) == addressee


@pytest.mark.parametrize("text", ["He told“We go”", "He told\n“We go”", "He told \r\n “We go”", "He told:“We go”"])
def test_nothing_between_cue_and_content(text: str) -> None:
    told = qualified(text, made(text, "He", "told", "“We go”"))["s1"]
    assert told.addressee == ()


# ---------------------------------------------------------------- channel, date


@pytest.mark.parametrize(
    ("text", "cue", "channel"),
    [
        ("The dockers said on Twitter that it rained.", "said", "Twitter"),
        ("The dockers said in a statement that it rained.", "said", "a statement"),
        ("In a short statement, The dockers said that it rained.", "said", "a short statement"),
        ("The dockers tweeted that it rained.", "tweeted", "tweeted"),
        ("The dockers said that it rained.", "said", None),
        ("The dockers said of the statement that it rained.", "said", None),
    ],
)
def test_channel(text: str, cue: str, channel: str | None) -> None:
    assert qualified(text, made(text, "The dockers", cue, "that it rained"))["s1"].channel == channel


def test_channel_inside_the_content_is_not_that_of_the_statement() -> None:
    text = "The dockers said that it rained in a statement on Twitter."
    content = "that it rained in a statement on Twitter"
    assert qualified(text, made(text, "The dockers", "said", content))["s1"].channel is None


def moments_of(text: str, **days: str) -> tuple[Moment, ...]:
    made_moments = (Moment(span=spans_of(text, word)[0], earliest=day, latest=day) for word, day in days.items())
    return tuple(sorted(made_moments, key=lambda moment: moment.span))


def test_said_from_the_moment_beside_the_cue() -> None:
    text = "Rain fell on Tuesday. The dockers said on Monday that the pier fell on Sunday."
    moments = moments_of(text, Tuesday="2031-05-06", Monday="2031-05-05", Sunday="2031-05-04")
    statement = made(text, "The dockers", "said", "that the pier fell on Sunday")
    assert qualified(text, statement, moments=moments)["s1"].said == Period("2031-05-05", "2031-05-05")


def test_said_is_not_told_by_vague_or_distant_moments() -> None:
    text = "Rain fell on Tuesday. The dockers recently said that the pier fell on Sunday."
    vague = Moment(span=spans_of(text, "recently")[0], vague=True)
    moments = moments_of(text, Tuesday="2031-05-06", Sunday="2031-05-04")
    statement = made(text, "The dockers", "said", "that the pier fell on Sunday")
    ordered = tuple(sorted((vague, *moments), key=lambda moment: moment.span))
    assert qualified(text, statement, moments=ordered)["s1"].said is None


# ---------------------------------------------------------------- evidence


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        (
            "The finding that it rained is based in part on the interrogations of dockers, according to clerks.",
            ["the interrogations of dockers"],
        ),
        (
            "The finding that it rained is based in part on the interrogations, according to clerks.",
            ["the interrogations"],
        ),
        ("It came to light that it rained, according to clerks, judging by wet boots.", ["wet boots"]),
        ("It came to light that it rained, according to clerks.", []),
    ],
)
def test_evidence_is_the_ground(text: str, evidence: list[str]) -> None:
    told = qualified(text, made(text, "clerks", "according to", "that it rained"))["s1"]
    assert words(text, told.evidence) == evidence


def test_evidence_is_that_of_the_outer_statement() -> None:
    text = "The clerks said the dockers feared rain, judging by wet boots."
    told = qualified(
        text,
        made(text, "The clerks", "said", "the dockers feared rain", id_="outer"),
        made(text, "the dockers", "feared", "rain", id_="inner", parent="outer"),
    )
    assert words(text, told["outer"].evidence) == ["wet boots"]
    assert told["inner"].evidence == ()


@pytest.mark.parametrize(
    ("source", "source_type", "evidence"),
    [
        ("a memo", SourceType.DOCUMENT, ["a memo"]),
        ("two clerks", SourceType.ANONYMOUS_SOURCE, []),
        ("Dana Reuter", SourceType.NAMED_PERSON, []),
    ],
)
def test_document_cited_is_evidence_and_people_are_not(
    source: str, source_type: SourceType, evidence: list[str]
) -> None:
    text = f"The Courier reported that the pier fell, citing {source}."
    told = qualified(
        text,
        made(text, "The Courier", "reported", "that the pier fell", id_="outer", source_type=SourceType.OUTLET),
        made(text, source, "citing", "that the pier fell", id_="inner", parent="outer", source_type=source_type),
    )
    assert words(text, told["outer"].evidence) == evidence
    assert told["inner"].evidence == ()


# ---------------------------------------------------------------- denials


def test_denies_what_stands_inside() -> None:
    text = "The mayor denied that the dockers feared a flood."
    told = qualified(
        text,
        made(text, "The mayor", "denied", "that the dockers feared a flood", id_="denial", voice="v1"),
        made(text, "the dockers", "feared", "a flood", id_="inner", parent="denial", voice="v2"),
    )
    assert told["denial"].denies == "inner"
    assert told["inner"].denies is None


CLAIM = "The clerks said the council paid the dockers. Gulls cried, the Echo wrote. "


def claims_of(text: str) -> tuple[Statement, ...]:
    return (
        made(text, "The clerks", "said", "the council paid the dockers", id_="claim", voice="v1"),
        made(text, "the Echo", "wrote", "Gulls cried", id_="other", voice="v3"),
    )


def test_denies_an_earlier_statement_of_the_same_words() -> None:
    text = CLAIM + "The mayor denied that the council had paid any dockers."
    denial = made(text, "The mayor", "denied", "that the council had paid any dockers", id_="denial", voice="v2")
    assert qualified(text, *claims_of(text), denial)["denial"].denies == "claim"


def test_denies_nothing_of_other_words_or_of_its_own() -> None:
    text = CLAIM + "The mayor denied that boats sank."
    denial = made(text, "The mayor", "denied", "that boats sank", id_="denial", voice="v2")
    assert qualified(text, *claims_of(text), denial)["denial"].denies is None
    text = CLAIM + "They denied that the council had paid any dockers."
    denial = made(text, "They", "denied", "that the council had paid any dockers", id_="denial", voice="v1")
    assert qualified(text, *claims_of(text), denial)["denial"].denies is None


def test_only_a_denial_denies() -> None:
    text = CLAIM + "The mayor said that the council had paid any dockers."
    told = qualified(
        text,
        *claims_of(text),
        made(text, "The mayor", "said", "that the council had paid any dockers", id_="again", voice="v2"),
    )
    assert told["again"].denies is None


def test_this_accusation_is_what_was_denied_last() -> None:
    first = CLAIM + "The mayor denied that the council had paid any dockers. "
    text = first + "“We reject this accusation,” she added."
    told = qualified(
        text,
        *claims_of(text),
        made(text, "The mayor", "denied", "that the council had paid any dockers", id_="denial", voice="v2"),
        made(text, "We", "reject", "this accusation", id_="again", voice="v2", after=len(first)),
        made(text, "We", "reject", "this accusation", id_="stranger", voice="v4", after=len(first)),
    )
    assert [told[id_].denies for id_ in ("denial", "again", "stranger")] == ["claim", "claim", "claim"]


def test_nothing_to_qualify() -> None:
    assert qualify(Report(id="r1", text=""), (), ()) == ()
