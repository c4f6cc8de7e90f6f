"""Every error a person can meet, in one tree.

    DatelineError
    ├── InputError            a page cannot be read: empty, binary, too large, broken …
    │   └── TooLarge          beyond a limit that can be raised
    ├── CodebookError         a codebook or registry file is wrong (file, line)
    ├── GazetteerError        the gazetteer cannot be built or read
    ├── ReaderError           the files of the trained reader are missing or damaged
    ├── NoAnswer              a language model's server gives nothing that can be used
    ├── LedgerError           the store refuses: locked, full, damaged
    │   ├── LedgerTooNew      written by a newer version of Dateline
    │   ├── LedgerBusy        another process holds it longer than one waits
    │   ├── ReadOnly          it may be read by whoever asks, and not written
    │   └── ConnectionLost    the server that holds it cannot be reached
    ├── FetchError            an address cannot be had: refused, gone, too slow …
    │   └── LeftAlone         robots.txt does not let it be fetched
    ├── NotFound              an id that is not there
    └── UsageError            a filter, option or argument that makes no sense

The message is one line: what is wrong, then ``way_out``, what to do next. The command line prints
``str(error)`` and nothing else; a traceback in front of a person is a bug.
"""

from __future__ import annotations

import re

from dateline.masking import masked

_NOT_OF_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class DatelineError(Exception):
    """Base of all errors that Dateline raises on purpose.

    ``problem`` says what is wrong, ``way_out`` what the reader of the message can do about it.
    """

    def __init__(self, problem: str, way_out: str) -> None:
        # an address in it may hold a password or a token, and the line ends in a log or a mail
        self.problem, self.way_out = masked(problem), masked(way_out)
        super().__init__(self.problem, self.way_out)

    def __str__(self) -> str:
        # names and addresses in it come from files that anybody may have written
        return _NOT_OF_A_LINE.sub(" ", f"{self.problem}: {self.way_out}")


class InputError(DatelineError):
    """A page that cannot be turned into a report."""


class TooLarge(InputError):
    """A page or an unpacked archive beyond the limit in force."""


class CodebookError(DatelineError):
    """A codebook or a registry file that breaks its schema."""


class GazetteerError(DatelineError):
    """The gazetteer index is missing, damaged, or a file for it is of the wrong format."""


class ReaderError(DatelineError):
    """The files of a trained reader are missing, damaged, or of another version."""


class NoAnswer(DatelineError):
    """A language model's server is not there, refuses, or answers nonsense."""


class LedgerError(DatelineError):
    """The ledger cannot do what was asked."""


class LedgerTooNew(LedgerError):
    """The ledger's schema is newer than this version of Dateline."""


class LedgerBusy(LedgerError):
    """Another process has held the ledger for as long as one waits."""


class ReadOnly(LedgerError):
    """Whoever asks may read the ledger, and not write to it."""


class ConnectionLost(LedgerError):
    """The way to the server that holds the ledger is cut; what was acknowledged is there."""


class FetchError(DatelineError):
    """An address that is not fetched, or could not be."""


class LeftAlone(FetchError):
    """An address that its host does not let be fetched."""


class NotFound(DatelineError):
    """No record has this id."""


class UsageError(DatelineError):
    """Arguments that contradict each other or cannot be parsed."""
