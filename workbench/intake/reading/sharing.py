"""Cells that say the same are held once: of a hundred thousand rows most repeat what others say."""

from __future__ import annotations

from typing import Any, Final

from workbench.intake.reading.cells import Cell, unpacked

DISTINCT: Final = 1_000  # texts of a column; one that says more says something else in every row
MOMENTS: Final = 20_000  # days, and moments, of all columns


class SharedCells:
    """The texts and moments of one sheet so far."""

    def __init__(self) -> None:
        self._texts: list[dict[str, str] | None] = []  # by column; ``None``: hardly one comes twice
        self._moments: dict[str, Cell] = {}

    def unpacked(self, cells: list[Any]) -> list[Any]:
        """Return what packed cells mean, of equal ones the same object."""
        texts = self._texts
        while len(texts) < len(cells):
            texts.append({})
        for at, cell in enumerate(cells):
            kind = type(cell)
            if kind is str:
                known = texts[at]
                if not cell:
                    cells[at] = None
                elif known is not None:
                    cells[at] = known.setdefault(cell, cell)
                    if len(known) > DISTINCT:
                        texts[at] = None
            elif kind is dict:
                cells[at] = self._moment(cell) if "d" in cell else unpacked(cell)
        return cells[:]  # with no room to grow

    def _moment(self, cell: dict[str, str]) -> Cell:
        text = cell["d"]
        moment = self._moments.get(text)
        if moment is None:
            moment = unpacked(cell)
            if len(self._moments) < MOMENTS:
                self._moments[text] = moment
        return moment
