"""Who says what: from a text to its statements, with sources, cues, contents and who stands inside whom.

The model (`sayso.model.run`) reads each cue's source and content. Here its answers become statements: silences
lose their content and are split by party, quotations are kept whole, those without a cue continue the
speaker before, and each statement is put under the one in whose content it stands.
"""

import re
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise

from msgspec.structs import replace

from sayso.cues import find_silences, find_unknowns, is_refusal, object_of, question_beside, rejects, takes_stance
from sayso.lexicon import pattern_of
from sayso.model.run import Found, find_attributions, score_of
from sayso.text import find_meeting, find_quotations, find_sentences, find_turns, read_dateline, trim
from sayso.types import Quote, Report, Span, Spans, Statement

_SEPARATOR = re.compile(r",(?:[ \xa0](?:and|or|nor)\b)?|\b(?:and|or|nor)\b")
_CONJUNCTION = re.compile(r"\b(?:and|or|nor)\b")
_PARTY = re.compile(r"(?:(?:the|its|his|her|their)\s+)?[A-Z]")
_UNNAMED = re.compile(r"(?:the|an?|its|his|her|their)\s", re.IGNORECASE)
_MEMBER = re.compile(r"\b(?:the|its|their) [A-Z][\w.&’'-]*(?: (?:of |for |the )*[A-Z][\w.&’'-]*)*,[ \xa0]$")
_BLANK = re.compile(r"\s*")
_LINE_END = re.compile(r"[\r\n]")
_CITED_REACH = 20  # statements on either side among which the one that cites is looked for
_TURN_SCORE = 0.95  # the share of the lines of our transcripts that are right
_LONGEST_MEMBER = 80  # code points
_LONGEST_DATELINE = 120  # code points
_CONTINUED_WORDS = 4  # a quotation of fewer words without a cue is a title or a scare quote
_SAME_PARAGRAPH = 3  # code points between two sentences that follow one another
_CONTINUED_REACH = 200  # code points between a quotation and the one that it continues


def attribute(report: Report) -> tuple[Statement, ...]:
    """The statements of a report, in the order in which they begin; voices and qualities are not yet told."""
    text = report.text
    quotations = find_quotations(text)
    quoted = [q.span for q in quotations]
    sentences = find_sentences(text)
    closed = [q.span for q in quotations if q.is_closed]
    silences = find_silences(text, closed)
    unknowns = find_unknowns(text, silences)
    silent = set(silences)
    drafts: list[Statement] = []
    for found in find_attributions(text, sorted([*silences, *unknowns])):
        drafts += _silence(text, found) if found.cue in silent else _statement(text, found)
    drafts = _with_whole_quotations(_with_turns(text, drafts), closed)
    drafts += _continued(text, drafts, quoted, sentences)
    drafts += _implied(text, drafts, sentences)
    cited = _with_cited_content(text, _placed(text, drafts, sentences, quoted))
    return _with_parents(report, _placed(text, cited, sentences, quoted))


def lay_out(report: Report, drafts: Sequence[Statement]) -> tuple[Statement, ...]:
    """Statements of which only source, cue and content are told, in order, with sentence, quote, id and parent."""
    quoted = [q.span for q in find_quotations(report.text)]
    return _with_parents(report, _placed(report.text, drafts, find_sentences(report.text), quoted))


def _placed(
    text: str, drafts: Sequence[Statement], sentences: Sequence[Span], quoted: Sequence[Span]
) -> list[Statement]:
    """The drafts with the sentences in which they stand and how they are quoted."""
    return [
        replace(d, sentence=tuple(find_meeting(sentences, *d.extent)), quote=_quote_of(text, d, quoted)) for d in drafts
    ]


# ---------------------------------------------------------------- one cue


def _statement(text: str, found: Found) -> Iterator[Statement]:
    """A statement for each source of a cue; none where the model saw no content and the cue can do with none."""
    words = found.cue.of(text)
    cue = (found.cue,) if any(c.isalnum() for c in words) else ()  # a headline's colon is no cue
    if pattern_of("cues", "naming").fullmatch(words):
        return
    sources, content = _speakers(text, found), _of_this_paragraph(text, found) or _taken(text, found)
    if content and sources and sources[0][0] in content:
        sources = []  # "it is unclear who wrote them": the question is not whose it is
    if pattern_of("cues", "passive").search(words) and sources and sources[0][0].end <= found.cue.start:
        sources, content = [], tuple(sorted((*sources[0], *content)))  # the subject of a passive is what it is about
    cites = bool(pattern_of("cues", "citing").search(words))
    if cites and content and _BLANK.fullmatch(text, found.cue.end, content[0].start):
        sources, content = [content[:1]], ()  # "citing officials": what is cited is the source
    is_told = bool(sources) and sources[0][0].end <= found.cue.start
    if not content and is_told and is_refusal(words, sources[0][0].of(text)):
        yield from _silence(text, found)
    elif content or (cites and sources) or _says_enough(words, sources):
        for source in sources or [()]:
            yield Statement(id="", source=source, cue=cue, content=content, score=score_of(found))


def _says_enough(words: str, sources: Sequence[Spans]) -> bool:
    """Whether a cue without content is a statement still: "She disagreed.", "the minister’s denials"."""
    return bool(pattern_of("cues", "denial noun").fullmatch(words) or (sources and rejects(words)))


def _taken(text: str, found: Found) -> Spans:
    """The content of a cue for which the model saw none: the question left open, or what is denied or wanted."""
    words = found.cue.of(text)
    if pattern_of("cues", "not knowing").fullmatch(words):
        taken = question_beside(text, found.cue)
    elif found.source and found.source[-1].end <= found.cue.start:
        is_verb = not pattern_of("cues", "denial noun").fullmatch(words)
        taken = object_of(text, found.cue) if is_verb and takes_stance(words) else None
    else:
        is_open = pattern_of("cues", "unknown").fullmatch(words) or pattern_of("cues", "unsettled").fullmatch(words)
        taken = question_beside(text, found.cue) if is_open else None
    return (taken,) if taken else ()


def _speakers(text: str, found: Found) -> list[Spans]:
    """The source nearest to the cue, and those joined to it ("Rossi and Lund said"): a statement has one source."""
    if not found.source:
        return []
    near = min(found.source, key=lambda s: max(s.start - found.cue.end, found.cue.start - s.end))
    joined = [near]
    for span in sorted(found.source, key=lambda s: abs(s.start - near.start))[1:]:
        first, last = min(joined[0], joined[-1]), max(joined[0], joined[-1])
        gap = text[span.end : first.start] if span < first else text[last.end : span.start]
        if _SEPARATOR.fullmatch(gap.strip()):
            joined.append(span)
    return [(span,) for span in (near, *sorted(joined[1:]))]


def _of_this_paragraph(text: str, found: Found) -> Spans:
    """The content without what follows in later paragraphs, where it begins in this one: those continue it.

    The dateline before a first sentence is nobody's statement either.
    """
    near = tuple(s for s in found.content if not _LINE_END.search(text, found.cue.end, max(found.cue.end, s.start)))
    return tuple(_without_dateline(text, _without_listener(text, span)) for span in near or found.content)


def _without_listener(text: str, span: Span) -> Span:
    """The content without the pronoun of who is told or asked: "me where I live"."""
    listener = pattern_of("speech", "listener").match(text, *span)
    return trim(text, listener.end(), span.end) if listener else span


def _without_dateline(text: str, span: Span) -> Span:
    if span.start and text[span.start - 1] not in "\r\n":
        return span
    dateline = read_dateline(text[span.start : min(span.end, span.start + _LONGEST_DATELINE)])
    return Span(span.start + dateline.end(), span.end) if dateline else span


def _silence(text: str, found: Found) -> Iterator[Statement]:
    """One statement without content for each party that stays silent."""
    parties = _parties(text, found.source) if found.source else [()]
    for party in parties:
        yield Statement(id="", source=party, cue=(found.cue,), score=score_of(found))


def _parties(text: str, source: Spans) -> list[Spans]:
    """The members of a list ("the Navy, the Army and the CIA") that the source is; else the source.

    Members without a name ("the firm and its owner") count only where no comma stands before the last: it could end
    an apposition ("Brandt, the captain, and the mate").
    """
    at, end = _list_start(text, source[0].start), source[-1].end
    gaps = list(_SEPARATOR.finditer(text, at, end))
    joints = [gap.group() for gap in gaps if _CONJUNCTION.search(gap.group())]
    is_plain = not any(joint.startswith(",") for joint in joints)
    parties: list[Spans] = []
    for gap in [*gaps, None]:
        item = trim(text, at, gap.start() if gap else end)
        if not (_PARTY.match(item.of(text)) or (is_plain and _UNNAMED.match(item.of(text)))):
            break
        parties.append((item,))
        at = gap.end() if gap else end
    is_joined = any(source[0].start <= gap.start() < at for gap in gaps if gap.group() in joints)
    return parties if len(parties) > 1 and is_joined else [(span,) for span in source]


def _list_start(text: str, start: int) -> int:
    """Where the list begins whose later members start here: "the Navy, " before it is a member that was missed."""
    while missed := _MEMBER.search(text, max(0, start - _LONGEST_MEMBER), start):
        start = missed.start()
    return start


# ---------------------------------------------------------------- quotations


def _with_turns(text: str, drafts: Sequence[Statement]) -> list[Statement]:
    """The drafts, with a statement for each line of a transcript in place of those without a cue that begin there."""
    turns = find_turns(text)
    lines = [Span(speaker.start, said.end) for speaker, said in turns]
    kept = [d for d in drafts if d.cue or not find_meeting(lines, *d.extent)]
    return [*kept, *(Statement(id="", source=(who,), content=(said,), score=_TURN_SCORE) for who, said in turns)]


def _with_whole_quotations(drafts: Sequence[Statement], closed: Sequence[Span]) -> list[Statement]:
    """Contents that hold part of a closed quotation hold all of it, unless somebody else's content has the rest."""
    claims: dict[Span, set[int]] = defaultdict(set)
    for number, draft in enumerate(drafts):
        for span in draft.content:
            for quotation in find_meeting(closed, *span):
                claims[quotation].add(number)
    out = list(drafts)
    for quotation, numbers in claims.items():
        draft = out[min(numbers)]
        if len(numbers) == 1 and not any(quotation.meets(s) for s in (*draft.cue, *draft.source)):
            mine = [s for s in draft.content if s.meets(quotation)]
            whole = Span(min(mine[0].start, quotation.start), max(mine[-1].end, quotation.end))
            content = tuple(sorted({*(s for s in draft.content if s not in mine), whole}))
            out[min(numbers)] = replace(draft, content=content)
    return out


def _continued(
    text: str, drafts: Sequence[Statement], quoted: Sequence[Span], sentences: Sequence[Span]
) -> Iterator[Statement]:
    """Quotations that fill sentences of their own soon after a quoted speaker: his words go on, as sure as before."""
    taken = {
        q: d.score
        for d in drafts
        for s in d.content
        for q in find_meeting(quoted, *s)
        if not any(q.covers(cue) for cue in d.cue)  # what is said inside a quotation leaves the quotation open
    }
    spoken = sorted((q.end, score) for q, score in taken.items())
    for span in quoted:
        inside = find_meeting(sentences, *span)
        fills_sentences = inside and inside[0].start == span.start and inside[-1].end - span.end in (0, 1)
        if span in taken or not fills_sentences or len(span.of(text).split()) < _CONTINUED_WORDS:
            continue
        number = bisect_right(spoken, (span.start, 1.0)) - 1
        if number >= 0 and span.start - spoken[number][0] < _CONTINUED_REACH:
            score = spoken[number][1]
            insort(spoken, (span.end, score))
            yield Statement(id="", content=(span,), score=score)


def _implied(text: str, drafts: Sequence[Statement], sentences: Sequence[Span]) -> Iterator[Statement]:
    """Sentences of the report's own that rest on the source named in the one before: "That includes 40 children."."""
    taken = {sentence: draft for draft in drafts for sentence in find_meeting(sentences, *draft.extent)}
    opening = pattern_of("cues", "resting")
    for before, sentence in pairwise(sentences):
        draft = taken.get(before)
        is_far = sentence.start - before.end > _SAME_PARAGRAPH or _LINE_END.search(text, before.end, sentence.start)
        if not (draft and draft.source and draft.cue) or is_far or sentence in taken:
            continue
        if opening.match(text, *sentence):
            content = Span(sentence.start, sentence.end - text[sentence.start : sentence.end].endswith("."))
            yield Statement(id="", content=(content,), score=draft.score, implied=True)


def _quote_of(text: str, statement: Statement, quoted: Sequence[Span]) -> Quote:
    """Direct where (nearly) all letters of the content are quoted, mixed where some are."""
    letters = [i for start, end in statement.content for i in range(start, end) if text[i].isalnum()]
    if not letters:
        return Quote.NONE
    near = {q for span in statement.content for q in find_meeting(quoted, *span)}
    said = sum(any(q.start <= i < q.end for q in near) for i in letters)
    if said >= 0.95 * len(letters):
        return Quote.DIRECT
    return Quote.MIXED if said else Quote.INDIRECT


# ---------------------------------------------------------------- layers


def _with_cited_content(text: str, drafts: Sequence[Statement]) -> list[Statement]:
    """“Citing officials” without a content of its own has that of the statement in whose sentence it stands."""
    main: dict[Spans, Statement] = {}
    for draft in drafts:
        if draft.content and not _cites(text, draft):
            main.setdefault(draft.sentence[:1], draft)
    out = []
    for draft in drafts:
        if draft.content or not _cites(text, draft):
            out.append(draft)
        elif draft.sentence[:1] in main:
            content = main[draft.sentence[:1]].content
            out.append(replace(draft, content=_without(text, content, (*draft.cue, *draft.source))))
    return out


def _without(text: str, content: Spans, others: Spans) -> Spans:
    """The content with the stretch that the other spans cover cut out."""
    start, end = min(s.start for s in others), max(s.end for s in others)
    pieces = (piece for s in content for piece in ((s.start, min(s.end, start)), (max(s.start, end), s.end)))
    kept = (trim(text, a, b) for a, b in pieces if a < b)
    return tuple(piece for piece in kept if any(c.isalnum() for c in piece.of(text)))


def _cites(text: str, statement: Statement) -> bool:
    return any(pattern_of("cues", "citing").search(cue.of(text)) for cue in statement.cue)


def _with_parents(report: Report, drafts: Sequence[Statement]) -> tuple[Statement, ...]:
    """Ids, and the parent of each: the statement with the narrowest content around it."""
    placed = sorted({d.id: d for d in (replace(d, id=_id_of(report, d)) for d in drafts)}.values(), key=_order)
    rank = {s.id: (_length(s.content), not _cites(report.text, s), s.id) for s in placed}  # parents are of a higher one
    around = _find_around(placed)
    out = []
    for number, statement in enumerate(placed):
        outer = [o for o in around[statement.id] if _stands_in(statement, o)]
        if not outer and _cites(report.text, statement):
            near = placed[max(0, number - _CITED_REACH) : number + _CITED_REACH]
            outer = [o for o in near if _share(statement.content, o.content) > 0.5]
        parent = min((rank[o.id] for o in outer if rank[o.id] > rank[statement.id]), default=None)
        out.append(replace(statement, parent=parent[-1] if parent else None))
    return tuple(out)


def _find_around(statements: Sequence[Statement]) -> dict[str, list[Statement]]:
    """For each statement, by id, those in whose content its mark begins: one sweep along the text."""
    contents = sorted((span.start, span.end, n) for n, s in enumerate(statements) for span in s.content)
    around: dict[str, list[Statement]] = {}
    opened: list[tuple[int, int]] = []
    at = 0
    for inner in sorted(statements, key=lambda s: _mark(s)[0].start):
        place = _mark(inner)[0].start
        while at < len(contents) and contents[at][0] <= place:
            opened.append(contents[at][1:])
            at += 1
        opened = [(end, number) for end, number in opened if end > place]
        around[inner.id] = [statements[number] for _, number in opened]
    return around


def _mark(statement: Statement) -> Spans:
    """What must lie inside a content for the statement to stand in it: its cue, else its content or source."""
    return statement.cue or statement.content or statement.source


def _stands_in(inner: Statement, outer: Statement) -> bool:
    """Whether the cue of one (its content, where it has none) lies inside the content of the other."""
    return inner is not outer and all(
        any(span.covers(m) for span in outer.content) and not any(m.meets(own) for own in outer.cue)
        for m in _mark(inner)
    )


def _share(a: Spans, b: Spans) -> float:
    """How much of the shorter of two contents the other one holds too."""
    common = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    return common / max(1, min(_length(a), _length(b)))


def _length(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def _order(statement: Statement) -> tuple[int, int]:
    """By where the statements begin, the longer of two first."""
    start, end = statement.extent
    return start, -end


def _id_of(report: Report, statement: Statement) -> str:
    key = repr((report.id, statement.source, statement.cue, statement.content))
    return "s" + blake2b(key.encode(), digest_size=6).hexdigest()
