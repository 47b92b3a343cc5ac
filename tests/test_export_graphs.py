"""Provenance, schema.org, STIX and Parquet, read back by libraries that know nothing of sayso."""

import io
import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from rdflib import RDF, Graph, Literal, Namespace
from rdflib.namespace import PROV, RDFS

from made_cases import read_ferry
from made_decisions import Desk
from made_readings import TEXT, make_reading
from sayso.cli import main
from sayso.ledger import Ledger
from sayso.review import Reviewed, apply
from sayso.show.csv import COLUMNS
from sayso.show.formats import FORMATS, is_format, load_writer
from sayso.types import DecisionKind, Quote

SCHEMA = Namespace("https://schema.org/")
HALF = "\ud800" + TEXT[1:]


def corrected() -> Reviewed:
    desk = Desk(replace(make_reading(), made_by="sayso 9, model x"))
    desk.decide(DecisionKind.REJECT, "s1", why="not said")
    desk.decide(DecisionKind.STANCE, "s2", "doubts", by="Bo")
    desk.decide(DecisionKind.ACCEPT, "s3")
    return desk.reviewed  # type: ignore[no-any-return]


def graph_of(form: str, *reviewed: Reviewed) -> Graph:
    return Graph().parse(data="".join(load_writer(form)(reviewed)), format="json-ld")  # type: ignore[arg-type]


# ---------------------------------------------------------------- provenance


def test_provenance_keeps_the_programs_part_and_a_persons_apart() -> None:
    graph = graph_of("prov", corrected())
    (program,) = graph.subjects(RDF.type, PROV.SoftwareAgent)
    assert graph.value(program, RDFS.label) == Literal("sayso 9, model x")
    read = set(graph.subjects(PROV.wasAttributedTo, program))
    assert len(read) == 3
    revised = dict(graph.subject_objects(PROV.wasRevisionOf))
    assert set(revised.values()) < read and not set(revised) & read
    names = {str(graph.value(p, RDFS.label)) for new in revised for p in graph.objects(new, PROV.wasAttributedTo)}
    assert names == {"Ada", "Bo"}
    assert {str(graph.value(new, RDFS.label)) for new in revised} == {"dock workers doubts", "Ada Törn denies"}
    ((invalid, by),) = graph.subject_objects(PROV.wasInvalidatedBy)
    assert invalid in read and graph.value(by, RDFS.comment) == Literal("not said")


def test_provenance_leads_from_each_entry_to_its_report() -> None:
    graph = graph_of("prov", *(apply(reading, ()) for reading in read_ferry()))
    entries = {e for e in graph.subjects(PROV.wasGeneratedBy) if graph.value(e, PROV.wasAttributedTo)}
    assert len(entries) == sum(len(r.statements) for r in read_ferry())
    for entry in entries:
        reading = graph.value(entry, PROV.wasGeneratedBy)
        assert graph.value(reading, PROV.used) in set(graph.objects(entry, PROV.wasDerivedFrom))


def test_what_is_undone_leaves_no_revision() -> None:
    desk = Desk(make_reading())
    desk.undo(desk.decide(DecisionKind.REJECT, "s2"))
    graph = graph_of("prov", desk.reviewed)
    assert not list(graph.subject_objects(PROV.wasRevisionOf)) and not list(
        graph.subject_objects(PROV.wasInvalidatedBy)
    )
    assert len(list(graph.subjects(PROV.startedAtTime))) == 2


# ---------------------------------------------------------------- schema.org


def test_schemaorg_gives_articles_claims_and_no_verdict() -> None:
    graph = graph_of("schemaorg", apply(make_reading(), ()))
    (article,) = graph.subjects(RDF.type, SCHEMA.NewsArticle)
    claims = list(graph.subjects(RDF.type, SCHEMA.Claim))
    assert len(claims) == 2 and all(graph.value(claim, SCHEMA.appearance) == article for claim in claims)
    assert {str(graph.value(c, SCHEMA.text)) for c in claims} >= {"the ferry line was being sold"}
    assert not list(graph.subjects(RDF.type, SCHEMA.ClaimReview))
    quoted = replace(make_reading().statements[1], parent=None, quote=Quote.DIRECT)
    said = apply(replace(make_reading(), statements=(quoted,)), ())
    assert len(list(graph_of("schemaorg", said).subjects(RDF.type, SCHEMA.Quotation))) == 1


# ---------------------------------------------------------------- STIX


def test_stix_is_read_by_its_own_library() -> None:
    stix2 = pytest.importorskip("stix2", reason="stix2 is not installed: pip install stix2")
    readings = [corrected(), *(apply(reading, ()) for reading in read_ferry())]
    bundle = stix2.parse("".join(load_writer("stix")(readings)))
    kinds = [made.type for made in bundle.objects]
    assert kinds.count("report") == 11 and "indicator" not in kinds
    ids = {made.id for made in bundle.objects}
    assert len(ids) == len(kinds)
    for made in bundle.objects:
        assert set(made.get("object_refs", ())) <= ids and made.get("created_by_ref", made.id) in ids
    people = {made.id: made.name for made in bundle.objects if made.type == "identity"}
    notes = {note.content: note for note in bundle.objects if note.type == "note"}
    changed = notes["the ferry line was being sold"]
    assert (
        people[changed.created_by_ref] == "Bo" and "standing:changed" in changed.labels and "confidence" not in changed
    )


def test_stix_gives_a_denial_as_an_opinion_of_its_voice() -> None:
    stix2 = pytest.importorskip("stix2", reason="stix2 is not installed: pip install stix2")
    bundle = stix2.parse("".join(load_writer("stix")([apply(make_reading(), ())])))
    (opinion,) = (made for made in bundle.objects if made.type == "opinion")
    assert (opinion.opinion, list(opinion.authors)) == ("disagree", ["Ada Törn"])
    (denied,) = (made for made in bundle.objects if made.id == opinion.object_refs[0])
    assert denied.content == "the ferry line was being sold"


# ---------------------------------------------------------------- Parquet


def test_parquet_has_the_rows_of_the_table() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install 'sayso[parquet]'")
    written = b"".join(load_writer("parquet")([corrected(), apply(make_reading(HALF), ())]))  # type: ignore[arg-type]
    table = parquet.read_table(io.BytesIO(written))
    assert tuple(table.column_names) == COLUMNS
    assert table["stance"].to_pylist() == ["doubts", "denies", "asserts", "asserts", "denies"]
    assert table["standing"].to_pylist()[:2] == ["changed", "accepted"] and table["by"].to_pylist()[:2] == ["Bo", "Ada"]
    start, end = table["start"].to_pylist()[1], table["end"].to_pylist()[1]
    assert TEXT[start:end] == "Mayor Ada Törn denied the sale"


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("form", [form for form in FORMATS if is_format(form)])
def test_each_format_of_nothing_and_of_odd_words_can_be_written(form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'sayso[parquet]'")
    for reviewed in ([], [apply(make_reading(HALF, published=None, outlet=None), ())]):
        for piece in load_writer(form)(reviewed):
            piece if isinstance(piece, bytes) else piece.encode()
    if form in {"annotations", "prov", "schemaorg", "stix"}:
        json.loads("".join(load_writer(form)([])))  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["prov", "schemaorg", "stix"])
def test_the_command_writes_it(tmp_path: Path, form: str, capfd: pytest.CaptureFixture[str]) -> None:
    with Ledger.open(tmp_path / "l.db") as ledger:
        ledger.add(make_reading())
    assert main(["export", "--ledger", str(tmp_path / "l.db"), "--format", form]) == 0
    assert json.loads(capfd.readouterr().out)
