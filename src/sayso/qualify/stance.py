"""What a source does with a content, or which silence it keeps."""

import re

from sayso.lexicon import pattern_of
from sayso.qualify.cues import (
    AROUND,
    content_words,
    has_form,
    is_left_open,
    is_negated,
    label_at_cue,
    labels_at_cue,
    main_clause,
)
from sayso.types import Response, Span, Spans, Stance, Statement

_ADDRESSED_WORDS = 12  # words of a content that may name whom an order goes to
_SUBJECT_WORDS = 4
_QUESTION_WORDS = 12  # a longer quotation that ends in a question says something first
_QUOTATION_MARKS = "“\"‘'«„"
_PAST = re.compile(r"(?<=\w )[a-z]{3,}ed ")  # "told him the guards asked to leave"
_HALT = re.compile(r"[.!?][”\"’']? ")
_CONTRACTED = re.compile(r"(?<=\w)['’]ll\b")
_ORDER = re.compile(r"(?:^|(?<=\s))(?:to(?= [“\"‘']?(?!(?:the|an?|his|her|their|its|our|my)\b)[a-z])|against(?=\s))")


def stance_of(text: str, statement: Statement, inner: Spans) -> Stance:
    """The stance by the cue, its negation and the form of the content; `inner` is what inner statements say."""
    hits = labels_at_cue("stances", text, statement)
    if not hits:
        return _stance_by_content(text, statement, inner)
    span, label = hits[0]
    tail = " ".join(text[span.end : cue.end] for cue in statement.cue if span.end < cue.end)
    words = f"{tail} {content_words(text, statement.content)}".strip()  # a cue may end in the content's first words
    if label in ("denies", "intends") and is_left_open(text, statement):
        return Stance.ASSERTS  # "it has yet to be decided", "it is in dispute"
    if label in ("denies", "doubts"):
        return _stance_of_denying(text, statement, Stance(label), words, span)
    if label == "asks":
        is_told = bool(pattern_of("forms", "question").search(span.of(text)))
        return Stance.ASKS if is_told else _stance_of_asking(text, statement, words)
    if label == "intends":
        return _stance_of_wishing(text, statement, words)
    return Stance.ASKS if words.startswith("whether ") else Stance(label)


def _stance_of_denying(text: str, statement: Statement, stance: Stance, words: str, at: Span) -> Stance:
    """A denial or a doubt, unless it is negated: "did not rule out calling her" intends, "did not deny" asserts."""
    if is_negated(text, statement, at.start):
        return Stance.INTENDS if _is_act(words) else Stance.ASSERTS
    is_dare = stance is Stance.DOUBTS and _is_instruction(text, statement, words)
    return Stance.URGES if is_dare else stance  # "challenged him to say it"


def _stance_of_asking(text: str, statement: Statement, words: str) -> Stance:
    is_told = pattern_of("forms", "question").match(words) or _is_question(text, statement.content)
    return Stance.ASKS if not words or is_told or not has_form("asking", text, statement) else Stance.URGES


def _stance_of_wishing(text: str, statement: Statement, words: str) -> Stance:
    """One's own act is intended ("wants to leave"), what others should do is urged ("wants him to leave")."""
    if has_form("wishing", text, statement) and not words.startswith("to "):
        return Stance.URGES
    is_judged = content_begins_clause(text, statement.content) or pattern_of("forms", "definite").match(words)
    if has_form("weighing", text, statement) and is_judged:
        return Stance.ASSERTS  # "consider the matter closed", where "consider a boycott" weighs an act
    return Stance.INTENDS


def _stance_by_content(text: str, statement: Statement, inner: Spans) -> Stance:
    words = content_words(text, statement.content)
    is_own_question = not _is_quoted(text, statement.content) and _is_question(text, statement.content)
    if is_own_question or words.startswith("whether "):
        return Stance.ASSERTS if is_left_open(text, statement) else Stance.ASKS
    is_short = len(words.split()) <= _QUESTION_WORDS and not _HALT.search(words)
    if statement.cue and is_short and _is_question(text, statement.content):
        return Stance.ASKS
    clause = main_clause(text, statement.content, inner)
    if has_form("calling", text, statement) and _is_rejected(words, has_form("denouncing", text, statement)):
        return Stance.DENIES
    if _is_instruction(text, statement, words) or _should_happen(text, statement, words, clause):
        return Stance.URGES
    return Stance.INTENDS if _announces_act(text, statement, clause) else Stance.ASSERTS


def _is_rejected(words: str, is_denounced: bool) -> bool:
    """Whether a falsehood is what something is called, or a claim is called names: "called the claim “a novel”"."""
    named, mark, _ = words.partition(" “" if " “" in words else ' "')
    is_claim = (mark or is_denounced) and pattern_of("speech", "claim").search(named)
    return bool(is_claim or pattern_of("forms", "falsehood").search(words))


def _is_question(text: str, content: Spans) -> bool:
    return bool(content) and content[-1].of(text).rstrip("”\"’'»").endswith("?")


def content_begins_clause(text: str, content: Spans) -> bool:
    """Whether the content is introduced as a clause: "consider that …"."""
    return bool(content) and content[0].of(text).lstrip("“\"‘'").startswith("that ")


def _is_act(words: str) -> bool:
    """Whether the content names an act by its -ing form: "ruled out calling her"."""
    first = words.partition(" ")[0]
    return first.endswith("ing") and len(first) > len("thing")


def _is_instruction(text: str, statement: Statement, words: str) -> bool:
    """Whether it tells what to do: "told residents to leave", "cautioned them against haste"."""
    if not has_form("instructing", text, statement) or content_begins_clause(text, statement.content):
        return False
    order = _ORDER.search(words)
    if not order or _is_quoted(text, statement.content):
        return False
    addressed = words[: order.start()]
    is_clause = pattern_of("forms", "finite").search(addressed) or _PAST.search(addressed)
    return len(addressed.split()) <= _ADDRESSED_WORDS and not is_clause


def _is_quoted(text: str, content: Spans) -> bool:
    return bool(content) and content[0].of(text)[0] in _QUOTATION_MARKS


def _should_happen(text: str, statement: Statement, words: str, clause: str) -> bool:
    """An order ("Stay at home"), a bare subjunctive ("that the gate be closed"), or "should"."""
    is_order = words[:1].islower() or not statement.cue or _is_quoted(text, statement.content)
    if is_order and not content_begins_clause(text, statement.content) and pattern_of("forms", "order").match(words):
        return True
    if has_form("proposing", text, statement):
        bare = f" {clause} ".replace(",", " ").count(" be ") - len(pattern_of("forms", "bare be").findall(clause))
        return bare > 0 or _is_act(clause)
    return bool(pattern_of("forms", "should").search(clause)) and not pattern_of("forms", "should have").search(clause)


def _announces_act(text: str, statement: Statement, clause: str) -> bool:
    """Whether the subject is the speaker and the verb tells of something done on purpose: "said she would appeal"."""
    if has_form("announcing", text, statement) and pattern_of("forms", "act").search(clause):
        return True
    clause = _CONTRACTED.sub(" will", clause)
    will = pattern_of("forms", "will do").search(clause)
    if not will or label_at_cue("certainties", text, statement):
        return False
    subject, rest = clause[: will.start()].split(), clause[will.end() :].lstrip()
    if not subject or len(subject) > _SUBJECT_WORDS or pattern_of("forms", "happens").match(rest):
        return False
    return _is_speaker(text, statement, " ".join(subject).lower())


def _is_speaker(text: str, statement: Statement, subject: str) -> bool:
    """Whether the subject of a content may be its source: a pronoun that agrees, or a noun that the source holds."""
    speaker = pattern_of("forms", "speaker")
    source = " ".join(span.of(text) for span in statement.source).lower()
    if speaker.fullmatch(subject):
        return subject in ("i", "we", source) or not speaker.fullmatch(source)
    return subject.rsplit(maxsplit=1)[-1] in source.replace("’s", "").replace("'s", "").split()


def response_of(text: str, statement: Statement) -> Response | None:
    """Which silence a statement without content is; None for one that says something."""
    if statement.content or not statement.cue:
        return None
    label = label_at_cue("silences", text, statement)
    if label:
        return Response(label)
    if _says_without_words(text, statement):
        return None
    if has_form("withholding", text, statement):
        return Response.DECLINED
    around = text[statement.cue[0].start : statement.cue[-1].end + AROUND].partition("\n")[0]
    for kind, response in (("reaching", Response.NOT_REACHED), ("answering", Response.NO_RESPONSE)):
        if pattern_of("forms", kind).search(around):
            return response
    return Response.DECLINED


def _says_without_words(text: str, statement: Statement) -> bool:
    """A denial, doubt or citation whose matter is not put in words, and a noun ("the minister's charge")."""
    if pattern_of("cues", "citing").search(statement.cue[0].of(text)):
        return True
    if any(span.of(text).endswith(("'s", "’s")) for span in statement.source):
        return True
    hits = labels_at_cue("stances", text, statement)
    return bool(hits) and not (hits[0][1] != "doubts" and is_negated(text, statement, hits[0][0].start))
