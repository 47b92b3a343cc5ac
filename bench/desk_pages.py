"""How long the desk takes for each of its pages: a report of 100 kB, and a case of 30 reports.

    python bench/desk_pages.py

The first opening of a case makes it; later ones find it made. Times are the server's
seconds of CPU, the best of three: other work on the machine does not count.
"""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.testclient import TestClient

from sayso.cases import make_case
from sayso.desk import make_app
from sayso.ledger import Ledger
from sayso.pipeline import read_report
from sayso.types import Report

CASES = Path(__file__).parents[1] / "examples" / "cases"
REPORTS, LONG = 30, 100_000
ROUNDS = 3


def load_reports() -> list[Report]:
    """The reports of the example cases, as one ledger holds them."""
    found = []
    for folder in sorted(path for path in CASES.iterdir() if path.is_dir()):
        for document in json.loads((folder / "case.json").read_text(encoding="utf-8"))["documents"]:
            text = (folder / document["file"]).read_bytes().decode()
            about = {name: document[name] for name in ("title", "outlet", "published", "url")}
            found.append(Report(id=f"{folder.name}-{document['id']}", text=text, **about))
    return found


def time_of(ask: Callable[[], object]) -> float:
    """Milliseconds of CPU that it takes."""
    start = time.process_time()
    ask()
    return 1000 * (time.process_time() - start)


def main() -> None:
    """Print a line for each page."""
    reports = load_reports()
    text = "\n\n".join(report.text for report in reports)
    long = Report(id="long", title="All of them", outlet="Bench", published="2031-05-04", text=(text * 3)[:LONG])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        with Ledger.open(path) as ledger:
            for report in (*reports, long):
                reading = read_report(report)
                ledger.add(reading)
            print(f"{len(reports)} reports; the long one has {len(long.text)} characters, "
                  f"{len(reading.statements)} statements", flush=True)  # fmt: skip
        app = make_app(path, by="Bench", token="t", port=8000, make_case=make_case)
        client = TestClient(app, base_url="http://127.0.0.1:8000")
        client.get("/?token=t")
        ids = "&".join(f"report={report.id}" for report in reports[:REPORTS])
        of_reports = ("/reports", "/reports?words=ferry", "/review", "/reports/long/reader", "/reports/long/review",
                      "/reports/long/voices", "/reports/long/chain")  # fmt: skip
        of_cases = (f"/case?{ids}", f"/case?{ids}&all=1", f"/case/claim?{ids}&claim=c1", f"/case/dossier?{ids}",
                    f"/case/dossier.html?{ids}", f"/case/export/stix?{ids}")  # fmt: skip
        print_times(client, of_reports)
        print(f"{'/case, first opening':40} {time_of(lambda: client.get(f'/case?{ids}')):8.0f} ms", flush=True)
        print_times(client, of_cases)


def print_times(client: TestClient, pages: Sequence[str]) -> None:
    """A line for each page: how long it takes, and how large it is."""
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        best = min(time_of(lambda page=page: client.get(page)) for _ in range(ROUNDS))
        print(f"{page.split('report=')[0][:40]:40} {best:8.0f} ms {len(answer.content) / 1000:8.0f} kB", flush=True)


if __name__ == "__main__":
    main()
