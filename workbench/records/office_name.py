"""The name of the office whose records these are, read without SQLAlchemy where the records are a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.records.sqlite_file import asking

if TYPE_CHECKING:
    from sqlalchemy import Connection

# The petition office, else the city; as it is called on a day.
_NAME = """
SELECT v.name FROM unit u JOIN unit_version v ON v.unit_code = u.code
WHERE u.kind IN ('petition_office', 'county_city')
  AND (v.valid_from IS NULL OR v.valid_from <= :on) AND (v.valid_until IS NULL OR v.valid_until > :on)
ORDER BY CASE u.kind WHEN 'petition_office' THEN 0 ELSE 1 END, u.code LIMIT 1
"""


def read_office_name(path: Path, on: date) -> str:
    """Return the name from an SQLite file, "" where no such unit is recorded; ``DatabaseError`` if unread."""
    with asking(path) as ask:
        return next((str(name) for (name,) in ask(_NAME, {"on": on.isoformat()})), "")


def office_name(connection: Connection, on: date) -> str:
    """Return the same from any database."""
    from sqlalchemy import text

    given = on.isoformat() if connection.dialect.name == "sqlite" else on
    return str(connection.execute(text(_NAME), {"on": given}).scalar() or "")
