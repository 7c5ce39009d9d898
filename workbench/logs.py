"""Log files: lines of JSON, each with an id, set aside before they grow large, without personal data.

What a matter or a person is called may slip into an error's text, an address or a traceback: see ``masked``.
"""

from __future__ import annotations

import io
import json
import logging
import re
import secrets
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TextIO

from workbench.growing import Growing

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # of a kernel
_INCIDENT = re.compile(r"(?=(?:[0-9]*[a-f]){2})[0-9a-f]{8}")
_ADDRESS = re.compile(r"(?<![\d.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?!\.?\d)")
_STAYS = re.compile(
    rf"(?<!\w)(?:{_ID.pattern}|{_ADDRESS.pattern}|token t[0-9a-f]{{7}}|voila_[a-z0-9_]{{8}})(?!\w)"
)
_PAPER = re.compile(  # a file that people name, often after whom it concerns, with its folder
    r"(?i)(?<![\w./\\:~()+-])[\w./\\:~()+-]+(\.(?:xls[xmb]?|ett?|csv|tsv|ods|docx?|odt|wps|rtf|pdf|ofd|pptx?|"
    r"jpe?g|png|gif|bmp|tiff?|heic|mp[34]|m4a|wav|amr|eml|zip|rar|7z|txt))(?!\w)"
)
_PLAIN = re.compile(r"[a-z_][a-z0-9_./-]*")  # how a key, column, constraint or file is called


def _number(found: re.Match[str]) -> str:
    return found[0] if sum(map(str.isdigit, found[0])) < 7 else "#"


def _run(found: re.Match[str]) -> str:
    return found[0] if found[0] in _KNOWN or _INCIDENT.fullmatch(found[0]) else "#"


def _quoted(found: re.Match[str]) -> str:
    return found[0] if _PLAIN.fullmatch(found[2]) else f"{found[1]}…{found[1]}"


def _names(found: re.Match[str]) -> str:
    return found[0] if _KNOWN.issuperset(found[0].split()) else "□"


_KNOWN: Final = frozenset(
    "Accept Bad Checkpoint Error Failing Forbidden Found Gateway Host Internal Kernel Key Method Not Origin "
    "Permission Python Referer Request Server Service Timeout Too Many Unauthorized Unavailable User Agent "
    "gb18030 http1connection iso8859 psycopg2 sqlite3".split()
)
_TAKEN_OUT: Final[tuple[tuple[re.Pattern[str], Any], ...]] = (
    # What a database server adds holds the row itself, over as many lines as its texts have.
    (
        re.compile(r"(?s)(?<!\w)(DETAIL|CONTEXT|STATEMENT|HINT|QUERY|WHERE|详细信息|上下文|语句)\s*[:：].*"),
        "(details cut)",
    ),
    (re.compile(r"(?s)\[(?:SQL|parameters):.*"), "(statement cut)"),
    (re.compile(r"(?i)\b(bearer|basic)\s+\S+"), r"\1 …"),
    (re.compile(r"\?[^\s\"'()]+"), "?…"),
    (re.compile(r"(?:%[0-9A-Fa-f]{2})+|(?:\\x[0-9a-f]{2})+|(?:\\u[0-9a-f]{4}|\\U[0-9a-f]{8})+"), "…"),
    (re.compile(r"[^\x00-\x7f…□]+"), "□"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "@…"),
    (_PAPER, r"…\1"),
    (re.compile(r"(?<!\w)(['\"])((?:(?!\1)[^\\\n]|\\.){1,400})\1"), _quoted),
    (re.compile(r"(?<![A-Za-z])(?<!X-)[A-Z][a-z]+(?:[ '-][A-Z][a-z]+)+(?![A-Za-z])"), _names),
    (re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{5,8}\(?[0-9A]?\)?(?![A-Za-z0-9])"), "#"),
    (
        re.compile(
            r"\b(" + _ID.pattern + r")\b|(?<![0-9A-Za-z.])[0-9][0-9 -]{5,}[0-9][0-9Xx]?(?![0-9A-Za-z])"
        ),
        lambda found: found[1] or "#",
    ),
)
_RUNS: Final[tuple[tuple[re.Pattern[str], Any], ...]] = (
    (re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*[0-9])[A-Za-z0-9]{7,}(?![A-Za-z0-9])"), _run),
    (re.compile(r"(?<![0-9A-Za-z])[0-9]+(?:[ ._/+-]{1,2}[0-9]+)+"), _number),
)


def masked(text: str) -> str:
    """Return ``text`` without what might be personal, in whatever script.

    Taken out: all but ASCII; what a database server tells of a row; numbers of 7 digits and more however they
    are parted, with letters too; addresses of mail; tokens; queries; what stands in quotes and is no plain
    key; how papers and tables are called as files; names written with capitals. Types, plain keys, places in
    the program, statuses and ids stay.
    """
    for pattern, sign in _TAKEN_OUT:
        text = pattern.sub(sign, text)
    pieces, end = [], 0
    for found in _STAYS.finditer(text):  # ids of kernels may be digits for the most part
        pieces += [_without_runs(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*pieces, _without_runs(text[end:])])


def _without_runs(text: str) -> str:
    for pattern, sign in _RUNS:
        text = pattern.sub(sign, text)
    return text


def new_id() -> str:
    """Return an id for a line or an incident (8 characters)."""
    return secrets.token_hex(4)


class JsonLines(logging.Formatter):
    """One line of JSON a record: moment (UTC), level, who says it, id, what, where an error came from."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "id": getattr(record, "incident", None) or new_id(),
            "told": masked(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            told["error"] = masked(f"{type(error).__name__}: {error}")
            told["where"] = [
                f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(told, ensure_ascii=False)


class LogFile(logging.Handler):
    """A log of several processes, set aside when full; a line it refuses goes to standard error, masked."""

    is_whole = True  # whether every line so far is in the file

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = Growing(path)

    def emit(self, record: logging.LogRecord) -> None:
        """Add the line."""
        try:
            self._file.append(f"{self.format(record)}\n")
        except Exception:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say the line where it can be said; the usual way would print the error and the bare message."""
        self.is_whole = False
        _say(self.format(record))


class NoLogFile(logging.StreamHandler[TextIO]):
    """What stands in for a log that cannot be opened: the same lines, masked, on standard error."""

    is_whole = False

    def emit(self, record: logging.LogRecord) -> None:
        """Say the line."""
        _say(self.format(record))


def json_handler(path: Path) -> LogFile | NoLogFile:
    """Return what writes records to ``path``, private, and sets the file aside when it is full.

    Where the file cannot be written, the lines go to standard error: work goes on, no line is lost unseen.
    """
    handler: LogFile | NoLogFile
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        with path.open("a"):
            pass
        handler = LogFile(path)
    except OSError as error:
        _say(f"{path.name}: {type(error).__name__} {error.errno}")
        handler = NoLogFile()
    handler.setFormatter(JsonLines())
    return handler


def _say(line: str) -> None:
    with suppress(OSError, ValueError, AttributeError):  # nobody may be listening
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


class MaskedStream(io.TextIOWrapper):
    """Standard error of a process whose complaints go to a file: the same without what might be personal."""

    def __init__(self, number: int, file: Growing | None = None) -> None:
        """``file`` is what the descriptor ``number`` leads to, if it is to be set aside when it is full."""
        raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
        super().__init__(raw, encoding="utf-8", errors="backslashreplace", write_through=True)
        self._file = file

    def write(self, text: str) -> int:
        """Write the masked text at once; nothing and nobody stops where the file takes it not."""
        if self._file is None:
            super().write(masked(text))
            self.flush()
        elif text:
            with suppress(OSError):
                self._file.append(masked(text))
        return len(text)
