"""A reading built by hand, so that the ledger and the command line are tested without the model."""

from sayso.intake import Particulars, make_report
from sayso.types import Certainty, Reading, Report, SourceType, Span, Spans, Stance, Statement, Voice, VoiceKind

TEXT = (
    "Ferry line sold, paper says\n\n"
    "The Ennis Echo reported that dock workers said the ferry line was being sold.\n"
    "Mayor Ada Törn denied the sale.\n"
)


def spans_of(text: str, words: str) -> Spans:
    start = text.index(words)
    return (Span(start, start + len(words)),)


def make_reading(
    text: str = TEXT, published: str | None = "2031-05-04", outlet: str | None = "The Ennis Echo"
) -> Reading:
    return reading_of(make_report(text, Particulars(published=published, outlet=outlet)))


def reading_of(report: Report) -> Reading:
    """The three statements of TEXT, where the report holds that text; no statement in any other."""
    text = report.text
    if TEXT.splitlines()[2] not in text:
        return Reading(report=report)
    echo = Voice(id="v1", name="The Ennis Echo", kind=VoiceKind.OUTLET, named=True, aliases=("the Echo",))
    dockers = Voice(id="v2", name="dock workers", kind=VoiceKind.GROUP, named=False)
    mayor = Voice(id="v3", name="Ada Törn", kind=VoiceKind.PERSON, named=True, title="Mayor", speaks_for="Port Ennis")
    first, second = text.splitlines()[2], text.splitlines()[3]
    outer = Statement(
        id="s1", voice="v1", source=spans_of(text, "The Ennis Echo"), cue=spans_of(text, "reported"),
        content=spans_of(text, "that dock workers said the ferry line was being sold"), sentence=spans_of(text, first),
        source_type=SourceType.OUTLET, score=0.9,
    )  # fmt: skip
    inner = Statement(
        id="s2", parent="s1", voice="v2", source=spans_of(text, "dock workers"), cue=spans_of(text, "said"),
        content=spans_of(text, "the ferry line was being sold"), sentence=spans_of(text, first),
        source_type=SourceType.UNNAMED_GROUP, certainty=Certainty.LIKELY, score=0.8,
    )  # fmt: skip
    denial = Statement(
        id="s3", voice="v3", source=spans_of(text, "Mayor Ada Törn"), cue=spans_of(text, "denied"),
        content=spans_of(text, "the sale"), sentence=spans_of(text, second), stance=Stance.DENIES, denies="s2",
        source_type=SourceType.NAMED_PERSON, score=0.7,
    )  # fmt: skip
    return Reading(report=report, voices=(echo, dockers, mayor), statements=(outer, inner, denial))
