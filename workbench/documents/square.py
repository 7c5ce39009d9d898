"""The square to scan (QR) that leads from a printed paper to the state of the ledger it was made from."""

from __future__ import annotations

from io import BytesIO
from typing import Final

MARGIN: Final = 4  # modules of white around it, as ISO/IEC 18004 asks


def square_svg(text: str) -> str:
    """Return the square as SVG, black on white, without scripts."""
    import segno  # loaded only where something is printed

    made = BytesIO()
    segno.make_qr(text, error="m").save(
        made,
        kind="svg",
        scale=3,
        border=MARGIN,
        xmldecl=False,
        svgns=True,
        nl=False,
        title=None,
        light="#fff",
    )
    return made.getvalue().decode()


def square_png(text: str, *, is_quick: bool = False) -> bytes:
    """Return the square as PNG, black on white.

    To choose the best of the eight masks and to draw it large is nearly all of the work. Readers know every
    mask, so a page that must be there at once takes the first, drawn half as large.
    """
    import segno

    made = BytesIO()
    mask, scale = (0, 3) if is_quick else (None, 6)
    segno.make_qr(text, error="m", mask=mask).save(made, kind="png", scale=scale, border=MARGIN)
    return made.getvalue()
