"""Steps that other packages add to the reading of a report, under the entry point group `sayso.steps`.

A step is a plain function that takes a Reading and gives one back, with whatever it adds or puts in place of ours.
"""

from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from sayso.problems import SaysoError
from sayso.types import Reading

GROUP = "sayso.steps"
Step = Callable[[Reading], Reading]


def apply_steps(reading: Reading) -> Reading:
    """The reading after each installed step, in the order of their names.

    Raises SaysoError, which names the package, where one cannot be loaded, fails, or gives back no Reading.
    """
    for point, step in _load_steps():
        try:
            result = step(reading)
        except Exception as error:
            raise _fault(point, f"failed ({type(error).__name__}: {error})") from error
        if not isinstance(result, Reading):
            raise _fault(point, f"gave back {type(result).__name__}, not a Reading")
        reading = result
    return reading


@cache
def _load_steps() -> tuple[tuple[EntryPoint, Step], ...]:
    return tuple((point, _load(point)) for point in sorted(entry_points(group=GROUP), key=lambda p: p.name))


def _load(point: EntryPoint) -> Step:
    try:
        step: Step = point.load()
    except Exception as error:
        raise _fault(point, f"cannot be loaded ({type(error).__name__}: {error})") from error
    return step


def _fault(point: EntryPoint, told: str) -> SaysoError:
    package = point.dist.name if point.dist else point.value
    return SaysoError(f"the step {point.name} of {package} {told}; mend it, or uninstall {package}")
