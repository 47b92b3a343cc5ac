"""Undoing line breaks that only the width of a sheet or a mail made: a sentence may not end with its line."""

import re

_WIDEST = 100  # characters: longer lines were not broken by hand
_FULL = 0.6  # of the widest line: a shorter line ends its paragraph
_STANDS_ALONE = re.compile(r"\s*(?:>|[-*•–]\s|\d+[.)]\s|--\s*$)|\S+:\s*$")


def unwrap(text: str) -> str:
    """The text with the lines of each paragraph joined; as it is where no lines were broken."""
    lines = [line.rstrip() for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    if width > _WIDEST:
        return text
    out: list[list[str]] = []
    for before, line in zip(["", *lines], lines, strict=False):
        if before and line and len(before) >= _FULL * width and not _STANDS_ALONE.match(line) and width > _WIDEST // 2:
            out[-1].append(line.lstrip())
        else:
            out.append([line])
    return "\n".join(map(" ".join, out))
