"""The font that the project carries: Noto Sans SC (OFL 1.1), cut down to what GBK can write.

One family serves charts (``ttf_path``), browser and print (``woff2_path``), so that Chinese is never a
row of boxes on a machine without Chinese fonts. ``subset.py`` makes the files again; the licence is
``OFL.txt``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

FAMILY = "Noto Sans SC"
Weight = Literal["Regular", "Bold"]

_FOLDER = Path(__file__).parent


def ttf_path() -> Path:
    """Return the TrueType file, regular weight, for matplotlib and PDF."""
    return _FOLDER / "NotoSansSC-Regular.ttf"


def woff2_path(weight: Weight = "Regular") -> Path:
    """Return the compressed file of a weight, for browsers."""
    return _FOLDER / f"NotoSansSC-{weight}.woff2"


def common_woff2_path() -> Path:
    """Return the compressed file of the common characters, regular weight: small enough to lie in a page."""
    return _FOLDER / "NotoSansSC-Regular-common.woff2"
