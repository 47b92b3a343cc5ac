"""The fictional case of the ferry as its gold has it: readings built from the marked words, without the model."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sayso.types import (
    Case,
    Certainty,
    Claim,
    Conflict,
    ConflictKind,
    Derivation,
    DerivationKind,
    Member,
    Moment,
    Origins,
    Position,
    Reading,
    Reason,
    Report,
    Response,
    Side,
    Span,
    Spans,
    Stance,
    Stand,
    Statement,
    Voice,
    VoiceKind,
)

FERRY = Path(__file__).parents[1] / "examples" / "cases" / "ferry"


@cache
def gold() -> Any:
    return json.loads((FERRY / "case.json").read_text(encoding="utf-8"))


def place_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@cache
def read_ferry() -> tuple[Reading, ...]:
    """The ten reports; a statement for each marked member and each silence."""
    return tuple(_read(document) for document in gold()["documents"])


def _read(document: dict[str, str]) -> Reading:
    text = (FERRY / document["file"]).read_bytes().decode()
    about = {name: document[name] for name in ("id", "title", "outlet", "published", "url")}
    names: dict[str, str] = {}
    statements: dict[Any, Statement] = {}
    for claim in gold()["claims"]:
        for member in claim["members"]:
            if member["doc"] == document["id"] and member["voice"]:
                voice = names.setdefault(member["voice"], f"v{len(names) + 1}")
                span = place_of(text, member["content"])
                statements.setdefault(
                    (span, voice),
                    Statement(
                        id=f"s{len(statements) + 1}", voice=voice, content=(span,), sentence=(span,),
                        stance=_stance(member["stance"]), certainty=_certainty(member), score=0.9,
                        response=Response.DECLINED if member["stance"] == "no_comment" else None,
                    ),
                )  # fmt: skip
    for silence in gold()["responses"]:
        if silence["doc"] == document["id"]:
            voice = names.setdefault(silence["party"], f"v{len(names) + 1}")
            span = place_of(text, silence["content"])
            statements[span, voice, "silent"] = Statement(
                id=f"s{len(statements) + 1}", voice=voice, cue=(span,), sentence=(span,), stance=Stance.NO_COMMENT,
                response=Response(silence["kind"]), score=0.9,
            )  # fmt: skip
    voices = tuple(Voice(id=id_, name=name, kind=VoiceKind.UNKNOWN, named=True) for name, id_ in names.items())
    moment = Moment(span=Span(0, 10), earliest="2023-01-19", latest="2023-01-19")
    return Reading(report=Report(**about, text=text), voices=voices, statements=(*statements.values(),),
                   moments=(moment,))  # fmt: skip


def make_case(readings: Sequence[Reading]) -> Case:
    """The gold as a case of these reports, as `sayso.cases` would make it."""
    by_id = {reading.report.id: reading for reading in readings}
    claims = tuple(claim for given in gold()["claims"] if (claim := _make_claim(given, by_id)))
    return Case(
        readings=tuple(sorted(readings, key=lambda r: r.report.published or "")),
        derivations=tuple(_make_derivation(given, by_id) for given in gold()["derivations"] if given["from"] in by_id),
        claims=claims, conflicts=tuple(_make_conflicts(by_id)),
        positions=tuple(position for claim in claims for position in _make_positions(claim, by_id)),
    )  # fmt: skip


def _stance(written: str) -> Stance:
    return Stance.ASSERTS if written == "unknown" else Stance(written)


def _certainty(member: dict[str, str]) -> Certainty:
    return Certainty.UNKNOWN if member["stance"] == "unknown" else Certainty(member["certainty"])


def _make_claim(given: dict[str, Any], by_id: dict[str, Reading]) -> Claim | None:
    members = tuple(_make_member(m, by_id[m["doc"]]) for m in given["members"] if m["doc"] in by_id)
    if not members:
        return None
    told = gold()["origins"][given["id"]]
    groups = [tuple(doc for doc in group if doc in by_id) for group in told["groups"]]
    groups = [group for group in groups if group]
    origins = Origins(
        groups=tuple(groups), established=min(told["established_independent"], len(groups)), possible=len(groups),
        unrecorded=(), reasons=(told["why"],),
    )  # fmt: skip
    return Claim(id=given["id"], text=given["text"], members=members, origins=origins)


def _make_member(given: dict[str, str], reading: Reading) -> Member:
    span: Spans = (place_of(reading.report.text, given["content"]),)
    own = next((s.id for s in reading.statements if s.content == span), None)
    return Member(doc=given["doc"], statement=own, content=span, voice=given["voice"], stance=_stance(given["stance"]),
                  certainty=_certainty(given))  # fmt: skip


def _make_derivation(given: dict[str, Any], by_id: dict[str, Reading]) -> Derivation:
    text = by_id[given["from"]].report.text
    reasons = tuple(Reason(given["from"], place_of(text, words), "names it") for words in given["why"] if words in text)
    to = given["to"] if given["to"] in by_id else None
    return Derivation(from_=given["from"], to=to, to_name=given.get("to_name") or given["to"],
                      kind=DerivationKind(given["kind"]), score=0.9, reasons=reasons)  # fmt: skip


def _make_conflicts(by_id: dict[str, Reading]) -> Iterator[Conflict]:
    for given in gold()["conflicts"]:
        sides = tuple(
            Side(side["doc"], place_of(by_id[side["doc"]].report.text, side["content"]), side["value"])
            for side in given["sides"]
            if side["doc"] in by_id
        )
        if len(sides) > 1:
            yield Conflict(kind=ConflictKind(given["kind"]), about=given["about"], sides=sides,
                           superseded=given.get("superseded", False))  # fmt: skip


def _make_positions(claim: Claim, by_id: dict[str, Reading]) -> Iterator[Position]:
    for voice in dict.fromkeys(m.voice for m in claim.members if m.voice and m.statement):
        stands = tuple(
            Stand(doc=m.doc, statement=m.statement or "", stance=m.stance, certainty=m.certainty,
                  at=(by_id[m.doc].report.published or "")[:10])
            for m in claim.members
            if m.voice == voice and m.statement
        )  # fmt: skip
        turns = tuple(n for n in range(1, len(stands)) if stands[n].stance != stands[n - 1].stance)
        yield Position(voice=voice, claim=claim.id, stands=stands, turns=turns)
