"""What `evaluation/change.py` says of two readings of one text."""

import json
import sys
from pathlib import Path
from typing import Any

from made_readings import make_reading
from sayso.show.wire import encode_line

sys.path.append(str(Path(__file__).parents[1]))

from evaluation.change import compare

Record = dict[str, Any]


def made() -> Record:
    """A new reading with three statements: s1, s2 inside s1, and the denial s3."""
    record: Record = json.loads(encode_line(make_reading()))
    return record


def kinds_of(before: Record, after: Record) -> list[str]:
    return sorted(kind for kind, _ in compare(before, after))


def lines_of(kind: str, before: Record, after: Record) -> list[str]:
    return [line for mine, line in compare(before, after) if mine == kind]


def test_same() -> None:
    assert kinds_of(made(), made()) == ["same"] * 3


def test_other_ids_and_scores_are_no_change() -> None:
    after = json.loads(json.dumps(made()).replace('"s1"', '"t1"').replace('"v3"', '"w3"'))
    after["statements"][0]["score"] = 0.1
    assert kinds_of(made(), after) == ["same"] * 3


def test_gained_and_lost() -> None:
    fewer = made()
    del fewer["statements"][2]
    assert kinds_of(fewer, made()) == ["gained", "same", "same"]
    assert kinds_of(made(), fewer) == ["lost", "same", "same"]
    assert lines_of("gained", fewer, made()) == ["Mayor Ada Törn | denied | the sale"]
    assert lines_of("lost", made(), fewer) == ["Mayor Ada Törn | denied | the sale"]


def test_changed_tells_what_from_what() -> None:
    after = made()
    after["statements"][2] |= {"stance": "doubts", "source": [], "voice": None}
    (line,) = lines_of("changed", made(), after)
    assert line.startswith("– | denied | the sale")
    for change in ("source: Mayor Ada Törn → –", "voice: Ada Törn → –", "stance: denies → doubts"):
        assert change in line
    assert "certainty" not in line
    assert kinds_of(made(), after) == ["changed", "same", "same"]


def test_parent_is_compared_by_its_words() -> None:
    after = made()
    after["statements"][1]["parent"] = None
    (line,) = lines_of("changed", made(), after)
    assert "parent: that dock workers said the ferry line was being sold → –" in line


def test_little_more_content_is_a_change_and_much_is_another_statement() -> None:
    (start, end), text = made()["statements"][1]["content"][0], made()["report"]["text"]
    after = made()
    after["statements"][1]["content"] = [[start + len("the "), end]]
    assert kinds_of(made(), after) == ["changed", "same", "same"]
    after["statements"][1]["content"] = [[text.index("sold."), end]]
    assert kinds_of(made(), after) == ["gained", "lost", "same", "same"]


def test_other_cue_is_another_statement() -> None:
    after = made()
    after["statements"][2]["cue"] = []
    assert kinds_of(made(), after) == ["gained", "lost", "same", "same"]


def test_silences_of_one_cue_are_told_apart_by_their_source() -> None:
    before, after = made(), made()
    sources = [statement["source"] for statement in before["statements"]]
    silence = before["statements"][2] | {"content": [], "stance": "no_comment", "denies": None}
    before["statements"] = [silence | {"id": f"s{n}", "source": source} for n, source in enumerate(sources)]
    after["statements"] = before["statements"][1:]
    assert kinds_of(before, after) == ["lost", "same", "same"]


def test_nothing() -> None:
    empty = made() | {"statements": []}
    assert kinds_of(empty, empty) == []
