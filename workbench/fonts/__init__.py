"""The font that the project carries: Noto Sans SC (OFL 1.1), cut down to what GBK can write.

One family serves charts (``ttf_path``), browser and print (``woff2_path``), so that Chinese is never a
row of boxes on a machine without Chinese fonts. ``subset.py`` makes the files again; the licence is
``OFL.txt``.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

FAMILY = "Noto Sans SC"
Weight = Literal["Regular", "Bold"]

_FOLDER = Path(__file__).parent
_SUM: Final = 0xB1B0AFBA
_looked_at: dict[tuple[Path, int, int], bool] = {}  # by size and last change: a monitor asks every minute


def ttf_path() -> Path:
    """Return the TrueType file, regular weight, for matplotlib and PDF."""
    return _FOLDER / "NotoSansSC-Regular.ttf"


def woff2_path(weight: Weight = "Regular") -> Path:
    """Return the compressed file of a weight, for browsers."""
    return _FOLDER / f"NotoSansSC-{weight}.woff2"


def common_woff2_path() -> Path:
    """Return the compressed file of the common characters, regular weight: small enough to lie in a page."""
    return _FOLDER / "NotoSansSC-Regular-common.woff2"


def broken() -> list[str]:
    """Return the names of the carried files that are missing, cut short or altered."""
    webs = [woff2_path(), woff2_path("Bold"), common_woff2_path(), _FOLDER / "NotoSansSC-Bold-common.woff2"]
    checks = [(ttf_path(), _is_whole_ttf), *((path, _is_whole_woff2) for path in webs)]
    return [path.name for path, is_whole in checks if not _known(path, is_whole)]


def _known(path: Path, is_whole: Callable[[bytes], bool]) -> bool:
    try:
        state = path.stat()
        key = (path, state.st_size, state.st_mtime_ns)
        if key not in _looked_at:
            _looked_at[key] = is_whole(path.read_bytes())
    except OSError:
        return False
    return _looked_at[key]


def _is_whole_ttf(content: bytes) -> bool:
    """Whether the words of the file add up to what the format (OpenType, table ``head``) prescribes."""
    words = array("I", content + bytes(-len(content) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) % 2**32 == _SUM


def _is_whole_woff2(content: bytes) -> bool:
    """Whether the file is as long as its header says."""
    return content[:4] == b"wOF2" and int.from_bytes(content[8:12], "big") == len(content)
