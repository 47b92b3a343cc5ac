"""A stand-in for the pipeline in the processes that read for `sayso bulk`: quick, or deadly where a report asks for it.

The first word of a report says what happens; what happens once leaves a file at the report's address.
"""

import os
import signal
import time
from pathlib import Path

from made_readings import reading_of
from sayso.problems import UnreadableInputError
from sayso.types import Problem, Reading, Report


def read_report(report: Report, problems: tuple[Problem, ...] = ()) -> Reading:
    match report.text.split()[0]:
        case "REFUSE":
            raise UnreadableInputError("this cannot be read; write another")
        case "FAIL":
            raise ValueError("a fault of ours")
        case "HANG":
            time.sleep(60)
        case "SLOW":
            time.sleep(0.2)
        case "DIE":
            os.kill(os.getpid(), signal.SIGKILL)
        case "DIE-ONCE" if _is_first(report):
            os.kill(os.getpid(), signal.SIGKILL)
        case "LOSE-WORKER" if _is_first(report):
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)
    return reading_of(report)


def _is_first(report: Report) -> bool:
    marker = Path(report.url or "")
    if marker.exists():
        return False
    marker.touch()
    return True
