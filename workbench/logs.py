"""Log files: lines of JSON, each with an id, set aside before they grow large, without personal data.

What a matter or a person is called may slip into a line or what a library prints: see ``masking``.
"""

from __future__ import annotations

import io
import json
import logging
import os
import secrets
import sys
import threading
import warnings
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TextIO

from workbench.growing import Growing
from workbench.log_errors import chain_of, places_of, told_error
from workbench.masking import is_id, masked

_HERE: Final = Path(__file__).parent
_OURS: Final = tuple(f"{folder}{os.sep}" for folder in (_HERE, _HERE.parent / "widgets"))


def new_id() -> str:
    """Return an id for a line or an incident (8 characters)."""
    return secrets.token_hex(4)


class JsonLines(logging.Formatter):
    """One line of JSON a record: moment (UTC), level, who says it, id, what, where an error came from.

    Of an error its type, codes and places are told, never its text (``log_errors``).
    """

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "id": getattr(record, "incident", None) or new_id(),
            "told": _said(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            told |= {"error": told_error(error), "where": places_of(error)}
            if chain := chain_of(error):
                told["because"] = chain
        return json.dumps(told, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    """Return what a line says; of a library's line the words that its author wrote, and none that it met."""
    if record.pathname.startswith(_OURS) or not record.args:
        return masked(record.getMessage())
    given = record.args
    blank: Any
    if isinstance(given, dict):
        blank = {name: _blank(value) for name, value in given.items()}
    else:
        blank = tuple(map(_blank, given))
    try:
        return masked(str(record.msg) % blank)
    except (TypeError, ValueError, KeyError):
        return f"{Path(record.pathname).name}:{record.lineno}"


class _Hidden(str):
    """A value that no line tells, however its author wanted to see it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _blank(value: object) -> object:
    """Return a number as it is, the id of a kernel or an address too, and of all else that there was some."""
    if isinstance(value, int | float):
        return value
    return value if isinstance(value, str) and is_id(value) else _Hidden("…")


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
        write = sys.stderr.say if isinstance(sys.stderr, MaskedStream) else sys.stderr.write
        write(line + "\n")  # masked twice it would lose its id
        sys.stderr.flush()


def log_everything_to(path: Path) -> None:
    """Let what this process logs, warns of and fails with stand in ``path`` in lines of JSON."""
    root = logging.getLogger()
    for former in root.handlers:
        former.close()
    root.handlers[:] = [json_handler(path)]
    log = logging.getLogger("workbench.process")

    def failed(kind: type[BaseException], error: BaseException | None, trace: Any) -> None:
        log.error("nothing caught this", exc_info=(kind, error, trace) if error is not None else None)

    def warned(_message: object, kind: type[Warning], name: str, line: int, *_: object) -> None:
        log.warning("%s at %s:%s", kind.__name__, Path(name).name, line)

    sys.excepthook = failed
    threading.excepthook = lambda told: failed(told.exc_type, told.exc_value, told.exc_traceback)
    warnings.showwarning = warned  # type: ignore[assignment]


class MaskedStream(io.TextIOWrapper):
    """Standard error of a process whose complaints go to a file: the same without what might be personal."""

    def __init__(self, number: int, file: Growing | None = None) -> None:
        """``file`` is what the descriptor ``number`` leads to, if it is to be set aside when it is full."""
        raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
        super().__init__(raw, encoding="utf-8", errors="backslashreplace", write_through=True)
        self._file = file

    def write(self, text: str) -> int:
        """Write the masked text at once; nothing and nobody stops where the file takes it not."""
        self.say(masked(text))
        return len(text)

    def say(self, text: str) -> None:
        """Write what is masked already."""
        if self._file is None:
            super().write(text)
            self.flush()
        elif text:
            with suppress(OSError):
                self._file.append(text)
