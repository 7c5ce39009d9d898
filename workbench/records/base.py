"""What all tables share: naming of constraints, and the revision that this software reads and writes."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

# Oldest first; the last is the head of workbench/records/migrations.
REVISIONS = tuple(f"{number:04}" for number in range(1, 32))
HEAD = REVISIONS[-1]
DERIVED = "0027"  # the newest revision for which states and deadlines have to be derived anew


class Base(DeclarativeBase):
    """Every table of the records and of the ledger.

    A matter and everything below it change together, under the ``version`` of the matter: an act reads the
    matter, and its writes hold only if the version still is what it read.
    """

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


class StaleError(ValueError):
    """Somebody else changed the same thing meanwhile; ``change`` says who, when and what, if known."""

    def __init__(self, what: str, change: str = "") -> None:
        told = f"（{change}）" if change else ""
        super().__init__(f"{what}已被他人更新{told}：请刷新后核对，再重新提交")
