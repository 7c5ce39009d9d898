"""The code of a checkpoint as a square to scan, for paper: briefings, minutes, ledgers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from workbench.ledger.checkpoint import Checkpoint

MARGIN = 4  # modules of white around it, as ISO/IEC 18004 asks


def square_text(checkpoint: Checkpoint) -> str:
    """Return what the square holds: size and code, in capitals and digits, so that it stays small."""
    return f"LEDGER {checkpoint.size} {checkpoint.code}"


def square_svg(checkpoint: Checkpoint, *, scale: int = 3) -> str:
    """Return the square as SVG without colours of its own and without scripts."""
    made = BytesIO()
    _square(checkpoint).save(
        made, kind="svg", scale=scale, border=MARGIN, xmldecl=False, svgns=True, nl=False, title=None
    )
    return made.getvalue().decode()


def square_png(checkpoint: Checkpoint, *, scale: int = 6) -> bytes:
    """Return the square as PNG, black on white."""
    made = BytesIO()
    _square(checkpoint).save(made, kind="png", scale=scale, border=MARGIN)
    return made.getvalue()


def _square(checkpoint: Checkpoint) -> Any:
    import segno  # loaded only where something is printed

    return segno.make_qr(square_text(checkpoint), error="m")
