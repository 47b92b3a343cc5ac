"""The values that sayso passes on: frozen, plain, and the source of the published JSON Schema.

Spans count Unicode code points of `Report.text`, the end excluded. The field meanings are those of the reading
contract ("sayso/reading/1"); `sayso schema` prints it.
"""

from enum import StrEnum
from typing import Annotated, Any, Final, Literal, NamedTuple

from msgspec import UNSET, Meta, Struct, UnsetType

READING_CONTRACT: Final = "sayso/reading/1"


class Span(NamedTuple):
    """The code points [start, end) of a report's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


Spans = tuple[Span, ...]


class VoiceKind(StrEnum):
    """What a voice is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    DOCUMENT = "document"
    OUTLET = "outlet"
    GROUP = "group"
    UNKNOWN = "unknown"


class SourceType(StrEnum):
    """How a statement names who it comes from."""

    NAMED_PERSON = "named_person"
    NAMED_ORGANIZATION = "named_organization"
    DOCUMENT = "document"
    ANONYMOUS_SOURCE = "anonymous_source"
    UNNAMED_PERSON = "unnamed_person"
    UNNAMED_GROUP = "unnamed_group"
    OUTLET = "outlet"
    UNATTRIBUTED = "unattributed"


class Quote(StrEnum):
    """Whether the content is given in the source's own words."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NONE = "none"


class Stance(StrEnum):
    """What the source does with the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    URGES = "urges"
    INTENDS = "intends"
    ASKS = "asks"
    NO_COMMENT = "no_comment"


class Certainty(StrEnum):
    """How sure the source is of the content."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class Response(StrEnum):
    """Which silence a no-comment is."""

    DECLINED = "declined"
    NO_RESPONSE = "no_response"
    NOT_REACHED = "not_reached"


class Bound(StrEnum):
    """How a figure limits its value."""

    EXACT = "exact"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


class DateRule(StrEnum):
    """What gave a report its publication date."""

    JSON_LD = "json-ld"
    OPENGRAPH = "opengraph"
    META = "meta"
    TIME = "time"
    ADDRESS = "address"
    FEED = "feed"
    MAIL = "mail"
    RECORD = "record"
    TEXT = "text"
    USER = "user"
    FILE = "file"
    GUESSED = "guessed"

    @property
    def is_guess(self) -> bool:
        """Whether the date may well be another: when a file was made, or the likeliest on a page."""
        return self in {DateRule.FILE, DateRule.GUESSED}


class Report(Struct, frozen=True, kw_only=True):
    """One news report. `published` is an ISO date or date-time; `lang` an ISO 639-1 code.

    `date_rule` says what gave `published`: a date that was guessed must not pass for one that was stated. `original`
    is the SHA-256 of the bytes that `text` was drawn from (the file, the archive's member, the line; for an entry, its
    whole feed), so that anybody who holds them can check it; None for a row of a CSV or Parquet table.
    """

    id: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    byline: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    lang: str = "en"
    date_rule: DateRule | None = None
    original: str | None = None
    text: str


class Voice(Struct, frozen=True, kw_only=True):
    """One person, body, document or outlet that speaks in a report.

    `title` is the office of a named person, `justification` the words that tell why this source is in the
    story, `speaks_for` the name of the body that a spokesman speaks for.
    """

    id: str
    name: str
    kind: VoiceKind
    named: bool
    aliases: tuple[str, ...] = ()
    title: str | None = None
    justification: str | None = None
    speaks_for: str | None = None


class Period(Struct, frozen=True):
    """ISO dates or date-times, both included; an open end is None."""

    earliest: str | None
    latest: str | None


class Statement(Struct, frozen=True, kw_only=True):
    """One attribution that the text makes; `parent`, `denies` and `voice` are ids in the same reading.

    `score` is the calibrated probability that the statement is right.
    """

    id: str
    parent: str | None = None
    voice: str | None = None
    source: Spans = ()
    cue: Spans = ()
    content: Spans = ()
    sentence: Spans = ()
    source_type: SourceType = SourceType.UNATTRIBUTED
    quote: Quote = Quote.INDIRECT
    stance: Stance = Stance.ASSERTS
    certainty: Certainty = Certainty.CERTAIN
    response: Response | None = None
    denies: str | None = None
    evidence: Spans = ()
    addressee: Spans = ()
    channel: str | None = None
    said: Period | None = None
    score: Annotated[float, Meta(ge=0, le=1)] = 1.0
    implied: bool = False

    @property
    def extent(self) -> Span:
        """From the first to the last code point of source, cue and content."""
        spans = (*self.source, *self.cue, *self.content)
        return Span(min(s.start for s in spans), max(s.end for s in spans))


class Moment(Struct, frozen=True, kw_only=True):
    """A time that the text names, as ISO dates against the publication date; an open end is None."""

    span: Span
    earliest: str | None = None
    latest: str | None = None
    vague: bool = False


class Figure(Struct, frozen=True, kw_only=True):
    """A quantity that the text gives; a range has `value` and `value_max`."""

    span: Span
    value: float
    value_max: float | None = None
    unit: str | None = None
    bound: Bound = Bound.EXACT


class Problem(Struct, frozen=True, kw_only=True):
    """A fault of the input, beside which reading went on."""

    code: str
    message: str
    span: Span | None = None


class Reading(Struct, frozen=True, kw_only=True):
    """What sayso says of one report; `made_by`, for the ledger, names the version and the model that read it."""

    contract: Literal["sayso/reading/1"] = READING_CONTRACT
    report: Report
    voices: tuple[Voice, ...] = ()
    statements: tuple[Statement, ...] = ()
    moments: tuple[Moment, ...] = ()
    figures: tuple[Figure, ...] = ()
    problems: tuple[Problem, ...] = ()
    made_by: str | UnsetType = UNSET


# ---------------------------------------------------------------- what people decide


class DecisionKind(StrEnum):
    """What a person decides of a statement, a voice, or a claim of a case."""

    ACCEPT = "accept"
    REJECT = "reject"
    SPAN = "span"
    STANCE = "stance"
    VOICE = "voice"
    MERGE_VOICES = "merge_voices"
    SPLIT_VOICE = "split_voice"
    MERGE_CLAIMS = "merge_claims"
    SPLIT_CLAIM = "split_claim"
    MERGE_ORIGINS = "merge_origins"
    SPLIT_ORIGIN = "split_origin"
    GRADE = "grade"
    NOTE = "note"
    UNDO = "undo"
    REDO = "redo"


class Quoted(Struct, frozen=True, kw_only=True):
    """A span with its words and those around it, so that it is found again where the text has moved."""

    span: Span
    exact: str
    prefix: str
    suffix: str


class Anchor(Struct, frozen=True, kw_only=True):
    """Where a statement stands, in words; for a voice its name, and as `source` what its statements call it."""

    voice: str | None = None
    source: tuple[Quoted, ...] = ()
    cue: tuple[Quoted, ...] = ()
    content: tuple[Quoted, ...] = ()


class Place(Struct, frozen=True, kw_only=True):
    """Where a claim, by its id as it was then, stands in the words of one report."""

    report: str
    claim: str
    anchor: Anchor


class Decision(Struct, frozen=True, kw_only=True):
    """What a person decided, when, and why; never changed afterwards.

    `at` is an ISO date-time in UTC, `target` the id of a statement or voice as it was then, `seen` the last decision on
    the target that the person knew of. `before` and `after` are plain JSON, by kind: spans by role (`span`), a stance
    (`stance`), the name of a voice or null (`voice`, `merge_voices`), the new name and the ids of its statements
    (`split_voice`), an Admiralty grade like "B2" (`grade`), words (`note`), stance and voice (`accept`). `moved` is
    where a `span` or `accept` puts the statement, or which statements a `split_voice` takes. `undoes` is the decision
    that an `undo` takes back, and the undo that a `redo` takes back.

    A decision on a claim has no one report: `report` is empty, and `places` say where what it is about stands; `after`
    is the wording that a claim has from then on (`merge_claims`, `split_claim`), the ids of the reports that are of one
    origin (`merge_origins`), or these and whether the texts establish that theirs is another (`split_origin`).
    """

    id: str
    at: str
    by: str
    report: str
    kind: DecisionKind
    target: str
    anchor: Anchor
    before: Any = None
    after: Any = None
    moved: Anchor | None = None
    why: str | None = None
    undoes: str | None = None
    seen: str | None = None
    places: tuple[Place, ...] = ()


# ---------------------------------------------------------------- what many reports say


class DerivationKind(StrEnum):
    """How one report depends on another."""

    CITES = "cites"
    QUOTES = "quotes"
    REPRINTS = "reprints"
    REWRITES = "rewrites"
    UPDATES = "updates"


class ConflictKind(StrEnum):
    """What cannot both be right."""

    FIGURE = "figure"
    DATE = "date"
    IDENTITY = "identity"
    NEGATION = "negation"


class Reason(Struct, frozen=True):
    """A sign of dependence: a span of code points in the text of the report `doc`, and what it shows."""

    doc: str
    span: Span
    why: str


class Derivation(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """The report `from_` depends on the report `to`: None where the case does not hold it, and `to_name` names it.

    `score`, 0 to 1, is how strong the reasons are.
    """

    from_: str
    to: str | None
    to_name: str | None
    kind: DerivationKind
    score: Annotated[float, Meta(ge=0, le=1)]
    reasons: tuple[Reason, ...]


class Member(Struct, frozen=True, kw_only=True):
    """One place where a claim is put forward, denied or left open; `statement` is None for the outlet's own words."""

    doc: str
    statement: str | None
    content: Spans
    voice: str | None
    stance: Stance
    certainty: Certainty


class Origins(Struct, frozen=True, kw_only=True):
    """Where a claim came from: reports in groups of one origin, and how many origins there are at least and at most.

    `established`: origins independent for a reason that the texts show; `unrecorded`: reports that do not say.
    """

    groups: tuple[tuple[str, ...], ...]
    established: int
    possible: int
    unrecorded: tuple[str, ...]
    reasons: tuple[str, ...]


class Claim(Struct, frozen=True, kw_only=True):
    """One proposition in several reports; `text` is its fullest wording."""

    id: str
    text: str
    members: tuple[Member, ...]
    origins: Origins


class Side(Struct, frozen=True):
    """One of the versions of a conflict, where it stands."""

    doc: str
    span: Span
    value: str


class Conflict(Struct, frozen=True, kw_only=True):
    """Versions that cannot both be right as they stand; `superseded` where a later version corrects an earlier one."""

    kind: ConflictKind
    about: str
    sides: tuple[Side, ...]
    superseded: bool = False


class Stand(Struct, frozen=True, kw_only=True):
    """Where a voice stood on a claim in one statement of one report; `at` is the ISO day said, else published."""

    doc: str
    statement: str
    stance: Stance
    certainty: Certainty
    at: str | None


class Position(Struct, frozen=True, kw_only=True):
    """What one voice has said of one claim, earliest first.

    `turns` are the places, in `stands`, of those that differ from the one before.
    """

    voice: str
    claim: str
    stands: tuple[Stand, ...]
    turns: tuple[int, ...]


class Case(Struct, frozen=True, kw_only=True):
    """What many reports on one matter say together; readings stand in the order in which they came out.

    `denials` are the statements (report id, statement id) that say that what another voice says is not so; `left_out`
    are reports that could not be used, each with the reason in words.
    """

    readings: tuple[Reading, ...]
    derivations: tuple[Derivation, ...]
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]
    positions: tuple[Position, ...]
    denials: frozenset[tuple[str, str]] = frozenset()
    left_out: tuple[str, ...] = ()
