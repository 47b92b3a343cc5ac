"""What a person sees of a reading made by hand."""

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from made_readings import make_reading
from sayso.show.terminal import print_reading
from sayso.types import (
    Bound,
    Certainty,
    Figure,
    Moment,
    Problem,
    Quote,
    Reading,
    Report,
    Response,
    Span,
    Spans,
    Stance,
    Statement,
    Voice,
    VoiceKind,
)

both_widths = pytest.mark.parametrize("width", [60, 120])


def printed(reading: Reading, width: int = 120) -> str:
    """What is shown, without the spaces at the ends of the lines."""
    out = StringIO()
    console = Console(file=out, width=width, record=True, markup=False, emoji=False, highlight=False)
    print_reading(reading, console)
    return "\n".join(line.rstrip(" ") for line in out.getvalue().split("\n"))


def flat(shown: str) -> str:
    """The words, wherever the lines break."""
    return " ".join(shown.split())


def section_of(shown: str, heading: str) -> str:
    """The lines under a heading, up to the next blank line."""
    return shown.split(f"{heading.upper()}\n", 1)[1].split("\n\n", 1)[0]


def of(text: str, words: str) -> Spans:
    start = text.index(words)
    return (Span(start, start + len(words)),)


TEXT = "The Echo wrote that Ada feared that the old pier would fall. It is unclear who owns it."


def chained(*parents: str | None, contents: tuple[str, str, str] | None = None) -> Reading:
    """The Echo (a), Ada (b) and nobody (c), each with a parent."""
    words = contents or ("that Ada feared that the old pier would fall", "that the old pier would fall", "who owns it")
    voices = ("v1", "v2", None)
    statements = tuple(
        Statement(id=id_, parent=parent, voice=voice, content=of(TEXT, content))
        for id_, parent, voice, content in zip("abc", parents, voices, words, strict=True)
    )
    return Reading(report=Report(id="r1", text=TEXT), voices=VOICES, statements=statements)


VOICES = (
    Voice(id="v1", name="The Echo", kind=VoiceKind.OUTLET, named=True),
    Voice(id="v2", name="Ada", kind=VoiceKind.PERSON, named=True),
)


# ---------------------------------------------------------------- statements


@both_widths
def test_chain_stands_further_in(width: int) -> None:
    shown = printed(make_reading(), width)
    lines = shown.splitlines()
    outer = next(line for line in lines if line.startswith("  The Ennis Echo  "))
    inner = next(line for line in lines if "The Ennis Echo › dock workers" in line)
    assert lines.index(outer) < lines.index(inner)
    assert inner.startswith("      The Ennis Echo ›")
    assert "says, as likely: the ferry line was being sold" in flat(shown)


@both_widths
def test_lines_fit_the_width_and_lose_no_words(width: int) -> None:
    shown = printed(make_reading(), width)
    assert max(map(cell_len, shown.splitlines())) <= width
    for words in ("Ferry line sold, paper says", "The Ennis Echo", "published 2031-05-04", "3 statements", "3 voices"):
        assert words in flat(shown)


def test_the_same_words_are_not_said_twice() -> None:
    same = "that the old pier would fall"
    shown = flat(printed(chained(None, "a", None, contents=(same, same, "who owns it"))))
    assert shown.count(same) == 1
    assert "says: the same words" in shown


def test_circumstances() -> None:
    text = "Ada told reporters on Twitter that it rained."
    statement = Statement(
        id="a", voice="v2", cue=of(text, "told"), addressee=of(text, "reporters"), channel="Twitter",
        content=of(text, "that it rained"), quote=Quote.DIRECT, score=0.5,
    )  # fmt: skip
    shown = flat(printed(Reading(report=Report(id="r1", text=text), voices=VOICES, statements=(statement,))))
    assert "Ada “told” · quoted · to reporters · via Twitter · 0.50" in shown


@pytest.mark.parametrize("parents", [("b", "a", None), ("b", "c", "a"), ("a", "b", "c"), ("z", "a", "b")])
def test_odd_parents_hide_nothing_and_end(parents: tuple[str, str, str | None]) -> None:
    shown = flat(printed(chained(*parents)))
    for words in ("says: that Ada feared", "says: that the old pier would fall", "says: who owns it"):
        assert shown.count(words) == 1


@both_widths
def test_many_layers(width: int) -> None:
    layers = 30
    statements = tuple(
        Statement(id=f"s{n}", parent=f"s{n - 1}" if n else None, voice="v2", content=of(TEXT, "old pier"))
        for n in range(layers)
    )
    shown = printed(Reading(report=Report(id="r1", text=TEXT), voices=VOICES, statements=statements), width)
    assert "".join(shown.split()).count("says:") == layers


def test_no_statements() -> None:
    shown = printed(Reading(report=Report(id="r1", text="Rain.")))
    assert "(no title)" in shown and "0 statements" in shown and "WHO SAYS WHAT" not in shown


# ---------------------------------------------------------------- sections


@both_widths
def test_denied_with_what_is_denied(width: int) -> None:
    section = flat(section_of(printed(make_reading(), width), "Denied"))
    assert section == "Ada Törn: the sale (what dock workers says: the ferry line was being sold)"


@both_widths
def test_asked_and_silent(width: int) -> None:
    text = "Ada declined to comment. The Echo could not be reached."
    statements = (
        Statement(id="a", voice="v2", stance=Stance.NO_COMMENT, response=Response.DECLINED, cue=of(text, "declined")),
        Statement(
            id="b", voice="v1", stance=Stance.NO_COMMENT, response=Response.NOT_REACHED, cue=of(text, "could not be")
        ),
    )
    shown = printed(Reading(report=Report(id="r1", text=text), voices=VOICES, statements=statements), width)
    assert section_of(shown, "Asked, and silent").splitlines() == [
        "  Ada: asked, declined to comment",
        "  The Echo: could not be reached",
    ]
    assert "WHO SAYS WHAT" not in shown


@both_widths
def test_said_to_be_unknown(width: int) -> None:
    text = "It is unclear who owns the pier, Ada said."
    outer = Statement(id="a", voice="v2", content=of(text, "It is unclear who owns the pier"))
    inner = Statement(id="b", parent="a", content=of(text, "who owns the pier"), certainty=Certainty.UNKNOWN)
    shown = printed(Reading(report=Report(id="r1", text=text), voices=VOICES, statements=(outer, inner)), width)
    assert section_of(shown, "Said to be unknown").splitlines() == ["  who owns the pier  (according to Ada)"]


def test_sections_without_lines_are_left_out() -> None:
    shown = printed(chained(None, "a", None))
    for heading in ("DENIED", "ASKED", "UNKNOWN", "WHEN", "HOW MANY", "CREDIT", "PROBLEMS"):
        assert heading not in shown


@pytest.mark.parametrize(
    ("value", "value_max", "shown"),
    [
        (2_500_000, None, "exact 2,500,000 boats"),
        (12_345_678, None, "exact 12,345,678 boats"),
        (1_234_567.5, None, "exact 1,234,567.5 boats"),
        (0.5, None, "exact 0.5 boats"),
        (0, None, "exact 0 boats"),
        (-4, None, "exact -4 boats"),
        (4000, 5000, "exact 4,000 to 5,000 boats"),
        (1e15, None, "exact 1,000,000,000,000,000 boats"),
        (0.00001, None, "exact 0.00001 boats"),
    ],
)
def test_figures(value: float, value_max: float | None, shown: str) -> None:
    figure = Figure(span=Span(0, 4), value=value, value_max=value_max, unit="boats")
    section = section_of(printed(Reading(report=Report(id="r1", text=TEXT), figures=(figure,))), "How many")
    assert flat(section).endswith(f" {shown}")


def test_bound_moment_credit_and_problem() -> None:
    reading = Reading(
        report=Report(id="r1", text="More than 4 boats in May", credit=("Reporting by Ada",)),
        figures=(Figure(span=Span(0, 17), value=4, unit="boats", bound=Bound.MORE_THAN),),
        moments=(
            Moment(span=Span(18, 24), earliest="2031-05-01", latest="2031-05-31"),
            Moment(span=Span(21, 24), earliest="2031-05-01"),
            Moment(span=Span(18, 20), vague=True),
        ),
        problems=(Problem(code="x", message="A mark is lost.", span=Span(7, 8)),),
    )
    shown = printed(reading)
    assert "  More than 4 boats  more than 4 boats" in section_of(shown, "How many")
    assert section_of(shown, "When").splitlines() == [
        "  in May  2031-05-01 to 2031-05-31", "  May  from 2031-05-01", "  in  vague",
    ]  # fmt: skip
    assert section_of(shown, "Credit") == "  Reporting by Ada"
    assert "A mark is lost. (at 7)" in section_of(shown, "Problems")


@both_widths
def test_voices(width: int) -> None:
    section = flat(section_of(printed(make_reading(), width), "Voices"))
    assert "The Ennis Echo outlet · also: the Echo" in section
    assert "dock workers group · not named" in section
    assert "Ada Törn person · Mayor · speaks for Port Ennis" in section


# ---------------------------------------------------------------- what must not reach a terminal


def test_text_cannot_speak_to_the_terminal_or_turn_a_line() -> None:
    bad = "\x1b[31m\u202e\x07"
    text = f"Ada{bad} said it{bad} rained{bad}\n\tin May"
    everywhere = Span(0, len(text))
    statement = Statement(
        id="a", voice="v1", source=(everywhere,), cue=(everywhere,), content=(everywhere,), addressee=(everywhere,),
        evidence=(everywhere,), channel=f"post{bad}", stance=Stance.DENIES, denies="b",
    )  # fmt: skip
    others = (
        Statement(id="b", source=(everywhere,), content=(everywhere,), certainty=Certainty.UNKNOWN),
        Statement(id="c", voice="v1", stance=Stance.NO_COMMENT, response=Response.DECLINED),
    )
    reading = Reading(
        report=Report(id="r1", title=f"T{bad}", outlet=f"O{bad}", byline=(f"B{bad}",), credit=(f"C{bad}",), text=text),
        voices=(
            Voice(
                id="v1", name=f"N{bad}", kind=VoiceKind.PERSON, named=True, aliases=(f"A{bad}",), title=f"T{bad}",
                justification=f"J{bad}", speaks_for=f"S{bad}",
            ),
        ),
        statements=(statement, *others),
        moments=(Moment(span=everywhere, vague=True),),
        figures=(Figure(span=everywhere, value=1, unit=f"u{bad}"),),
        problems=(Problem(code="x", message=f"M{bad}"),),
    )  # fmt: skip
    shown = printed(reading)
    assert not set(shown) & {"\x1b", "\u202e", "\x07", "\t", "\r"}
    for words in ("DENIED", "ASKED, AND SILENT", "SAID TO BE UNKNOWN", "WHEN", "HOW MANY", "VOICES", "PROBLEMS"):
        assert words in shown


def test_brackets_are_no_markup() -> None:
    text = "Ada said [bold]it rained[/bold] [/] :smile:"
    statement = Statement(id="a", voice="v2", content=(Span(9, len(text)),))
    shown = printed(Reading(report=Report(id="r1", text=text), voices=VOICES, statements=(statement,)))
    assert "[bold]it rained[/bold] [/] :smile:" in shown
