"""Which statement a denial denies, and which ground belongs to which statement."""

import pytest

from made_statements import made, qualified, words
from sayso.types import SourceType, Statement

STORY = (
    "The Echo reported that the council had paid the dockers. The clerks accused Dana Reuter of burning the books. "
    "A survey found that 40 boats had sunk. Gulls cried, the pilots said. "
)


def story_of(text: str) -> tuple[Statement, ...]:
    outlet, paper = SourceType.OUTLET, SourceType.DOCUMENT
    paid, burnt = "that the council had paid the dockers", "Dana Reuter … of burning the books"
    return (
        made(text, "The Echo", "reported", paid, id_="report", voice="v1", source_type=outlet),
        made(text, "The clerks", "accused", burnt, id_="charge", voice="v2"),
        made(text, "A survey", "found", "that 40 boats had sunk", id_="survey", voice="v3", source_type=paper),
        made(text, "the pilots", "said", "Gulls cried", id_="last", voice="v4"),
    )


@pytest.mark.parametrize(
    ("cue", "content", "denied"),
    [
        ("dismissed", "the report as a fairy tale", "report"),
        ("called", "the Echo’s account false", "report"),
        ("has denied", "both charges", "charge"),
        ("rejected", "the accusation", "charge"),
        ("rejected", "the clerks’ claim", "charge"),
        ("disputed", "the number of boats", "survey"),
        ("disputed", "the findings", "report"),
        ("disputed", "that", "last"),
        ("disagreed", "", "last"),
        ("denied", "that any dockers had been paid by the council", "report"),
        ("denied", "burning any books", "charge"),
        ("denied", "that the mill was for sale", None),
        ("opposes", "it", None),
        ("ruled out", "a toll", None),
    ],
)
def test_what_a_denial_points_at(cue: str, content: str, denied: str | None) -> None:
    text = f"{STORY}Her lawyer {cue} {content}."
    denial = made(text, "Her lawyer", cue, content, id_="denial", voice="v9", after=len(STORY))
    assert qualified(text, *story_of(text), denial)["denial"].denies == denied


def test_a_report_is_not_denied_by_whose_report_it_is() -> None:
    text = f"{STORY}The Echo denied that the council had paid the dockers."
    content = "that the council had paid the dockers"
    denial = made(text, "The Echo", "denied", content, id_="denial", voice="v1", after=len(STORY))
    assert qualified(text, *story_of(text), denial)["denial"].denies is None


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("The clerks declined to comment, citing pending litigation.", ["pending litigation"]),
        ("The clerks declined to comment, citing two people close to the talks.", []),
    ],
)
def test_ground_of_a_silence(text: str, evidence: list[str]) -> None:
    assert words(text, qualified(text, made(text, "The clerks", "declined to comment", ""))["s1"].evidence) == evidence


def test_a_ground_is_that_of_the_nearest_statement() -> None:
    text = "The clerks said it rained, but the dockers, citing wet boots, said it snowed."
    told = qualified(
        text,
        made(text, "The clerks", "said", "it rained", id_="far"),
        made(text, "the dockers", "said", "it snowed", id_="near", after=30),
    )
    assert (words(text, told["far"].evidence), words(text, told["near"].evidence)) == ([], ["wet boots"])
