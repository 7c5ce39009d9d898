"""The code of a checkpoint as a square to scan, for paper: briefings, minutes, ledgers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from workbench.ledger.checkpoint import Checkpoint

MARGIN = 4  # modules of white around it, as ISO/IEC 18004 asks


def square_text(checkpoint: Checkpoint) -> str:
    """Return what the square holds: size and code, in capitals and digits, so that it stays small."""
    return square_words(checkpoint.size, checkpoint.code)


def square_words(size: int, code: str) -> str:
    """Return what the square of a size and its code holds."""
    return f"LEDGER {size} {code}"


def square_of(size: int, code: str, *, scale: int = 4) -> bytes:
    """Return the square of a size and its code as PNG, black on white."""
    return _png(square_words(size, code), scale)


def square_svg(checkpoint: Checkpoint, *, scale: int = 3) -> str:
    """Return the square as SVG without colours of its own and without scripts."""
    made = BytesIO()
    _square(square_text(checkpoint)).save(
        made, kind="svg", scale=scale, border=MARGIN, xmldecl=False, svgns=True, nl=False, title=None
    )
    return made.getvalue().decode()


def square_png(checkpoint: Checkpoint, *, scale: int = 6) -> bytes:
    """Return the square as PNG, black on white."""
    return _png(square_text(checkpoint), scale)


def _png(words: str, scale: int) -> bytes:
    made = BytesIO()
    _square(words).save(made, kind="png", scale=scale, border=MARGIN)
    return made.getvalue()


def _square(words: str) -> Any:
    import segno  # loaded only where something is printed

    return segno.make_qr(words, error="m")
