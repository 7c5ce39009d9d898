"""Workbooks altered as table programs, exporting systems and clerks alter them: nothing in them is torn."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

ROWS = re.compile(rb"<row [^>]*/>|<row [^>]*>.*?</row>", re.S)
CELLS = re.compile(rb"<c [^>]*/>|<c [^>]*>.*?</c>", re.S)
PLACE = re.compile(rb'r="([A-Z]+)(\d+)"')
TAGS = re.compile(rb"<[a-zA-Z][^>]*>")
GIVEN = re.compile(rb'([\w:]+)="([^"]*)"')
ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")

Parts = dict[str, bytes]


def write_otherwise(content: bytes, chance: random.Random) -> bytes:
    """The same sheet in the markup of another program: quotation marks, order, blanks, prefixes."""

    def quoted(tag: re.Match[bytes]) -> bytes:
        given = GIVEN.findall(tag[0])
        if not given or chance.random() < 0.3:
            return tag[0]
        chance.shuffle(given)
        name = tag[0][1:].split(None, 1)[0].rstrip(b"/>")
        ends = b"/>" if tag[0].endswith(b"/>") else b">"
        blank = chance.choice([b"", b"", b" ", b"\n"])
        told = b"".join(b" %s%s=%s'%s'" % (key, blank, blank, value) for key, value in given)
        return b"<" + name + told + ends

    def change(data: bytes) -> bytes:
        if chance.random() < 0.3:
            return re.sub(rb'<c r="[A-Z]+\d+"', b"<c", data)  # numbers of rows only
        return TAGS.sub(quoted, data)

    return _with_data(content, change)


def leave_formulas(content: bytes, chance: random.Random) -> bytes:
    """Cells are formulas with a kept result or none, or show an error."""

    def change(data: bytes) -> bytes:
        for cell in _some(data, chance):
            place = PLACE.search(cell)
            if place is None:
                continue
            made = chance.choice(
                [
                    b'<c %s t="str"><f>A1&amp;"x"</f><v>\xe5\x85\xac\xe5\xbc\x8f</v></c>',
                    b'<c %s t="str"><f>IF(A1="","",1)</f><v></v></c>',
                    b"<c %s><f>1+1</f></c>",
                    b'<c %s t="e"><f>A1</f><v>#REF!</v></c>',
                    b"<c t='e' %s><v>#N/A</v></c>",
                    b'<c %s t="b"><v>1</v></c>',
                ]
            )
            data = data.replace(cell, made % place[0], 1)
        return data

    return _with_data(content, change)


def hide_and_merge(content: bytes, chance: random.Random) -> bytes:
    """Rows are hidden; cells are merged over each other's values."""
    parts = _parts(content)
    name = _sheet(parts)
    rows = ROWS.findall(parts[name])
    markup = parts[name]
    for row in chance.sample(rows, min(len(rows), chance.randint(0, 2))):
        markup = markup.replace(row, row.replace(b"<row ", b'<row hidden="1" ', 1), 1)
    first, letter = chance.randint(2, 8), chance.choice("ABCDEFG")
    ref = f'<mergeCells count="1"><mergeCell ref="{letter}{first}:{letter}{first + chance.randint(1, 3)}"/>'
    parts[name] = markup.replace(b"</sheetData>", b"</sheetData>" + ref.encode() + b"</mergeCells>", 1)
    return _zipped(parts)


def spell_rich(content: bytes, chance: random.Random) -> bytes:
    """Texts are in runs, with how they are spoken; some hold an escaped sign."""
    parts = _parts(content)
    name = "xl/sharedStrings.xml"

    def runs(found: re.Match[bytes]) -> bytes:
        said = found[1].decode()
        if "&" in said or chance.random() < 0.7:
            return found[0]
        # A sign is escaped within one run: cut in two it is no sign to any program.
        escaped = {one for sign in ESCAPED.finditer(said) for one in range(sign.start() + 1, sign.end())}
        at = chance.choice([one for one in range(len(said) + 1) if one not in escaped])
        sign = chance.choice(["", "", "_x000D_", "_x005F_x000D_", "_x0007_"])
        one, other = said[:at].encode(), (sign + said[at:]).encode()
        keep = b'<t xml:space="preserve">'
        return (
            b"<si><r>" + keep + one + b"</t></r><r><rPr><b/></rPr>" + keep + other + b"</t></r>"
            b'<rPh sb="0" eb="1"><t>yin</t></rPh></si>'
        )

    parts[name] = re.sub(
        rb"<si><t(?: [^>]*)?>([^<]*)</t>(?:<phoneticPr[^>]*/>)?</si>", runs, parts.get(name, b"")
    )
    return _zipped(parts)


def put_titles(content: bytes, chance: random.Random) -> bytes:
    """Titles stand above, empty rows in between, the headings again, notes below."""

    def change(data: bytes) -> bytes:
        rows = ROWS.findall(data)
        for _ in range(chance.randint(1, 3)):
            deed = chance.randrange(4)
            text = "临湘市信访台账（2026年）" if deed == 0 else "制表人：张某"
            made = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'.encode()
            if deed == 0:
                rows.insert(0, made)
            elif deed == 1:
                rows.append(made)
            elif deed == 2:
                rows.insert(chance.randrange(1, len(rows) + 1), b'<row r="1"/>')
            else:
                rows.insert(chance.randrange(1, len(rows) + 1), rows[0])
        return b"".join(
            re.sub(rb'\br="([A-Z]*)\d+"', rb'r="\g<1>%d"' % number, row) for number, row in enumerate(rows, 1)
        )

    return _with_data(content, change)


def _some(data: bytes, chance: random.Random) -> list[bytes]:
    cells = CELLS.findall(data)
    return chance.sample(cells, min(len(cells), chance.randint(1, 5)))


def _with_data(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The first sheet with the markup between its first and last row as ``change`` returns it."""
    parts = _parts(content)
    name = _sheet(parts)
    before, _, rest = parts[name].partition(b"<sheetData>")
    data, _, after = rest.partition(b"</sheetData>")
    parts[name] = before + b"<sheetData>" + change(data) + b"</sheetData>" + after
    return _zipped(parts)


def _sheet(parts: Parts) -> str:
    return next(name for name in parts if "worksheets/sheet" in name)


def _parts(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
