"""The part of the font that pages need nearly always, apart from the rest: a seventh of the bytes to read.

``python -m workbench.fonts.common`` makes the two files and the style sheet anew from the carried font;
needed only when that is renewed. Wants fontTools and brotli (in ``test``). A page that shows any other
character loads the whole font besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
STYLE = FOLDER / "web.css"
WEIGHTS = {"Regular": "100 500", "Bold": "600 900"}
SIGNS = ((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x203B), (0x2190, 0x21FF), (0x2460, 0x2473), (0x25A0, 0x25FF),
         (0x2713, 0x2717), (0x3000, 0x3017), (0xFF00, 0xFFEF))  # fmt: skip
# Beyond the first level of GB2312: in the names of the county's units and places, and in what the pages say.
PLACES = "畈垅塅坳垸圫洑澧浏溆祠詹鄱蠡聂喆堃"


def characters() -> set[int]:
    """Return the code points: signs, the 3,755 most used ideographs (GB2312, first level), some of places."""
    kept = {point for first, last in SIGNS for point in range(first, last + 1)} | set(map(ord, PLACES))
    for lead in range(0xB0, 0xD8):
        for trail in range(0xA1, 0xFF):
            try:
                kept.add(ord(bytes((lead, trail)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return kept


def style(points: Iterable[int]) -> str:
    """Return the style sheet: of two faces that have a character, the browser takes the later one."""
    listed = ",".join(_ranges(points))
    rules = []
    for weight, span in WEIGHTS.items():
        for part, which in (("", ""), ("-common", f"unicode-range:{listed};")):
            rules.append(
                f'@font-face{{font-family:"Workbench Sans";src:url("NotoSansSC-{weight}{part}.woff2") '
                f'format("woff2");font-weight:{span};font-display:swap;{which}}}\n'
            )
    return "/* Made by common.py. */\n" + "".join(rules)


def _ranges(points: Iterable[int]) -> Iterator[str]:
    wanted = sorted(points)
    first = last = wanted[0]
    for point in [*wanted[1:], -1]:
        if point == last + 1:
            last = point
            continue
        yield f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}"
        first = last = point


def main() -> None:
    """Make the files beside this one."""
    from fontTools import subset as tools

    for weight in WEIGHTS:
        options = tools.Options()
        options.flavor = "woff2"
        options.layout_features = ["kern", "liga", "locl", "ccmp"]
        options.hinting = False
        options.notdef_outline = True
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]  # copyright and licence stay in the file
        options.recalc_timestamp = False
        font = tools.load_font(str(FOLDER / f"NotoSansSC-{weight}.woff2"), options)
        cutter = tools.Subsetter(options)
        cutter.populate(unicodes=characters())
        cutter.subset(font)
        tools.save_font(font, str(FOLDER / f"NotoSansSC-{weight}-common.woff2"), options)
    STYLE.write_text(style(characters()), "utf-8")


if __name__ == "__main__":
    main()
