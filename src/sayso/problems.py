"""Faults of the input, by code, and the errors that end a command.

A `Problem` lies beside a reading, and reading goes on. A `SaysoError` is misuse or a thing that cannot be done;
its message is one line and says what to do instead.
"""

from sayso.types import Problem, Span

MESSAGES = {
    "not-utf-8": "The file is not clean UTF-8: it was read as {tried}, and {lost} characters could not be read.",
    "guessed-date": "The publication date {date} is a guess ({rule}): use --published where it is wrong.",
    "unread-date": "The publication date “{date}” could not be read: use --published.",
    "lost-pages": "{lost} of {pages} pages hold no text: they are pictures, or damaged.",
    "unclosed-quotation": "A quotation mark opens here and is not closed in its paragraph.",
    "figures-do-not-add-up": "These figures do not add up: they come to {found:,.10g}, not to {told:,.10g}.",
    "not-english": "This does not look like English, and sayso reads no other language: take what it says with care.",
    "no-attribution": "No statement that anybody makes was found in this text.",
    "no-published-date": "No publication date was found, so “yesterday” and the like have no date: use --published.",
}


def make_problem(code: str, span: Span | None = None, **words: object) -> Problem:
    """The problem with this code; `words` fill its message."""
    return Problem(code=code, message=MESSAGES[code].format(**words), span=span)


class SaysoError(Exception):
    """Something that the user can mend; the message says how."""


class UnreadableInputError(SaysoError):
    """A file, folder or stream that holds no report, or none that can be opened."""

    def at(self, place: str) -> "UnreadableInputError":
        """The same with the place before it."""
        return UnreadableInputError(f"{place}: {self}")


class ModelError(SaysoError):
    """A model whose files are not those that were released."""


class TeaserError(UnreadableInputError):
    """An entry of a feed that only leads to its report; `link` is where that is, if the entry says so."""

    def __init__(self, message: str, link: str | None = None) -> None:
        super().__init__(message)
        self.link = link

    def at(self, place: str) -> "TeaserError":
        """The same with the place before it."""
        return TeaserError(f"{place}: {self}", self.link)


class LedgerError(SaysoError):
    """A ledger that cannot be opened, read or written."""


class BusyLedgerError(LedgerError):
    """A ledger to which somebody else writes for too long; the same can be tried again."""


class DecisionError(SaysoError):
    """A decision that cannot be meant."""
