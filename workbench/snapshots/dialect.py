"""The few words in which SQLite and PostgreSQL differ, as far as the fold needs them.

Days are ISO text in every result: SQLite keeps them so, PostgreSQL is asked for them so.
"""

from __future__ import annotations

from typing import Protocol


class Dialect(Protocol):
    """How one database engine says what the fold asks for."""

    def iso(self, column: str) -> str:
        """Return the expression of a day as ISO text."""

    def days(self, later: str, earlier: str) -> str:
        """Return the calendar days between two expressions of ISO text, as a whole number."""

    def minutes(self, column: str) -> str:
        """Return the minutes since midnight of a time of day."""

    def bytewise(self, expression: str) -> str:
        """Return the text so that it sorts by its bytes, whatever the language of the server."""


class Sqlite:
    """SQLite: days and times are kept as ISO text."""

    def iso(self, column: str) -> str:
        return column

    def days(self, later: str, earlier: str) -> str:
        return f"cast(julianday({later}) - julianday({earlier}) as integer)"

    def minutes(self, column: str) -> str:
        return f"(cast(substr({column}, 1, 2) as integer) * 60 + cast(substr({column}, 4, 2) as integer))"

    def bytewise(self, expression: str) -> str:
        return expression


class Postgres:
    """PostgreSQL: days and times are types of their own."""

    def iso(self, column: str) -> str:
        return f"cast({column} as varchar)"

    def days(self, later: str, earlier: str) -> str:
        return f"(cast({later} as date) - cast({earlier} as date))"

    def minutes(self, column: str) -> str:
        return f"cast(extract(hour from {column}) * 60 + extract(minute from {column}) as integer)"

    def bytewise(self, expression: str) -> str:
        return f'({expression}) collate "C"'


def quoted(text: str | None) -> str:
    """Return ``text`` as a literal of SQL, ``null`` for ``None``."""
    return "null" if text is None else "'" + text.replace("'", "''") + "'"


def listed(codes: object) -> str:
    """Return codes as the right side of ``in``, in a fixed order."""
    return f"({', '.join(quoted(str(code)) for code in sorted(codes))})"  # type: ignore[call-overload]
