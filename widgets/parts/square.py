"""The square to scan that a page carries on paper: the size of the ledger and its printed code."""

from __future__ import annotations

import ipywidgets as ipw


class Square(ipw.Image):  # type: ignore[misc, unused-ignore]
    """Seen in print alone; empty until a code is told."""

    def __init__(self) -> None:
        super().__init__(format="png", layout={"display": "none"})
        self.add_class("wb-square")
        self.alt = "台账校验码"
        self._told: tuple[int, str] = (0, "")

    def tell(self, size: int, code: str) -> None:
        """Show the square of another state of the ledger, nothing for an empty code."""
        if (size, code) == self._told:
            return
        self._told = (size, code)
        if code:
            from workbench.documents.square import square_png

            self.value = square_png(f"LEDGER {size} {code}", is_quick=True)
        self.layout.display = "" if code else "none"
