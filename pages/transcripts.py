"""Run what the pages show and write down what comes out:  python -m pages.transcripts [PAGE...]

A `console` block holds commands after "$ " and what each prints; a `text` block after a `python` block is what that
prints. All of a page runs in one folder, in which `examples` is this repository's.
"""

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sayso.cli import main as run_sayso

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
_BLOCK = re.compile(r"^```(?P<kind>\w+)(?P<rest>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


def main(names: list[str]) -> None:
    """Fill the pages named, or all that show commands."""
    for page in map(Path, names) if names else list_pages():
        page.write_text(fill(page.read_text(encoding="utf-8"), DOCS / "pictures"), encoding="utf-8")
        print(page)


def list_pages() -> Iterator[Path]:
    """The pages with something to run."""
    for page in sorted(DOCS.rglob("*.md")):
        if any(block["kind"] in {"console", "python"} for block in find_blocks(page.read_text(encoding="utf-8"))):
            yield page


def find_blocks(page: str) -> Iterator[re.Match[str]]:
    """The fenced blocks of a page; `kind` and `body` are their groups."""
    return _BLOCK.finditer(page)


def fill(page: str, pictures: Path | None = None) -> str:
    """The page with what its commands print now; the pictures that they draw are kept where one says so."""
    names: dict[str, Any] = {"__name__": "__main__"}
    printed, end = "", 0

    def run(block: re.Match[str]) -> str:
        nonlocal printed, end
        body, follows = block["body"], not page[end : block.start()].strip()
        end = block.end()
        if block["kind"] == "console":
            body = "".join(_run_line(line) for line in body.splitlines() if line.startswith("$ "))
        elif block["kind"] == "python":
            printed = _run_python(body, names)
        elif block["kind"] == "text" and follows and printed:
            body, printed = printed, ""
        return f"```{block['kind']}{block['rest']}\n{body}```"

    with TemporaryDirectory() as folder, chdir(folder):
        Path("examples").symlink_to(ROOT / "examples")
        filled = _BLOCK.sub(run, page)
        if pictures:
            for picture in Path().glob("*.svg"):
                shutil.copy(picture, pictures / picture.name)
        return filled


def _run_line(line: str) -> str:
    """A command and what it prints. The first of a pipe is ours, what follows is the shell's."""
    command, is_piped, rest = line[2:].partition(" | ")
    command, is_kept, file = command.partition(" > ")
    words = [found for word in shlex.split(command) for found in _find_files(word)]
    if words[0] == "sayso":
        out = _run_here(words[1:])
    else:
        out = subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout
    if is_piped:
        out = subprocess.run(rest, shell=True, input=out, capture_output=True, text=True, check=True).stdout
    if is_kept:
        Path(file).write_text(out, encoding="utf-8")
        out = ""
    return f"{line}\n" + _make_plain(out)


def _find_files(word: str) -> list[str]:
    return sorted(map(str, Path().glob(word))) if "*" in word else [word]


def _run_here(arguments: list[str]) -> str:
    """Both outputs of a command of ours."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(out), redirect_stderr(out):
        run_sayso(arguments)
    return out.buffer.getvalue().decode()  # type: ignore[attr-defined]


def _run_python(code: str, names: dict[str, Any]) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(code, "page", "exec"), names)
    return _make_plain(out.getvalue())


def _make_plain(out: str) -> str:
    """Without the blanks at the ends of lines, and one line end at its end."""
    lines = "\n".join(line.rstrip() for line in out.splitlines()).strip("\n")
    return f"{lines}\n" if lines else ""


if __name__ == "__main__":
    os.environ.pop("COLUMNS", None)
    main(sys.argv[1:])
