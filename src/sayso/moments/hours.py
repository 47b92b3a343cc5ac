"""Times of day, which belong to the day that was named before them."""

from sayso.moments.periods import Match, Resolved


def read_clock(found: Match) -> Resolved:
    """“7:30 p.m.”, “14:00 UTC”, of the day named before it in its paragraph, else of publication; no score or ratio."""
    scene, items = found.scene, found.scene.items[found.first : found.after]
    colons = [at for at, item in enumerate(items) if item.code == ":"]
    if not all(items[at + 1].start - items[at - 1].end == 1 and len(items[at + 1].word) == 2 for at in colons):
        return None
    if not set(found.codes()) & {"K", "Z"} and scene.code(found.first - 1) not in "ibrjk-":
        return None
    return found.day_before() or ((scene.published, scene.published) if scene.published else "vague")


def read_part_of_day(found: Match) -> Resolved:
    """“In the morning”, “at noon”."""
    return (found.day_before() or "vague") if found.scene.code(found.first - 1) in "ib" else None
