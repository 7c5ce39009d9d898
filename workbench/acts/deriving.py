"""States and deadlines of all matters written anew, where a new version of the software reads the law anew.

They are derived from the steps, so nothing is lost; without it a verification would call every older
matter altered, and figures would go by a law that no page explains.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select

from workbench.acts.book import Book
from workbench.office import OFFICE
from workbench.records.migrate import create_or_upgrade
from workbench.records.petitions import PetitionCase

CHUNK = 2_000  # matters between two flushes


def make_ready(address: str, *, before_new: Callable[[], None] = lambda: None) -> bool:
    """Make the tables or bring them up to date with all that is derived; return whether they are new."""
    return create_or_upgrade(address, before_new=before_new, derive=derive_anew)


def derive_anew(connection: Connection, *, office: str = OFFICE) -> None:
    """Write states and deadlines of every matter anew, within the transaction of ``connection``."""
    ids = list(connection.scalars(select(PetitionCase.id).order_by(PetitionCase.id)))
    for start in range(0, len(ids), CHUNK):
        Book(connection, office=office).derive_anew(ids[start : start + CHUNK])
