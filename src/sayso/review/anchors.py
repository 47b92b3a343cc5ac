"""Anchors: where a statement stands in the words of its report, and finding it again in another reading."""

from collections.abc import Iterator, Sequence

from sayso.types import Anchor, Quoted, Span, Spans, Statement

AROUND = 32  # code points kept before and after the words
_TOLD_BY = 24  # code points, of the words and around them, that must be the same
_ENOUGH = 0.5  # of source, cue and content together, that a statement shares with its anchor
_SAME_MATTER = 0.3  # of the content alone

Roles = tuple[Spans, Spans, Spans]  # source, cue, content


def make_anchor(
    text: str, source: Spans = (), cue: Spans = (), content: Spans = (), *, voice: str | None = None
) -> Anchor:
    """The anchor of these spans."""
    quoted = (tuple(_quote(text, span) for span in spans) for spans in (source, cue, content))
    return Anchor(voice=voice, **dict(zip(("source", "cue", "content"), quoted, strict=True)))


def _quote(text: str, span: Span) -> Quoted:
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    return Quoted(span=span, exact=span.of(text), prefix=before, suffix=after)


def roles_of(statement: Statement) -> Roles:
    """Source, cue and content of a statement."""
    return statement.source, statement.cue, statement.content


def find_roles(text: str, anchor: Anchor) -> Roles:
    """Source, cue and content as they stand in this text, without those spans whose words are not there."""
    return find_all(text, anchor.source), find_all(text, anchor.cue), find_all(text, anchor.content)


def find_form(text: str, anchor: Anchor) -> Roles | None:
    """The roles to look for a statement by; None where the words that make it this one are gone from the text."""
    source, cue, content = find_roles(text, anchor)
    is_gone = not content if anchor.content else not cue
    return None if is_gone else (source, cue, content)


def find_all(text: str, quoted: Sequence[Quoted]) -> Spans:
    """The spans that are found again, in order."""
    return tuple(span for one in quoted if (span := find_quoted(text, one)))


def find_quoted(text: str, quoted: Quoted) -> Span | None:
    """The place of the words: where they stood if all is as it was, else where most of the words around are the same.

    None where the words are gone: the same word elsewhere, among other words, is another.
    """
    if _quote(text, quoted.span) == quoted:
        return quoted.span
    whole = quoted.prefix + quoted.exact + quoted.suffix
    if (at := text.find(whole)) >= 0 and text.find(whole, at + 1) < 0:
        return Span(at + len(quoted.prefix), at + len(quoted.prefix) + len(quoted.exact))
    shared = {place: _shared_around(text, place, quoted) for place in _find_places(text, quoted.exact)}
    best = max(shared, key=lambda place: (shared[place], -abs(place.start - quoted.span.start)), default=None)
    return best if best and len(quoted.exact) + shared[best] >= _TOLD_BY else None


def _find_places(text: str, words: str) -> Iterator[Span]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1)


def _shared_around(text: str, place: Span, quoted: Quoted) -> int:
    """How many code points before and after the place are those that stood around the words."""
    now = _quote(text, place)
    return _shared_start(now.prefix[::-1], quoted.prefix[::-1]) + _shared_start(now.suffix, quoted.suffix)


def _shared_start(a: str, b: str) -> int:
    """How many code points two texts share at their starts; an end of the report in the same place counts for all."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), AROUND if a == b else 0)


class Finder:
    """Finds the statements of a reading by where they stand."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._by_roles = {roles_of(s): s.id for s in reversed(statements)}
        self._placed = [(_bounds(roles), roles, id_) for roles, id_ in self._by_roles.items()]

    def find(self, forms: Sequence[Roles]) -> str | None:
        """The id of the statement that stands where one of the forms does, or shares most with one of them.

        None where no statement shares enough, or two share as much.
        """
        for form in forms:
            if form in self._by_roles:
                return self._by_roles[form]
        places = [_bounds(form) for form in forms]
        near = {
            id_: max(_likeness(roles, form) for form in forms)
            for bounds, roles, id_ in self._placed
            if any(bounds.meets(place) for place in places)
        }
        best = sorted(near, key=lambda id_: near[id_], reverse=True)
        if not best or near[best[0]] < _ENOUGH or (len(best) > 1 and near[best[1]] == near[best[0]]):
            return None
        return best[0]


def _bounds(roles: Roles) -> Span:
    """From the first to the last code point."""
    ends = [end for spans in roles for span in spans for end in span]
    return Span(min(ends, default=0), max(ends, default=0))


def _likeness(mine: Roles, other: Roles) -> float:
    """From 0 to 1, how far two statements stand on the same words; 0 where a role of both has nothing in common."""
    shares = [_share(a, b) for a, b in zip(mine, other, strict=True)]
    apart = any(a and b and not share for a, b, share in zip(mine, other, shares, strict=True))
    if apart or (mine[2] and other[2] and shares[2] < _SAME_MATTER) or not (shares[1] or shares[2]):
        return 0.0
    told = [share for a, b, share in zip(mine, other, shares, strict=True) if a or b]
    return sum(told) / len(told)


def _share(a: Spans, b: Spans) -> float:
    """Twice what two groups of spans have in common, of both their lengths (Dice)."""
    common = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    return 2 * common / max(1, sum(end - start for start, end in (*a, *b)))


def meets_any(spans: Spans, others: Spans) -> bool:
    """Whether a span of one group shares a code point with one of the other."""
    return any(span.meets(other) for span in spans for other in others)
