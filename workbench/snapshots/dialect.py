"""The few words in which the engines that fold differ: SQLite for the screens, DuckDB for what is frozen.

Days are ISO text in both: so SQLite keeps them, and so DuckDB is given them.
"""

from __future__ import annotations

from typing import Final, Protocol

SIX_DIGITS: Final = 100_000  # added to a number of a step so that all have as many


class Dialect(Protocol):
    """How one database engine says what the fold asks for."""

    def days(self, later: str, earlier: str) -> str:
        """Return the calendar days between two expressions of ISO text, as a whole number."""

    def minutes(self, column: str) -> str:
        """Return the minutes since midnight of a time of day."""

    def last(self, value: str, condition: str, aggregate: str = "max") -> str:
        """Return the aggregate of what the last step ``s`` of the condition told (with ``min`` the first).

        The value is not null where the condition holds; ``told`` reads it.
        """

    def told(self, column: str) -> str:
        """Return what ``last`` found, null for an empty text."""


class Sqlite:
    """SQLite, whose days are counted by its Julian calendar.

    The last word is the greatest of ``step number ‖ value``: of numbers of six digits the greatest text is
    that of the last step.
    """

    def days(self, later: str, earlier: str) -> str:
        return f"cast(julianday({later}) - julianday({earlier}) as integer)"

    def minutes(self, column: str) -> str:
        return f"(cast(substr({column}, 1, 2) as integer) * 60 + cast(substr({column}, 4, 2) as integer))"

    def last(self, value: str, condition: str, aggregate: str = "max") -> str:
        return f"{aggregate}(({SIX_DIGITS} + s.number) || {value}) filter (where {condition})"

    def told(self, column: str) -> str:
        return f"nullif(substr({column}, 7), '')"


class DuckDb(Sqlite):
    """DuckDB, which knows days as a type."""

    def days(self, later: str, earlier: str) -> str:
        return f"(cast({later} as date) - cast({earlier} as date))"

    def last(self, value: str, condition: str, aggregate: str = "max") -> str:
        return f"arg_{aggregate}({value}, s.number) filter (where {condition})"

    def told(self, column: str) -> str:
        return f"nullif({column}, '')"


def quoted(text: str | None) -> str:
    """Return ``text`` as a literal of SQL, ``null`` for ``None``."""
    return "null" if text is None else "'" + text.replace("'", "''") + "'"


def listed(codes: object) -> str:
    """Return codes as the right side of ``in``, in a fixed order."""
    return f"({', '.join(quoted(str(code)) for code in sorted(codes))})"  # type: ignore[call-overload]
