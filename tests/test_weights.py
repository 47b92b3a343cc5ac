"""The model's files are those of the release, or are refused in one clear line; nothing is loaded that could run."""

import ast
from pathlib import Path

import pytest
from evaluation.bill import make_bill
from training.sums import NAMES

from sayso import desk
from sayso.cli import main
from sayso.model import weights
from sayso.model.weights import load_weights
from sayso.problems import ModelError
from test_architecture import MODULES, find_imports

RUNS_WHAT_IT_LOADS = {"pickle", "marshal", "shelve", "dill", "joblib", "torch", "imp"}


@pytest.mark.parametrize("name", NAMES)
def test_each_file_is_the_one_that_was_released(name: str) -> None:
    assert load_weights(name), "the file changed: python -m training.sums"


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with another model."""
    for name in NAMES:
        (tmp_path / name).write_bytes(b"another")
    sums = Path(weights.__file__).with_name(weights.SUMS)
    (tmp_path / weights.SUMS).write_bytes(sums.read_bytes())
    monkeypatch.setattr(weights, "files", lambda package: tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", [*NAMES, "unknown.onnx"])
def test_another_is_refused(other: Path, name: str) -> None:
    with pytest.raises(ModelError, match="; install sayso anew"):
        load_weights(name)


def test_the_command_says_so_in_one_line(
    other: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sayso.model import encode  # noqa: PLC0415 - its cache is emptied for this test

    encode._tokenizer.cache_clear()
    (tmp_path / "a.txt").write_text("It rained, he said.", encoding="utf-8")
    assert main(["read", str(tmp_path / "a.txt")]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "tokenizer.json is damaged, or not the one that was released" in told


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_nothing_is_loaded_that_could_run(module: Path) -> None:
    assert not {name.partition(".")[0] for name in find_imports(module)} & RUNS_WHAT_IT_LOADS
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec", "__import__"}, f"line {node.lineno}"


def test_the_bill_names_the_packages_the_model_and_htmx() -> None:
    pytest.importorskip("uv", reason="uv, which writes the bill, is not installed beside the tests")
    components = {component["name"]: component for component in make_bill()["components"]}
    assert {"onnxruntime", "msgspec", "htmx.min.js", *NAMES} <= set(components)
    assert b'version:"2.0.11"' in Path(desk.__file__).parent.joinpath("static", "htmx.min.js").read_bytes()
    assert all("version" in component for component in components.values())
