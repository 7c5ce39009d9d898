"""What a log says of an error: its type, its codes and where it came from, never what it was told.

The text of an error is made of what it met: a row, a file name, a key that is a person. What Python itself
says of names of the program is told, and so are the codes of systems and databases.
"""

from __future__ import annotations

import errno
import linecache
import re
import sqlite3
import traceback
from pathlib import Path
from typing import Final

_NAMES: Final = re.compile(  # of tables, columns and constraints: those of the program
    r"no such (?:table|column|index|module): [\w.]+"
    r"|(?:UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: [A-Za-z_][\w.]*(?:, [A-Za-z_][\w.]*)*)?"
)
_OF_PYTHON: Final = (
    TypeError,
    ArithmeticError,
    RecursionError,
)  # their words are fixed when Python raises them
_QUOTED: Final = re.compile(r"(['\"]).*\1|[^\x00-\x7f]+")
_PLACE: Final = re.compile(r"(?m)^(?:File (?P<path>\S+?):(?P<line>\d+)|\S* ?In ?\[\d+\], line (?P<cell>\d+))")


def told_error(error: BaseException) -> str:
    """Return the type of an error, with what can be said of it that came from no row and nobody."""
    detail = _detail(error)
    return f"{_kind(error)}: {detail}" if detail else _kind(error)


def chain_of(error: BaseException) -> list[str]:
    """Return what an error is told to come from, the nearest first."""
    told: list[str] = []
    seen = {id(error)}
    cause = _cause(error)
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        told.append(told_error(cause))
        cause = _cause(cause)
    return told


def places_of(error: BaseException) -> list[str]:
    """Return where an error went by, the last place last: file, line and function."""
    return [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def places_in(shown: str) -> list[str]:
    """Return the places that stand in a traceback as IPython shows it; none of its lines of code."""
    return [
        f"{Path(found['path']).name}:{found['line']}" if found["path"] else f"cell:{found['cell']}"
        for found in _PLACE.finditer(shown)
    ]


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _cause(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _detail(error: BaseException) -> str:
    if isinstance(error, UnicodeError):
        return ""
    if isinstance(error, OSError):
        return f"[Errno {error.errno}] {errno.errorcode.get(error.errno, '')}".rstrip() if error.errno else ""
    if isinstance(error, ImportError):
        return error.name or ""
    if isinstance(error, AttributeError | NameError):
        of = f" of {type(error.obj).__name__}" if isinstance(error, AttributeError) else ""
        return f"{error.name}{of}" if error.name and not _is_raised_by_hand(error) else ""
    if isinstance(error, _OF_PYTHON):
        return "" if _is_raised_by_hand(error) else _QUOTED.sub("…", str(error))
    return _code(error)


def _code(error: BaseException) -> str:
    """Return what a database or a server has for a code, with the names of tables and columns."""
    origin = getattr(error, "orig", None) or error  # SQLAlchemy wraps what a driver raised
    if isinstance(origin, sqlite3.Error):
        named = _NAMES.search(str(origin))
        return " ".join(filter(None, (getattr(origin, "sqlite_errorname", ""), named[0] if named else "")))
    if state := getattr(origin, "sqlstate", None):
        names = getattr(origin, "diag", None)
        kept = (getattr(names, part, None) for part in ("constraint_name", "table_name", "column_name"))
        return " ".join([str(state), *filter(None, kept)])
    status = getattr(error, "status_code", None)  # of an answer over HTTP
    return f"HTTP {status}" if isinstance(status, int) else ""


def _is_raised_by_hand(error: BaseException) -> bool:
    """Return whether a line of Python raised it, with words of its own; also where nobody can tell."""
    steps = traceback.extract_tb(error.__traceback__)
    if not steps:
        return True
    line = (steps[-1].line or linecache.getline(steps[-1].filename, steps[-1].lineno or 0)).strip()
    return not line or "raise" in line
