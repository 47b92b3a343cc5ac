"""Many readings on one matter: which report rests on which, what they claim together, and from how many origins."""

from sayso.cases.changes import Change, ChangeKind, State, find_changes
from sayso.cases.groups import Group, find_groups
from sayso.cases.make import make_case

__all__ = ["Change", "ChangeKind", "Group", "State", "find_changes", "find_groups", "make_case"]
