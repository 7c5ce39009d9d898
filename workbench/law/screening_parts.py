"""The parts of a monthly screening: its lines, its editions, what was sent back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.terms import DisputeKind


class ScreeningError(ValueError):
    """A report that does not balance, is not complete, or may not be changed so.

    ``at`` says where: the name of a field of the edition, or of a line and its place (``line.2.stock``).
    """

    def __init__(self, sentence: str, at: str = "") -> None:
        self.at = at
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """Disputes (件) of one kind in edition ``edition`` (from 1), and who sees to those that remain."""

    edition: int
    kind: DisputeKind
    new: int
    settled: int
    stock: int
    responsible: str | None = None
    post: str | None = None
    measure: str | None = None
    due_on: date | None = None

    @property
    def last_stock(self) -> int:
        """How many of the kind there were before: what remains and what was settled, without the new ones."""
        return self.stock + self.settled - self.new


@dataclass(frozen=True, slots=True)
class ScreeningEdition:
    """One version of a report: disputes (件), who signed it and when, why it was mended."""

    on: date
    account: str
    last_stock: int
    new: int
    settled: int
    stock: int
    signed_by: str
    signed_on: date
    why: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ScreeningReturn:
    """Why edition ``edition`` was sent back, by whom, and by when it is to be mended."""

    edition: int
    on: date
    account: str
    due_on: date
    why: str
