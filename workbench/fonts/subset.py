"""Make the carried font files again from the full ones; needed only when the font itself is renewed.

1. In an empty folder: ``npm pack @expo-google-fonts/noto-sans-sc@0.4.3`` and unpack the archive.
2. ``python -m workbench.fonts.subset FOLDER`` with the unpacked folder ``package``.

What stays: every character of GBK, those in which people are named beyond it, Latin-1, Latin Extended-A,
and signs. It takes about two minutes and wants fontTools and brotli (in ``test``).
"""

from __future__ import annotations

import sys
from pathlib import Path

RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2000, 0x2BFF),  # punctuation, arrows, mathematical signs, shapes, dingbats
    (0x2E80, 0x2FDF),  # radicals
    (0x3000, 0x30FF),
    (0x9FA6, 0x9FFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),  # the full font has only the 220 of the table of standard characters
)
# Of the first extension (6,582 characters, a third of the size) only those that the State Council's
# table of standard characters (2013) lets a person be named with.
NAMES = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃"
    "䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)


def characters() -> set[int]:
    """Return the code points that are kept; those that the full font lacks are left out by fontTools."""
    kept = {point for first, last in RANGES for point in range(first, last + 1)} | set(map(ord, NAMES))
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            try:
                kept.add(ord(bytes((lead, trail)).decode("gbk")))
            except UnicodeDecodeError:
                continue
    return kept


def subset(full: Path, target: Path) -> None:
    """Write the cut-down font; the ending of ``target`` decides the form."""
    from fontTools import subset as tools

    options = tools.Options()
    options.flavor = "woff2" if target.suffix == ".woff2" else None
    options.layout_features = ["kern", "liga", "locl", "ccmp", "vert", "vrt2"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]  # copyright and licence stay in the file
    options.recalc_timestamp = False
    font = tools.load_font(str(full), options)
    cutter = tools.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    tools.save_font(font, str(target), options)


def main(package: Path) -> None:
    """Make the three files beside this one from the unpacked package."""
    folder = Path(__file__).parent
    regular = package / "400Regular" / "NotoSansSC_400Regular.ttf"
    subset(regular, folder / "NotoSansSC-Regular.ttf")
    subset(regular, folder / "NotoSansSC-Regular.woff2")
    subset(package / "700Bold" / "NotoSansSC_700Bold.ttf", folder / "NotoSansSC-Bold.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
