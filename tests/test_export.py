"""What is handed on, read back by libraries that know nothing of sayso."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DC, DCTERMS, FOAF, RDF, XSD

from made_decisions import Desk
from made_readings import TEXT, make_reading
from sayso.cli import main
from sayso.ledger import Ledger
from sayso.review import Reviewed, apply
from sayso.show.annotations import CONTEXT, write_annotations
from sayso.show.csv import COLUMNS, write_csv
from sayso.show.wire import make_schema, write_lines
from sayso.types import DecisionKind, Reading, Report, Stance

OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
# The terms of the W3C's context that are used, as its vocabulary defines them: the tests need no network.
LINKS = {"body": OA.hasBody, "target": OA.hasTarget, "source": OA.hasSource, "selector": OA.hasSelector, "via": OA.via,
         "creator": DCTERMS.creator, "first": AS.first}  # fmt: skip
WORDS = {"exact": OA.exact, "prefix": OA.prefix, "suffix": OA.suffix, "value": RDF.value, "name": FOAF.name,
         "format": str(DC.format), "language": str(DC.language)}  # fmt: skip
TYPES = {"Annotation": OA.Annotation, "SpecificResource": OA.SpecificResource, "TextualBody": OA.TextualBody,
         "TextQuoteSelector": OA.TextQuoteSelector, "TextPositionSelector": OA.TextPositionSelector,
         "AnnotationCollection": AS.OrderedCollection, "AnnotationPage": AS.OrderedCollectionPage,
         "Person": FOAF.Person, "Software": AS.Application, "Text": "http://purl.org/dc/dcmitype/Text",
         **{name: OA[name] for name in ("tagging", "linking", "classifying", "identifying")}}  # fmt: skip
TERMS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{name: str(iri) for name, iri in (WORDS | TYPES).items()},
    **{name: {"@id": str(iri), "@type": "@id"} for name, iri in LINKS.items()},
    **{
        n: {"@id": str(OA[iri]), "@type": "@vocab"}
        for n, iri in (("motivation", "motivatedBy"), ("purpose", "hasPurpose"))
    },
    **{name: {"@id": str(OA[name]), "@type": str(XSD.nonNegativeInteger)} for name in ("start", "end")},
    "items": {"@id": str(AS.items), "@type": "@id", "@container": "@list"},
    "modified": {"@id": str(DCTERMS.modified), "@type": str(XSD.dateTime)},
}


def corrected() -> Reviewed:
    desk = Desk(make_reading())
    desk.decide(DecisionKind.REJECT, "s1")
    desk.decide(DecisionKind.STANCE, "s3", "doubts", by="Bo")
    desk.decide(DecisionKind.GRADE, "v3", "B2")
    return desk.reviewed  # type: ignore[no-any-return]


def read_graph(written: str) -> Graph:
    document = json.loads(written)
    assert document["@context"] == CONTEXT
    document["@context"] = TERMS
    return Graph().parse(data=json.dumps(document), format="json-ld")


# ---------------------------------------------------------------- annotations


def test_annotations_say_where_twice_and_rightly() -> None:
    graph = read_graph("".join(write_annotations([corrected(), apply(make_reading(TEXT + "More.\n"), ())])))
    annotations = list(graph.subjects(RDF.type, OA.Annotation))
    assert len(annotations) == 6 + 9
    for annotation in annotations:
        (target,) = graph.objects(annotation, OA.hasTarget)
        selectors = {graph.value(s, RDF.type): s for s in graph.objects(target, OA.hasSelector)}
        assert set(selectors) == {OA.TextPositionSelector, OA.TextQuoteSelector}
        position, quote = selectors[OA.TextPositionSelector], selectors[OA.TextQuoteSelector]
        start, end = (graph.value(position, OA[name]).toPython() for name in ("start", "end"))
        exact, prefix, suffix = (str(graph.value(quote, OA[name])) for name in ("exact", "prefix", "suffix"))
        text = TEXT + "More.\n"
        assert text[start:end] == exact
        assert text[:start].endswith(prefix) and text[end:].startswith(suffix.removesuffix("\n"))


def test_annotations_say_what_and_who() -> None:
    graph = read_graph("".join(write_annotations([corrected()])))
    values = {str(v) for v in graph.objects(None, RDF.value)}
    assert values == {"source", "cue", "content", "asserts", "doubts", "certain", "likely", "dock workers", "Ada Törn"}
    (person,) = graph.subjects(RDF.type, FOAF.Person)
    assert graph.value(person, FOAF.name) == Literal("Bo")
    assert len(list(graph.subjects(DCTERMS.creator, person))) == 3
    assert len(list(graph.objects(None, DCTERMS.modified))) == 3


def test_annotations_name_the_address_a_text_came_from_only_if_it_is_one() -> None:
    reading = make_reading()
    for url, said in (("https://echo.example/a?b=1", True), ("javascript:alert(1)", False), ("https://a b", False)):
        one = replace(reading, report=replace(reading.report, url=url))
        graph = read_graph("".join(write_annotations([apply(one, ())])))
        assert set(graph.objects(None, OA.via)) == ({URIRef(url)} if said else set())


def test_annotations_of_nothing_and_of_half_characters() -> None:
    assert json.loads("".join(write_annotations([])))["first"]["items"] == []
    reading = replace(make_reading(), report=replace(make_reading().report, text="\ud800" + TEXT[1:]))
    "".join(write_annotations([apply(reading, ())])).encode()


# ---------------------------------------------------------------- CSV


def test_csv_gives_a_row_for_each_statement() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(write_csv([corrected()])), newline="")))
    assert [row["statement"] for row in rows] == ["s2", "s3"]
    last = rows[1]
    assert (last["voice"], last["stance"], last["standing"], last["by"]) == ("Ada Törn", "doubts", "changed", "Bo")
    assert (last["grade"], last["content"], last["parent"]) == ("B2", "the sale", "")
    assert TEXT[int(last["start"]) : int(last["end"])] == "Mayor Ada Törn denied the sale"


def test_csv_is_read_by_arrow() -> None:
    arrow = pytest.importorskip("pyarrow.csv", reason="pyarrow is not installed")
    written = "".join(write_csv([corrected(), apply(make_reading('Line, with "marks"\n' + TEXT), ())])).encode()
    options = arrow.ParseOptions(newlines_in_values=True)
    table = arrow.read_csv(io.BytesIO(written), parse_options=options)
    assert tuple(table.column_names) == COLUMNS
    assert table["stance"].to_pylist() == ["asserts", "doubts", "asserts", "asserts", "denies"]
    assert table["score"].to_pylist() == [0.8, 0.7, 0.9, 0.8, 0.7]
    assert 'Line, with "marks"' in table["title"].to_pylist()


@given(title=st.text(), outlet=st.text(alphabet='=+-@＝＋－＠\t\r\n",;ab\0'))
def test_csv_holds_any_words_and_none_as_a_formula(title: str, outlet: str) -> None:
    reading = replace(make_reading(), report=replace(make_reading().report, title=title, outlet=outlet))
    rows = list(csv.DictReader(io.StringIO("".join(write_csv([apply(reading, ())])), newline="")))
    assert len(rows) == 3
    for column, value in (("title", title), ("outlet", outlet)):
        assert rows[0][column].removeprefix("'") == value.removeprefix("'")
        assert rows[0][column][:1] not in {*"=+-@＝＋－＠\t\r\n"}


# ---------------------------------------------------------------- JSON lines


def test_lines_meet_the_schema_of_a_reading_and_carry_the_log() -> None:
    (line,) = write_lines([corrected()])
    record = json.loads(line)
    jsonschema.Draft202012Validator(json.loads(make_schema())).validate(record)
    assert [s["id"] for s in record["statements"]] == ["s2", "s3"]
    assert [s["id"] for s in record["rejected"]] == ["s1"]
    assert [d["kind"] for d in record["decisions"]] == ["reject", "stance", "grade"]
    assert record["standings"]["s3"]["by"] == "Bo"
    assert record["standings"]["v3"]["grade"] == "B2"
    assert (record["undone"], record["lost"]) == ([], [])
    assert msgspec.json.decode(line, type=Reading) == corrected().reading


# ---------------------------------------------------------------- the command


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.chdir(tmp_path)
    ledger = Ledger.open("sayso.db")
    ledger.add(make_reading())
    ledger.add(Reading(report=Report(id="other", text="Nothing.")))
    for decision in corrected().decisions:
        ledger.decide(decision)
    return ledger


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["export", *arguments])
    return code, *capfd.readouterr()


def test_export_gives_each_report_as_people_corrected_it(ledger: Ledger, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd)
    assert (code, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert (second["report"]["id"], second["decisions"]) == ("other", [])
    assert first["statements"][1]["stance"] == Stance.DOUBTS


def test_export_of_some_reports_in_each_format(ledger: Ledger, capfd: pytest.CaptureFixture[str]) -> None:
    id_ = make_reading().report.id
    code, out, _ = run(capfd, "--format", "csv", id_[:6])
    assert (code, len(list(csv.reader(io.StringIO(out))))) == (0, 3)
    code, out, _ = run(capfd, "--format", "annotations", "other", id_)
    assert (code, len(json.loads(out)["first"]["items"])) == (0, 6)
    code, out, err = run(capfd, "--format", "csv", "unknown")
    assert (code, out) == (1, "") and "no report has the id unknown" in err


def test_export_makes_no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capfd)
    assert (code, out, list(tmp_path.iterdir())) == (1, "", []) and "there is no ledger yet" in err
