"""Every error that cleanpage raises on purpose: each names the culprit and the way out."""

from collections.abc import Iterable


class CleanpageError(Exception):
    """The parent of all errors of this package."""


class DecodeError(CleanpageError):
    """The bytes are not text; the message says what they look like."""


class PageTooLarge(CleanpageError):
    """The page is over the size limit; the message names the limit and how to raise it."""


class BadData(CleanpageError):
    """A data file (phrases, markup, weights) holds something it may not; the message names file and key."""


class NotLearned(CleanpageError):
    """No profile can be learned from these pages; the message says why, and what would do."""


class BatchError(CleanpageError):
    """A batch cannot start or go on for its folders or its worker processes; the message says which, and the way out."""


class RunStopped(CleanpageError):
    """A batch stopped in the middle, for a full disk or lost workers; what it has done is safe, and the message says how to go on."""


class BadRecord(CleanpageError):
    """A source holds no page where one should be: a broken record, damaged compression; the message says what is missing."""


class MissingExtra(CleanpageError):
    """A library is not installed that only some users need; the message names the extra that brings it."""

    @classmethod
    def of(cls, error: ModuleNotFoundError, extra: str) -> "MissingExtra":
        """The error for an import that failed, of a library that comes with `extra`."""
        return cls(f"{error.name} is not installed; pip install 'cleanpage[{extra}]'")


class UnknownName(CleanpageError):
    """A syntax, format or role that does not exist; the message lists those that do."""

    @classmethod
    def of(cls, what: str, name: object, known: Iterable[str]) -> "UnknownName":
        """The error for `name`, a `what` ("format", "role") that is not among the known ones."""
        return cls(f"{what} {str(name)!r}; known: {', '.join(sorted(known))}")


class BadXPath(CleanpageError):
    """An XPath expression breaks its grammar or cannot be meant; the message quotes it and says where."""


class NotCss(CleanpageError):
    """An XPath expression selects what no CSS selector can; the message says why."""
