"""Who tells a snapshot what was promised beside the deadlines: a function from above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection

Commitments = Callable[[Connection, date], list[tuple[Any, ...]]]  # rows of ``commitment_fact`` as of a day


def no_commitments(link: Connection, as_of: date) -> list[tuple[Any, ...]]:
    """Return no row: for facts of matters alone."""
    return []
