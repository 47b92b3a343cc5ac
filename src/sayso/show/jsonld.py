"""JSON-LD that needs no network: graphs of objects whose contexts stand in the document."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Node = dict[str, Any]


def write_graph(context: Mapping[str, Any], nodes: Iterable[Node]) -> Iterator[str]:
    """The pieces of one document, a node a line. Half characters, which UTF-8 cannot hold, stay escapes."""
    yield f'{{"@context": {json.dumps(context)}, "@graph": ['
    separator = "\n"
    for node in nodes:
        yield separator + json.dumps({name: value for name, value in node.items() if value not in (None, [], "")})
        separator = ",\n"
    yield "\n]}\n"
