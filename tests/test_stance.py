"""Denials, silences, questions, wishes and hedges in several wordings each, with and without auxiliaries in the cue."""

import pytest

from made_statements import made, qualified, words
from sayso.types import Certainty, Response, Stance, Statement


def said(source: str, cue: str, content: str) -> Statement:
    """The statement "SOURCE CUE CONTENT.", once qualified; the cue is the part of its words before " / ", if any."""
    marked, _, rest = cue.partition(" / ")
    text = " ".join(part for part in (source, marked, rest, content) if part) + "."
    return qualified(text, made(text, source, marked, content))["s1"]


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("denied", "that the bridge was closed"),
        ("has repeatedly denied", "any part in the theft"),
        ("denied", "that he had refused to pay"),
        ("rejected", "the report that the bridge was closed"),
        ("called", "the claims false"),
        ("has called", "the story a fabrication"),
        ("dismissed", "the report as a fairy tale"),
        ("described", "the letter as forged"),
        ("said there was no truth in", "the rumour"),
        ("is making up", "“false stories”"),
        ("refused to accept", "that the vote was lost"),
        ("laughed off", "the idea"),
        ("pleaded not guilty", "to nine counts of arson"),
        ("opposes", "the toll"),
        ("called", "the accusation “a lullaby”"),
        ("branded", "the story “stale soup”"),
    ],
)
def test_denials(cue: str, content: str) -> None:
    told = said("The mayor", cue, content)
    assert (told.stance, told.certainty) == (Stance.DENIES, Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("cue", "certainty"),
    [
        ("did not deny", Certainty.UNKNOWN),
        ("has never denied", Certainty.UNKNOWN),
        ("declined to / deny", Certainty.UNKNOWN),
        ("stopped short of denying", Certainty.UNKNOWN),
        ("neither confirmed nor denied", Certainty.UNKNOWN),
        ("did not rule out", Certainty.POSSIBLE),
        ("could not exclude", Certainty.POSSIBLE),
        ("did not dispute", Certainty.CERTAIN),
        ("has not contested", Certainty.CERTAIN),
    ],
)
def test_what_is_not_denied_is_left_open(cue: str, certainty: Certainty) -> None:
    marked = cue.rpartition(" / ")[2]
    text = f"The mayor {cue.replace(' / ', ' ')} that the bridge was closed."
    told = qualified(text, made(text, "The mayor", marked, "that the bridge was closed"))["s1"]
    assert (told.stance, told.certainty) == (Stance.ASSERTS, certainty)


def test_negation_of_another_clause_does_not_count() -> None:
    text = "The mayor did not attend, but denied that the bridge was closed."
    told = qualified(text, made(text, "The mayor", "denied", "that the bridge was closed"))["s1"]
    assert told.stance is Stance.DENIES


@pytest.mark.parametrize(
    ("cue", "response"),
    [
        ("declined to comment", Response.DECLINED),
        ("refused to / say who had paid", Response.DECLINED),
        ("would neither confirm nor deny / the report", Response.DECLINED),
        ("could neither confirm nor deny / the report", Response.DECLINED),
        ("would not be drawn on / the cost", Response.DECLINED),
        ("has not disclosed / the price", Response.DECLINED),
        ("referred questions to / the court", Response.DECLINED),
        ("referred further questions to / the court", Response.DECLINED),
        ("refused to / respond to the letter", Response.DECLINED),
        ("did not want to react", Response.DECLINED),
        ("took no questions", Response.DECLINED),
        ("has yet to say / who will pay", Response.DECLINED),
        ("has not commented on / the price", Response.DECLINED),
        ("has not commented", Response.NO_RESPONSE),
        ("made no comment", Response.NO_RESPONSE),
        ("did not react", Response.NO_RESPONSE),
        ("ignored / two letters", Response.NO_RESPONSE),
        ("did not immediately respond to / a request for comment", Response.NO_RESPONSE),
        ("has yet to reply", Response.NO_RESPONSE),
        ("never got back to / this newspaper", Response.NO_RESPONSE),
        ("did not answer / questions", Response.NO_RESPONSE),
        ("could not immediately be reached", Response.NOT_REACHED),
        ("was not available for comment", Response.NOT_REACHED),
        ("was not / available", Response.NOT_REACHED),
        ("did not answer / the telephone", Response.NOT_REACHED),
        ("could not be found", Response.NOT_REACHED),
    ],
)
def test_silences(cue: str, response: Response) -> None:
    told = said("The embassy", cue, "")
    assert (told.stance, told.certainty, told.response) == (Stance.NO_COMMENT, Certainty.CERTAIN, response)


def test_asked_for_an_answer_and_none_came() -> None:
    text = "The Courier has received no comment from the embassy."
    assert qualified(text, made(text, "the embassy", "has received no comment", ""))["s1"].response == "no_response"


@pytest.mark.parametrize("cue", ["denied", "disagreed", "has denied"])
def test_denial_without_words_is_no_silence(cue: str) -> None:
    told = said("Her office", cue, "")
    assert (told.stance, told.response) == (Stance.DENIES, None)


@pytest.mark.parametrize(
    ("cue", "content", "stance"),
    [
        ("asked", "whether the gate was locked", Stance.ASKS),
        ("asked", "“Who locked the gate?”", Stance.ASKS),
        ("wanted to know", "who locked the gate", Stance.ASKS),
        ("is examining", "whether the gate was locked", Stance.ASKS),
        ("asked", "the guards to lock the gate", Stance.URGES),
        ("has asked for", "a new lock", Stance.URGES),
        ("wants", "to lock the gate", Stance.INTENDS),
        ("wants", "the guards to lock the gate", Stance.URGES),
        ("wants to lock", "the gate", Stance.INTENDS),
        ("did not rule out locking", "the gate", Stance.INTENDS),
        ("considered", "a menu of options including a boycott", Stance.INTENDS),
        ("plans", "to lock the gate", Stance.INTENDS),
        ("told", "the guards to lock the gate", Stance.URGES),
        ("told", "the guards went to the gate", Stance.ASSERTS),
        ("warned", "visitors not to feed the geese", Stance.URGES),
        ("said", "the gate should be locked", Stance.URGES),
        ("said", "the lock that should have held was new", Stance.ASSERTS),
        ("said", "it would appeal", Stance.INTENDS),
        ("said", "that it will not sell the gate", Stance.INTENDS),
        ("said", "it would cost nine crowns", Stance.ASSERTS),
        ("said", "“Lock the gate.”", Stance.ASSERTS),
        ("said", "“Close the gate.”", Stance.URGES),
        ("announced", "an inquiry", Stance.INTENDS),
        ("suggested", "that the gate be closed", Stance.URGES),
        ("suggested", "that the gate may be closed", Stance.ASSERTS),
        ("did not believe", "the gate was closed", Stance.DOUBTS),
        ("could not independently verify", "the account", Stance.DOUBTS),
        ("was unable to verify", "the account", Stance.DOUBTS),
        ("challenged", "the guards to lock the gate", Stance.URGES),
        ("challenged", "the right to lock the gate", Stance.DOUBTS),
        ("considered", "the matter closed", Stance.ASSERTS),
        ("considered", "locking the gate", Stance.INTENDS),
        ("insisted on", "a new lock", Stance.URGES),
        ("advised", "that the lock was new", Stance.ASSERTS),
        ("advised", "the guards to lock the gate", Stance.URGES),
        ("told", "the guards the mayor promised to lock the gate", Stance.ASSERTS),
        ("said", "“Who locked it?”", Stance.ASKS),
        ("called", "the gate “a work of art”", Stance.ASSERTS),
    ],
)
def test_stance_by_cue_and_content(cue: str, content: str, stance: Stance) -> None:
    assert said("The council", cue, content).stance is stance


def test_interviewer_asks_and_a_rhetorical_question_asserts() -> None:
    text = "REUTER: Who locked the gate?"
    assert qualified(text, made(text, "REUTER", "", "Who locked the gate?"))["s1"].stance is Stance.ASKS
    text = "“Who needs a gate?”"
    assert qualified(text, made(text, "", "", "“Who needs a gate?”"))["s1"].stance is Stance.ASSERTS


def test_figures_put_are_certain_and_what_is_not_believed_is_likely() -> None:
    assert said("The dockers", "put", "the number at nine").certainty is Certainty.CERTAIN
    told = said("The dockers", "did not believe", "the pier was sold")
    assert (told.stance, told.certainty) == (Stance.DOUBTS, Certainty.LIKELY)


@pytest.mark.parametrize(
    ("content", "certainty"),
    [
        ("the pier may rot", Certainty.POSSIBLE),
        ("that the pier could be sold within weeks", Certainty.POSSIBLE),
        ("the dockers could see the fire", Certainty.CERTAIN),
        ("the pier, which may rot, was sold", Certainty.CERTAIN),
        ("the pier was sold because it might rot", Certainty.CERTAIN),
        ("the pier was sold in May", Certainty.CERTAIN),
        ("that, if it rains, the pier might fall", Certainty.POSSIBLE),
        ("the pier had probably rotted", Certainty.LIKELY),
        ("the pier is likely to fall", Certainty.LIKELY),
        ("the pier is very unlikely to fall", Certainty.LIKELY),
        ("the pier will almost certainly fall", Certainty.LIKELY),
        ("there was a roughly even chance of rain", Certainty.POSSIBLE),
        ("the pier was twice as likely to fall", Certainty.CERTAIN),
        ("the pier fell, with low confidence", Certainty.CERTAIN),
        ("the pier appears to have been sold", Certainty.LIKELY),
        ("the pier is believed to have been sold", Certainty.LIKELY),
        ("“Mr. Reuter might sell the pier. It is sold.”", Certainty.POSSIBLE),
    ],
)
def test_hedges_of_the_main_clause(content: str, certainty: Certainty) -> None:
    assert said("The dockers", "said", content).certainty is certainty


def test_hedge_of_an_inner_statement_is_the_inner_one_s() -> None:
    text = "The Echo reported that officials suspected that the pier may have been sold."
    inside = "officials suspected that the pier may have been sold"
    told = qualified(
        text,
        made(text, "The Echo", "reported", f"that {inside}", id_="outer"),
        made(text, "officials", "suspected", "that the pier may have been sold", id_="inner", parent="outer"),
    )
    assert (told["outer"].certainty, told["inner"].certainty) == (Certainty.CERTAIN, Certainty.POSSIBLE)


@pytest.mark.parametrize(
    ("cue", "certainty"),
    [
        ("It is unclear", Certainty.UNKNOWN),
        ("It was not immediately known", Certainty.UNKNOWN),
        ("No one knows", Certainty.UNKNOWN),
        ("It remains a mystery", Certainty.UNKNOWN),
        ("It has yet to be decided", Certainty.UNKNOWN),
        ("It could not be established", Certainty.UNKNOWN),
        ("It is anyone’s guess", Certainty.UNKNOWN),
        ("It is in dispute", Certainty.UNKNOWN),
    ],
)
def test_nobody_knows(cue: str, certainty: Certainty) -> None:
    told = said("", cue, "how the pier was sold")
    assert (told.stance, told.certainty) == (Stance.ASSERTS, certainty)


@pytest.mark.parametrize(
    ("cue", "certainty"),
    [
        ("is believed", Certainty.LIKELY),
        ("is widely believed", Certainty.LIKELY),
        ("reportedly", Certainty.LIKELY),
        ("allegedly", Certainty.POSSIBLE),
        ("is suspected", Certainty.LIKELY),
        ("was described", Certainty.LIKELY),
    ],
)
def test_certainty_of_passives_and_adverbs(cue: str, certainty: Certainty) -> None:
    text = f"The pier {cue} to have been sold."
    told = qualified(text, made(text, "", cue, "The pier … to have been sold"))["s1"]
    assert (told.stance, told.certainty) == (Stance.ASSERTS, certainty)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "addressee"),
    [
        ("She told lawmakers behind closed doors that it rained.", "She", "told", "that it rained", ["lawmakers"]),
        ("“It rained,” Dana Reuter told Radio Ennis.", "Dana Reuter", "told", "“It rained,”", ["Radio Ennis"]),
        ("The mayor was briefed on the theft.", "", "was briefed on", "the theft", ["The mayor"]),
        ("The mayor was briefed on the theft.", "", "briefed on", "the theft", ["The mayor"]),
        ("It rained for days, the court heard.", "", "heard", "It rained for days", ["the court"]),
        ("The mayor first learned of the theft from the Echo.", "the Echo", "learned", "of the theft", ["The mayor"]),
        ("The ministry shared the pictures with two allies.", "The ministry", "shared", "the pictures", ["two allies"]),
        ("The dockers wrote to the mayor that it rained.", "The dockers", "wrote", "that it rained", ["the mayor"]),
        ("The dockers told him to leave.", "The dockers", "told", "him to leave", ["him"]),
        ("The mayor confided to a friend that it rained.", "The mayor", "confided", "that it rained", ["a friend"]),
        ("He promised the dockers that it would end.", "He", "promised", "that it would", ["the dockers"]),
        ("The mayor asked three times if it rained.", "The mayor", "asked", "if it rained", []),
        ("Residents were told to leave.", "", "told", "Residents … to leave", []),
        ("The pier is said to have been sold.", "", "said", "The pier … to have been sold", []),
    ],
)  # fmt: skip
def test_who_is_told(text: str, source: str, cue: str, content: str, addressee: list[str]) -> None:
    told = qualified(text, made(text, source, cue, content))["s1"]
    assert words(text, told.addressee) == addressee
