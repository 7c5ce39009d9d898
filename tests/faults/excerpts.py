"""A few rows of a large workbook as a workbook of their own: thousands of them can be altered in an hour."""

from __future__ import annotations

import io
import random
import re
import zipfile

ROWS = re.compile(rb"<row [^>]*/>|<row [^>]*>.*?</row>", re.S)
STRINGS = re.compile(rb"<si>.*?</si>|<si/>", re.S)
SHARED = re.compile(rb'(<c [^>]*t="s"[^>]*><v>)(\d+)(</v>)')
LARGE = 200_000  # bytes from which a workbook is cut


def excerpt(content: bytes, chance: random.Random, rows: int = 40) -> bytes:
    """Return the workbook with its first row and some that follow each other, numbered from 1.

    Its other parts stay as they are, but for the texts that no row refers to any more.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name in parts if "worksheets/sheet" in name)
    before, _, rest = parts[name].partition(b"<sheetData>")
    data, _, after = rest.partition(b"</sheetData>")
    first, *others = [row for row in ROWS.findall(data) if b"<v>" in row]
    begins = chance.randrange(max(1, len(others) - rows))
    kept = [
        re.sub(rb'\br="([A-Z]*)\d+"', rb'r="\g<1>%d"' % number, row)
        for number, row in enumerate([first, *others[begins : begins + rows]], 1)
    ]
    texts = STRINGS.findall(parts.get("xl/sharedStrings.xml", b""))
    places: dict[int, int] = {}

    def moved(found: re.Match[bytes]) -> bytes:
        return b"%s%d%s" % (found[1], places.setdefault(int(found[2]), len(places)), found[3])

    parts[name] = before + b"<sheetData>" + SHARED.sub(moved, b"".join(kept)) + b"</sheetData>" + after
    if texts:
        head = parts["xl/sharedStrings.xml"].partition(b"<si>")[0]
        parts["xl/sharedStrings.xml"] = head + b"".join(texts[place] for place in places) + b"</sst>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, markup in parts.items():
            archive.writestr(part, markup)
    return target.getvalue()
