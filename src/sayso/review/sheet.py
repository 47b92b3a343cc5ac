"""The sheet on which decisions are carried out, one after the other."""

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from hashlib import blake2b

from msgspec.structs import replace

from sayso.review.anchors import find_all, find_roles, meets_any
from sayso.text import find_meeting, find_sentences
from sayso.types import Anchor, Decision, DecisionKind, Reading, Span, Spans, Stance, Statement, Voice, VoiceKind


class Sheet:
    """A copy of a reading's statements and voices, on which people's decisions are carried out."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.report.text
        self._statements = {s.id: s for s in reading.statements}
        self._voices = {v.id: v for v in reading.voices}
        self._rejected: set[str] = set()
        self._merged: dict[str, str] = {}

    @cached_property
    def _sentences(self) -> list[Span]:
        return find_sentences(self._text)

    @property
    def rejected(self) -> tuple[Statement, ...]:
        """The statements that are rejected as things stand."""
        return tuple(s for s in self._statements.values() if s.id in self._rejected)

    def make_reading(self) -> Reading:
        """The reading as things stand; what stood inside a rejected statement moves up to the next outer one."""
        kept = (s for s in self._statements.values() if s.id not in self._rejected)
        statements = tuple(
            replace(s, parent=self._parent_of(s), denies=None if s.denies in self._rejected else s.denies) for s in kept
        )
        return replace(self._reading, statements=statements, voices=tuple(self._voices.values()))

    def _parent_of(self, statement: Statement) -> str | None:
        parent = statement.parent
        passed: set[str] = set()
        while parent in self._rejected and parent not in passed:
            passed.add(parent)
            outer = self._statements.get(parent)
            parent = outer.parent if outer else None
        return None if parent in self._rejected else parent

    def follow(self, id_: str) -> str:
        """The id itself, or of the voice into which that voice went."""
        while id_ in self._merged and id_ not in self._voices:
            id_ = self._merged[id_]
        return id_

    def find_voice(self, decision: Decision) -> str | None:
        """The id of the voice that the decision is about: by its id and name, its name, or what it was called where."""
        name, voice = decision.anchor.voice, self._voices.get(decision.target)
        if voice and name in {voice.name, *voice.aliases}:
            return voice.id
        if named := self._find_named(name or ""):
            return named.id
        sources = find_all(self._text, decision.anchor.source)
        met = Counter(
            s.voice for s in self._statements.values() if s.voice in self._voices and meets_any(s.source, sources)
        )
        return min(met, key=lambda id_: (-met[id_], str(id_))) if met else None

    def _find_named(self, name: str) -> Voice | None:
        """The voice of this name; else the first that has it in another case, or as an alias."""
        same = [v for v in self._voices.values() if v.name == name]
        alike = [v for v in self._voices.values() if v.name.casefold() == name.casefold()]
        known = [v for v in self._voices.values() if name in v.aliases]
        return next(iter((*same, *alike, *known)), None)

    def carry_out(self, decision: Decision, place: str) -> bool:
        """Carry out a decision on the statement or voice with this id; whether all that it is about was found."""
        carriers: dict[DecisionKind, Callable[[Decision, str], bool]] = {
            DecisionKind.ACCEPT: self._accept,
            DecisionKind.REJECT: self._reject,
            DecisionKind.SPAN: self._move,
            DecisionKind.STANCE: lambda d, at: self._set_stance(at, d.after),
            DecisionKind.VOICE: lambda d, at: self._set_voice(at, d.after),
            DecisionKind.MERGE_VOICES: self._merge,
            DecisionKind.SPLIT_VOICE: self._split,
        }
        return carriers[decision.kind](decision, place) if decision.kind in carriers else True

    # ------------------------------------------------------------ statements

    def _accept(self, decision: Decision, place: str) -> bool:
        """What was accepted stays as it was accepted, whatever a later model makes of it."""
        return (
            self._move(decision, place)
            and self._set_stance(place, decision.after["stance"])
            and self._set_voice(place, decision.after["voice"])
        )

    def _reject(self, decision: Decision, place: str) -> bool:
        self._rejected.add(place)
        return True

    def _move(self, decision: Decision, place: str) -> bool:
        """Put source, cue and content where the person put them; leave them where one of their words is gone."""
        moved = decision.moved or Anchor()
        source, cue, content = find_roles(self._text, moved)
        wanted = (*moved.source, *moved.cue, *moved.content)
        if not wanted or len((*source, *cue, *content)) < len(wanted):
            return False
        before = self._statements[place]
        after = replace(before, source=source, cue=cue, content=content)
        if after != before:
            after = replace(after, sentence=tuple(find_meeting(self._sentences, *after.extent)))
        self._statements[place] = after
        self._rejected.discard(place)
        return True

    def _set_stance(self, place: str, stance: str) -> bool:
        statement = self._statements[place]
        if statement.stance != stance:  # what it denied, or how it was silent, belongs to the old one
            statement = replace(statement, stance=Stance(stance), denies=None, response=None)
        self._statements[place] = statement
        self._rejected.discard(place)
        return True

    def _set_voice(self, place: str, name: str | None) -> bool:
        self._statements[place] = replace(self._statements[place], voice=self._voice_for(name))
        self._rejected.discard(place)
        return True

    # ------------------------------------------------------------ voices

    def _voice_for(self, name: str | None, like: Voice | None = None) -> str | None:
        """The id of the voice of this name; where there is none, of a new one of the same kind as `like`."""
        if name is None:
            return None
        if voice := self._find_named(name):
            return voice.id
        return self._add_voice(name, like)

    def _add_voice(self, name: str, like: Voice | None) -> str:
        key = f"{self._reading.report.id}\0{name}".encode(errors="surrogatepass")
        id_ = "v" + blake2b(key, digest_size=6).hexdigest()
        kind, named = (like.kind, like.named) if like else (VoiceKind.UNKNOWN, True)
        self._voices[id_] = Voice(id=id_, name=name, kind=kind, named=named)
        return id_

    def _merge(self, decision: Decision, place: str) -> bool:
        """Give all that one voice says to another, which takes its names too."""
        taken = self._voices[place]
        kept = self._voices[self._voice_for(decision.after, taken) or place]
        if kept.id == place:  # a new reading may have found out by itself
            return True
        aliases = dict.fromkeys((*kept.aliases, taken.name, *taken.aliases))
        self._voices[kept.id] = replace(kept, aliases=tuple(a for a in aliases if a != kept.name))
        del self._voices[place]
        self._merged[place] = kept.id
        for statement in list(self._statements.values()):
            if statement.voice == place:
                self._statements[statement.id] = replace(statement, voice=kept.id)
        return True

    def _split(self, decision: Decision, place: str) -> bool:
        """Give some of what one voice says to a voice of another name; whether any of it was found."""
        source, cue, content = find_roles(self._text, decision.moved or Anchor())
        going = [
            s for s in self._statements.values()
            if s.voice == place and _is_among(s, source, cue, content)
        ]  # fmt: skip
        if not going:
            return False
        name, old = decision.after["name"], self._voices[place]
        same = next((v.id for v in self._voices.values() if v.name == name and v.id != place), None)
        new = same or self._add_voice(name, old)
        for statement in going:
            self._statements[statement.id] = replace(statement, voice=new)
        return True


def _is_among(statement: Statement, source: Spans, cue: Spans, content: Spans) -> bool:
    """Whether a statement is one of those that stand on these spans."""
    if statement.source and not meets_any(statement.source, source):
        return False
    return meets_any(statement.cue, cue) if statement.cue else meets_any(statement.content, content)
