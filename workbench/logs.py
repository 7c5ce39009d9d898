"""Log files: lines of JSON, each with an id, turned over before they grow large, without personal data.

What a matter or a person is called may slip into an error's text, an address or a traceback. So Chinese text,
long numbers, the query of an address and escaped bytes are taken out of every line; types, places in the
program, statuses and ids stay.
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
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final, TextIO

BYTES_PER_FILE: Final = 5_000_000
KEPT_FILES: Final = 5

_TAKEN_OUT: Final[tuple[tuple[re.Pattern[str], Any], ...]] = (
    (re.compile(r"\?[^\s\"'()]+"), "?…"),
    (re.compile(r"(?:%[0-9A-Fa-f]{2})+|(?:\\x[0-9a-f]{2})+|(?:\\u[0-9a-f]{4})+"), "…"),
    (re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"), "□"),
    # The id of a kernel may consist of digits for the most part: it stays.
    (
        re.compile(
            r"\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b"
            r"|(?<![0-9A-Za-z.])[0-9][0-9 -]{5,}[0-9][0-9Xx]?(?![0-9A-Za-z])"
        ),
        lambda found: found[1] or "#",
    ),
)


def masked(text: str) -> str:
    """Return ``text`` without what might be personal: Chinese, long numbers, queries, escaped bytes."""
    for pattern, sign in _TAKEN_OUT:
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


class LogFile(RotatingFileHandler):
    """A log turned over when it is full; a line that it cannot take goes to standard error, masked."""

    is_whole = True  # whether every line so far is in the file

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
    """Return what writes records to ``path``, private, and turns the file over when it is full.

    Where the file cannot be written, the lines go to standard error: work goes on, no line is lost unseen.
    """
    handler: LogFile | NoLogFile
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        with path.open("a"):
            pass
        handler = LogFile(path, maxBytes=BYTES_PER_FILE, backupCount=KEPT_FILES, encoding="utf-8", delay=True)
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

    def __init__(self, number: int) -> None:
        raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
        super().__init__(raw, encoding="utf-8", errors="backslashreplace", write_through=True)

    def write(self, text: str) -> int:
        """Write the masked text at once."""
        super().write(masked(text))
        self.flush()
        return len(text)
