"""The attribution model at work: onnxruntime on one window at a time.

One window a run, without padding: a score never depends on what else was read.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import onnxruntime
from msgspec import Struct, json
from numpy.typing import NDArray

from sayso.model.encode import Pieces, Window, inputs_of, make_pieces, make_windows
from sayso.model.weights import load_weights
from sayso.text import trim
from sayso.types import Span, Spans

_SOURCE, _CONTENT = (1, 2), (3, 4)  # tags: beginning, inside

Floats = NDArray[np.float32]


class Found(Struct, frozen=True):
    """One attribution as the model sees it, in code points of the text.

    `cue_score`, `source_score` and `content_score` are mean probabilities of their pieces (of "no source", "no
    content" where there is none).
    """

    cue: Span
    source: Spans
    content: Spans
    cue_score: float
    source_score: float
    content_score: float


class Settings(Struct, frozen=True):
    """model.json: what belongs to the weights.

    `name` tells one model from another; `follow` (5, 5) and `begin` (5,) score one tag after another and at the
    start; `cue_bias` is added to the logits of a cue (chosen on dev); `calibration` holds the weights of a logistic
    regression over the logits of the three scores, the intercept first.
    """

    name: str
    follow: tuple[tuple[float, ...], ...]
    begin: tuple[float, ...]
    cue_bias: float
    calibration: tuple[float, float, float, float]


@cache
def load_settings() -> Settings:
    """The settings that lie beside the weights."""
    return json.decode(load_weights("model.json"), type=Settings)


@cache
def _session(name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # one thread a process: scale by processes
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(load_weights(name), options, providers=["CPUExecutionProvider"])


def find_attributions(text: str, also: Sequence[Span] = ()) -> list[Found]:
    """Every attribution of the text, in the order of the cues.

    `also` are cues that are known from elsewhere: they are read like those that the model finds itself, and stand
    in the place of those which they meet.
    """
    pieces = make_pieces(text)
    known = _pieces_of(pieces, also)
    return [found for window in make_windows(pieces) for found in _read(text, pieces, window, known)]


def encode_window(rows: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Rows (3, length) → hidden (1, length, 384) and cue logits (1, length, 3)."""
    hidden, logits = _session("encoder.onnx").run(None, {"rows": rows[None]})
    return hidden, logits


def _read(text: str, pieces: Pieces, window: Window, known: Sequence[tuple[int, int]]) -> Iterator[Found]:
    hidden, logits = encode_window(inputs_of(pieces, window.start, window.end))
    offset = window.start - 1  # row 0 of a window is its opening piece
    likely = _softmax(logits[0])
    cues = _decode_cues(logits[0], window.core_start - offset, window.core_end - offset)
    inside = known[bisect_left(known, (window.core_start, 0)) : bisect_left(known, (window.core_end, 0))]
    mine = [(a - offset, b - offset) for a, b in inside if b <= window.end]
    cues = sorted([c for c in cues if not any(c[0] < b and a < c[1] for a, b in mine)] + mine)
    if not cues:
        return
    first, last = (np.array(side, dtype=np.int64) for side in zip(*cues, strict=True))
    feed = {"hidden": hidden, "cues": logits, "window": np.zeros_like(first), "first": first, "last": last}
    tag_logits = _session("tagger.onnx").run(None, feed)[0]
    tags = _decode_tags(tag_logits)
    sure = _softmax(tag_logits)
    for number, (a, b) in enumerate(cues):
        tags[number, a:b] = 0
        yield Found(
            cue=_text_span(text, pieces, a + offset, b + offset),
            source=tuple(_without_comma(text, s) for s in _spans_of(text, pieces, tags[number], _SOURCE, offset)),
            content=_spans_of(text, pieces, tags[number], _CONTENT, offset),
            cue_score=1.0 if (a, b) in mine else float(1 - likely[a:b, 0].mean()),
            source_score=_mean_score(sure[number], tags[number], _SOURCE),
            content_score=_mean_score(sure[number], tags[number], _CONTENT),
        )


def _pieces_of(pieces: Pieces, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The numbers [first, last) of the pieces that the spans cover, in order; spans without a piece are left out."""
    pairs = (pieces.touching(*span) for span in spans)
    return sorted((first, last) for first, last in pairs if first < last)


def _decode_cues(logits: Floats, start: int, end: int) -> list[tuple[int, int]]:
    """Row numbers [first, last) of the cues that begin in [start, end): the best path of outside, begin, inside."""
    biased = logits + np.array([0.0, load_settings().cue_bias, load_settings().cue_bias], dtype=np.float32)
    path = biased.argmax(1)
    if ((path == 2) & (np.concatenate(([0], path[:-1])) == 0)).any():  # else the best at each place is the best path
        forbidden = np.zeros((3, 3), dtype=np.float32)
        forbidden[0, 2] = -1e4
        path = _best_paths(biased[None], forbidden, np.array([0.0, 0.0, -1e4], dtype=np.float32))[0]
    return [(a, b) for a, b in _runs(path, (1, 2)) if start <= a < end]


def _decode_tags(logits: Floats) -> NDArray[np.int64]:
    settings = load_settings()
    return _best_paths(logits, np.array(settings.follow, np.float32), np.array(settings.begin, np.float32))


def _best_paths(logits: Floats, follow: Floats, begin: Floats) -> NDArray[np.int64]:
    """Viterbi: (n, length, tags) scores → the best tag sequence of each, (n, length)."""
    length = logits.shape[1]
    came_from = np.zeros(logits.shape, dtype=np.int64)
    total: Floats = logits[:, 0] + begin
    for at in range(1, length):
        onward = total[:, :, None] + follow
        onward.argmax(1, out=came_from[:, at])
        total = np.maximum.reduce(onward, 1) + logits[:, at]
    paths = []
    last_tags: list[int] = total.argmax(1).tolist()
    for last, rows in zip(last_tags, came_from, strict=True):
        steps: list[list[int]] = rows.tolist()
        path = [last]
        for back in reversed(steps[1:]):
            path.append(back[path[-1]])
        paths.append(path[::-1])
    return np.array(paths, dtype=np.int64)


def _runs(path: NDArray[np.int64], tags: tuple[int, int]) -> list[tuple[int, int]]:
    """The runs [first, last) of one role: from a beginning tag, or from an inside tag after another role."""
    inside = tags[1]
    runs: list[tuple[int, int]] = []
    for at in np.flatnonzero(_has_role(path, tags)).tolist():
        if path[at] == inside and runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _spans_of(text: str, pieces: Pieces, path: NDArray[np.int64], tags: tuple[int, int], offset: int) -> Spans:
    spans = (_text_span(text, pieces, a + offset, b + offset) for a, b in _runs(path, tags))
    return tuple(span for span in spans if span.start < span.end)


def _text_span(text: str, pieces: Pieces, first: int, last: int) -> Span:
    return trim(text, int(pieces.start[first]), int(pieces.end[last - 1]))


def _without_comma(text: str, span: Span) -> Span:
    """A source without the comma that ends its apposition."""
    end = span.end
    while end > span.start + 1 and text[end - 1] in " ,;:":
        end -= 1
    return Span(span.start, end)


def _mean_score(likely: Floats, path: NDArray[np.int64], tags: tuple[int, int]) -> float:
    """The mean probability of the role on its pieces; of its absence, where no piece has it."""
    role = likely[:, tags].sum(1)
    mine = _has_role(path, tags)
    return float(role[mine].mean()) if mine.any() else float(1 - role.max())


def _has_role(path: NDArray[np.int64], tags: tuple[int, int]) -> NDArray[np.bool_]:
    return np.asarray((path == tags[0]) | (path == tags[1]))


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


def score_of(found: Found) -> float:
    """The calibrated probability that the attribution is right."""
    intercept, *weights = load_settings().calibration
    parts = (found.cue_score, found.source_score, found.content_score)
    total = intercept + sum(w * _logit(part) for w, part in zip(weights, parts, strict=True))
    return round(1 / (1 + math.exp(-total)), 3)


def _logit(score: float) -> float:
    held = min(max(score, 1e-3), 1 - 1e-3)
    return math.log(held / (1 - held))
