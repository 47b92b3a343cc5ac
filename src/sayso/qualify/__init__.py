"""What a statement is worth: stance, certainty, silence, ground, channel, date, and what it denies."""

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.qualify.certainty import certainty_of
from sayso.qualify.denials import pointing_at_denied
from sayso.qualify.ground import ground_of, with_documents_as_evidence
from sayso.qualify.stance import response_of, stance_of
from sayso.qualify.telling import addressee_of, channel_of, said_of
from sayso.types import Moment, Report, Span, Spans, Stance, Statement

_REACH = 100  # statements before and after a denial among which its object is looked for


def qualify(report: Report, statements: Sequence[Statement], moments: Sequence[Moment]) -> tuple[Statement, ...]:
    """Fill everything of the statements that their words tell, once voices are known."""
    inner: dict[str | None, list[Span]] = defaultdict(list)
    for statement in statements:
        inner[statement.parent] += (*statement.source, *statement.cue, *statement.content)
    qualified = [_qualified(report.text, s, tuple(inner.get(s.id, ())), moments) for s in statements]
    pointed: list[Statement] = []
    for statement in with_documents_as_evidence(report.text, qualified):
        number = len(pointed)
        near = [*pointed[max(0, number - _REACH) :], *qualified[number : number + _REACH]]
        pointed.append(pointing_at_denied(report.text, statement, near))
    return tuple(pointed)


def _qualified(text: str, statement: Statement, inner: Spans, moments: Sequence[Moment]) -> Statement:
    response = response_of(text, statement)
    stance = Stance.NO_COMMENT if response else stance_of(text, statement, inner)
    return replace(
        statement,
        stance=stance,
        certainty=certainty_of(text, statement, stance, inner),
        response=response,
        evidence=ground_of(text, statement),
        addressee=addressee_of(text, statement, moments),
        channel=channel_of(text, statement),
        said=said_of(statement, moments),
    )
