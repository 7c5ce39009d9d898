"""Conditions of SQL that all hold, with the values in them by name."""

from __future__ import annotations

Condition = tuple[str, dict[str, object]]


class Conditions:
    """Conditions that all hold, gathered with their named parameters; values never enter the SQL text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: dict[str, object] = {}

    def add(self, sql: str, *values: object) -> None:
        """Add ``sql`` with one place ``{}`` per value; a tuple fills its place with a list."""
        self.parts.append(sql.format(*(self._place(value) for value in values)))

    def is_one_of(self, column: str, codes: tuple[str, ...]) -> None:
        """Add that a column holds one of the codes; nothing where none is wanted."""
        if codes:
            self.add(f"{column} in {{}}", codes)

    def _place(self, value: object) -> str:
        if isinstance(value, tuple):
            return f"({', '.join(self._place(item) for item in value)})"
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f":{name}"


def like(word: str) -> str:
    """Return the pattern of what holds the word as it is written, for ``like … escape '!'``."""
    escaped = word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
