"""Training examples: annotated texts, the changes made to them, and the windows cut from them."""

import json
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sayso.model.encode import WINDOW, Case, inputs_of, make_pieces
from sayso.text import find_paragraphs
from training.reports import load_reports

ROLES = ("source", "cue", "content")
Spans = list[tuple[int, int]]
FRAME_RATE = 0.15  # how many of the places between two paragraphs get a frame
DROP_RATE = 0.08  # how many of the paragraphs that no statement leaves are left out
MASK_RATE, CASELESS_RATE, MARKLESS_RATE, RENAMED_RATE = 0.08, 0.1, 0.1, 0.25
ANYONE, HOUSE = 0, 1  # habits of annotation; PolNeAR's six annotators have the numbers after these
ANYONE_RATE, HOUSE_ANYONE_RATE = 0.5, 0.25  # how often it is not told who annotated a window
VOCABULARY, MASK = 30522, 103  # of BERT uncased; ids above MASK are of words
IGNORE = -100  # a label that no loss counts


@dataclass
class Marked:
    """A text with its statements: {role: spans}, in code points of the text.

    PolNeAR annotates one layer: a cue inside a content is neither right nor wrong, but in the stretches `known`,
    where every layer is annotated. `habit` tells who annotated.
    """

    text: str
    statements: list[dict[str, Spans]] = field(default_factory=list)
    known: Spans = field(default_factory=list)
    habit: int = ANYONE

    def shifted(self, by: int) -> "Marked":
        """The same statements where the text begins at another offset."""
        return Marked(
            self.text,
            [_moved(s, by) for s in self.statements],
            [(a + by, b + by) for a, b in self.known],
            self.habit,
        )


def load_polnear(path: Path) -> list[Marked]:
    """Read PolNeAR's JSON lines."""
    articles = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    habits = {name: number for number, name in enumerate(sorted({a["annotator"] for a in articles}), HOUSE + 1)}
    return [
        Marked(
            a["text"],
            [{r: [(x, y) for x, y in s[r]] for r in ROLES} for s in a["statements"]],
            habit=habits[a["annotator"]],
        )
        for a in articles
    ]


def load_house(folder: Path) -> list[Marked]:
    """Our own reports that are for training, in which every layer is annotated."""
    return [
        Marked(
            report.text,
            [_with_colon(report.text, told.spans) for told in report.statements.values()],
            [(0, len(report.text))],
            HOUSE,
        )
        for report in load_reports(folder)
        if not report.is_kept_back
    ]


def _with_colon(text: str, spans: dict[str, Spans]) -> dict[str, Spans]:
    """A statement's roles; a colon or dash between source and content, which is no cue, stands for one."""
    marked = {role: spans[role] for role in ROLES}
    if spans["cue"] or not (spans["source"] and spans["content"]):
        return marked
    ends = sorted([*spans["source"], *spans["content"]])
    for (_, end), (start, _) in pairwise(ends):
        joint = re.search(r"[:–—]", text[end:start])
        if joint:
            return marked | {"cue": [(end + joint.start(), end + joint.end())]}
    return marked


class Frames:
    """Fills the sentences of frames.toml with words of its lists and clauses of the corpus."""

    def __init__(self, path: Path, corpus: Sequence[Marked]) -> None:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        self.words: dict[str, list[str]] = given["words"]
        self.frames = [f["text"] for f in given["frame"]]
        self.weights = [f.get("weight", 1) for f in given["frame"]]
        self.clauses = sorted(set(_clauses(corpus)))
        self.sentences = list(_sentences(corpus))

    def make(self, rng: random.Random) -> Marked:
        """One filled frame."""
        return self._fill(rng.choices(self.frames, self.weights)[0], rng)

    def _fill(self, frame: str, rng: random.Random) -> Marked:
        text = ""
        open_spans: list[tuple[str, int]] = []
        found: dict[str, dict[str, Spans]] = {}
        inner: list[dict[str, Spans]] = []
        known: Spans = []
        for token in re.findall(r"\[[SQC]\d |\]|\{\w+\}|[^\[\]{}]+", frame):
            if token == "]":
                key, start = open_spans.pop()
                role = {"S": "source", "Q": "cue", "C": "content"}[key[0]]
                end = len(text)
                while end > start and text[end - 1] == " ":
                    end -= 1
                found.setdefault(key[1], {r: [] for r in ROLES})[role].append((start, end))
            elif token[0] == "[":
                open_spans.append((token[1:3], len(text)))
            elif token == "{sentence}":
                sentence = rng.choice(self.sentences)
                piece = sentence.text
                if text and not text.endswith("“"):
                    piece = piece[0].lower() + piece[1:] if piece[:2] != "I " else piece
                inner += sentence.shifted(len(text)).statements
                text += piece
            else:
                word = self._word(token[1:-1], rng) if token[0] == "{" else token
                if token != "{clause}":
                    known.append((len(text), len(text) + len(word)))
                text += word
        first = next((i for i, c in enumerate(text) if c.isalpha()), 0)
        text = text[:first] + text[first].upper() + text[first + 1 :]
        return Marked(text, [s for s in found.values() if s["cue"]] + inner, known)

    def _word(self, slot: str, rng: random.Random) -> str:
        if slot == "clause":
            return rng.choice(self.clauses)
        if slot == "person":
            name = f"{rng.choice(self.words['first'])} {rng.choice(self.words['last'])}"
            style = rng.random()
            if style < 0.3:
                return name.split()[1]
            if style < 0.6:
                return f"{rng.choice(self.words['title'])} {name}"
            return name
        word = rng.choice(self.words[slot])
        return re.sub(r"\{(\w+)\}", lambda m: self._word(m[1], rng), word)


def _clauses(corpus: Sequence[Marked]) -> Iterator[str]:
    """Contents that begin with "that", without it: clauses which fit after any cue."""
    for article in corpus:
        for statement in article.statements:
            if len(statement["content"]) == 1:
                start, end = statement["content"][0]
                content = article.text[start:end]
                if content.startswith("that ") and 25 < end - start < 220 and not re.search(r"[\n“”\"]", content):
                    yield content[5:].rstrip(" ,.")


def _sentences(corpus: Sequence[Marked]) -> Iterator[Marked]:
    """Paragraphs of one sentence that hold all of a statement: ready to stand inside another."""
    for article in corpus:
        for start, end in find_paragraphs(article.text):
            text = article.text[start:end]
            inside = [s for s in article.statements if all(start <= a and b <= end for r in ROLES for a, b in s[r])]
            touching = [s for s in article.statements if any(start <= a < end for r in ROLES for a, b in s[r])]
            if not inside or len(inside) != len(touching) or not 40 < len(text) < 300:
                continue
            if re.search(r"[“”\"\n]|[.?!] [A-Z]", text) or not text.endswith("."):
                continue
            cut = len(text) - 1
            marked = [{r: [(a - start, min(b - start, cut)) for a, b in s[r]] for r in ROLES} for s in inside]
            yield Marked(text[:cut], marked)


def vary(article: Marked, frames: Frames, rng: random.Random) -> Marked:
    """The article with paragraphs left out, frames put between those that stay, and quotation marks changed."""
    out = Marked("", habit=article.habit)
    parts: list[str] = []
    length = 0
    for start, end in _separable(article):
        if rng.random() < DROP_RATE:
            continue
        out.statements += [_moved(s, length - start) for s in article.statements if start <= _extent(s)[0] < end]
        out.known += [
            (max(a, start) + length - start, min(b, end) + length - start)
            for a, b in article.known
            if max(a, start) < min(b, end)
        ]
        parts.append(article.text[start:end])
        length += end - start
        if rng.random() < FRAME_RATE and parts[-1].endswith("\n"):
            frame = frames.make(rng).shifted(length)
            out.statements += frame.statements
            out.known += frame.known
            parts.append(frame.text + "\n")
            length += len(frame.text) + 1
    out.text = _restyled("".join(parts), rng)
    return out


def _extent(statement: dict[str, Spans]) -> tuple[int, int]:
    spans = [span for role in ROLES for span in statement[role]]
    return min(a for a, _ in spans), max(b for _, b in spans)


def _moved(statement: dict[str, Spans], by: int) -> dict[str, Spans]:
    return {role: [(a + by, b + by) for a, b in statement[role]] for role in ROLES}


def _separable(article: Marked) -> Iterator[tuple[int, int]]:
    """The article in stretches of whole paragraphs that no statement leaves."""
    extents = [_extent(s) for s in article.statements]
    start = 0
    for end in [*(m.end() for m in re.finditer(r"\n+", article.text)), len(article.text)]:
        if end > start and not any(first < end < last for first, last in extents):
            yield start, end
            start = end
    if start < len(article.text):
        yield start, len(article.text)


def _restyled(text: str, rng: random.Random) -> str:
    """Other quotation marks, as many code points as before."""
    draw = rng.random()
    if draw < 0.2:
        return text.translate(str.maketrans("“”‘’", "\"\"''"))
    if draw < 0.3:  # a machine lost some of the marks
        return "".join(" " if c in '“”"' and rng.random() < 0.15 else c for c in text)
    return text


@dataclass(frozen=True)
class Example:
    """One window: rows (3, length), cue labels (length,), and for each cue (first, last, tags)."""

    rows: np.ndarray
    cues: np.ndarray
    statements: list[tuple[int, int, np.ndarray]]
    habit: int


def make_examples(article: Marked, rng: random.Random | None) -> Iterator[Example]:
    """Cut an article into windows; with `rng`, the first one starts somewhere before the text's start."""
    pieces = make_pieces(article.text)
    at = -rng.randrange(WINDOW) if rng else 0
    cue = np.zeros(len(pieces), dtype=np.int64)
    for statement in article.statements:
        for a, b in statement["content"]:
            cue[np.arange(*pieces.touching(a, b))] = IGNORE
    for a, b in article.known:
        cue[np.arange(*pieces.touching(a, b))] = 0
    tagged = []
    for statement in _one_for_each_cue(article.statements):
        tags = np.zeros(len(pieces), dtype=np.int64)
        for role, begin in (("source", 1), ("content", 3)):
            for a, b in statement[role]:
                inside = np.arange(*pieces.touching(a, b))
                tags[inside] = begin + 1
                tags[inside[:1]] = begin
        spots = np.concatenate([np.arange(*pieces.touching(a, b)) for a, b in statement["cue"]] or [[]])
        if len(spots):
            first, last = int(spots[0]), int(spots[-1]) + 1
            cue[first:last] = 2
            cue[first] = 1
            tagged.append((first, last, tags))
    while at < len(pieces):
        start, end = max(at, 0), min(at + WINDOW, len(pieces))
        labels = np.full(end - start + 2, IGNORE, dtype=np.int64)
        labels[1:-1] = cue[start:end]
        mine = [
            (first - start + 1, last - start + 1, _well_begun(np.pad(tags[start:end], 1)))
            for first, last, tags in tagged
            if start <= first and last <= end
        ]
        if end - start > 8:
            yield Example(inputs_of(pieces, start, end), labels, mine, article.habit)
        at += WINDOW


def _one_for_each_cue(statements: Sequence[dict[str, Spans]]) -> list[dict[str, Spans]]:
    """Statements that share a cue as one with all their sources: several parties, one silence."""
    merged: dict[tuple[tuple[int, int], ...], dict[str, Spans]] = {}
    for statement in statements:
        first = merged.setdefault(tuple(statement["cue"]), {r: [] for r in ROLES})
        for role in ROLES:
            first[role] = sorted({*first[role], *statement[role]})
    return list(merged.values())


def _well_begun(tags: np.ndarray) -> np.ndarray:
    """The tags, with a beginning tag wherever an inside tag follows another kind: where a window cuts a span."""
    before = np.roll(tags, 1)
    torn = ((tags == 2) & (before != 1) & (before != 2)) | ((tags == 4) & (before != 3) & (before != 4))
    return np.where(torn, tags - 1, tags)


def find_names(examples: Sequence[Example]) -> np.ndarray:
    """The ids of words that are names of sources nearly always: the names that may stand for one another."""
    seen, titled, named = (np.zeros(VOCABULARY, dtype=np.int64) for _ in range(3))
    for example in examples:
        ids, case = example.rows[0], example.rows[1]
        np.add.at(seen, ids, 1)
        np.add.at(titled, ids[case == Case.TITLE], 1)
        for _, _, tags in example.statements:
            np.add.at(named, ids[(case == Case.TITLE) & ((tags == 1) | (tags == 2))], 1)
    return np.flatnonzero((seen >= 5) & (titled > 0.95 * seen) & (named > 0.2 * seen))


class Noise:
    """What is changed in a window each time it is read, so that no wording is learned by heart."""

    def __init__(self, names: np.ndarray, seed: int) -> None:
        self.names = names
        self.draw = np.random.default_rng(seed)

    def disturb(self, rows: np.ndarray) -> None:
        """Mask words of rows (3, length), hide case or quotation marks, and give people one another's names."""
        if self.draw.random() < RENAMED_RATE:
            other = np.arange(VOCABULARY)
            other[self.names] = self.draw.permutation(self.names)
            rows[0] = other[rows[0]]
        if self.draw.random() < CASELESS_RATE:
            rows[1] = 0
        if self.draw.random() < MARKLESS_RATE:
            rows[2] = 0
        rows[0][(self.draw.random(rows.shape[1]) < MASK_RATE) & (rows[0] > MASK)] = MASK


def _habit_of(example: Example, noise: Noise) -> int:
    rate = HOUSE_ANYONE_RATE if example.habit == HOUSE else ANYONE_RATE
    return ANYONE if noise.draw.random() < rate else example.habit


def make_batch(examples: Sequence[Example], noise: Noise | None) -> dict[str, Tensor]:
    """Pad the examples into tensors; with `noise`, disturbed."""
    length = max(e.rows.shape[1] for e in examples)
    rows = np.zeros((len(examples), 3, length), dtype=np.int64)
    cues = np.full((len(examples), length), IGNORE, dtype=np.int64)
    habits = np.zeros(len(examples), dtype=np.int64)
    window, first, last, tags = [], [], [], []
    for number, example in enumerate(examples):
        own = example.rows.shape[1]
        rows[number, :, :own] = example.rows
        cues[number, :own] = example.cues
        for a, b, t in example.statements:
            window.append(number)
            first.append(a)
            last.append(b)
            tags.append(np.pad(t, (0, length - len(t))))
        if noise:
            noise.disturb(rows[number])
            habits[number] = _habit_of(example, noise)
    return {
        "rows": torch.from_numpy(rows),
        "habits": torch.from_numpy(habits),
        "cues": torch.from_numpy(cues),
        "window": torch.tensor(window, dtype=torch.long),
        "first": torch.tensor(first, dtype=torch.long),
        "last": torch.tensor(last, dtype=torch.long),
        "tags": torch.from_numpy(np.stack(tags)) if tags else torch.zeros(0, length, dtype=torch.long),
    }
