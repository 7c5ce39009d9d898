"""A question to SQLite in the words of another engine: how a named value is marked, and what ``like`` is.

SQLite's ``like`` does not tell ``A`` from ``a``; DuckDB and Spark call that ``ilike``.
"""

from __future__ import annotations

import re
from typing import Final

# A text in quotes, a cast, a named value, the word like: what comes first is what it is.
_TOKENS: Final = re.compile(r"'(?:[^']|'')*'|::|:(?P<name>[A-Za-z_]\w*)|(?P<like>\blike\b)", re.IGNORECASE)


def reworded(sql: str, mark: str) -> tuple[str, list[str]]:
    """Return the question with ``mark`` before the names of its values, and these names, each once."""
    names: dict[str, None] = {}

    def reword(found: re.Match[str]) -> str:
        name = found["name"]
        if name is not None:
            names[name] = None
            return f"{mark}{name}"
        return "ilike" if found["like"] else found.group()

    return _TOKENS.sub(reword, sql), list(names)
