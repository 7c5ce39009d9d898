"""Find a marker in bytes however they are packed: plain search finds it in a few kinds of file only."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html import unescape
from io import BytesIO
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

_DEEPEST = 4
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")
_TAGS = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def found_in(content: bytes | str, markers: Iterable[str]) -> set[str]:
    """Return which of the markers the content holds, in whatever encoding or container."""
    wanted = set(markers)
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return {one for text in texts_of(raw) for one in wanted if one in text}


def texts_of(content: bytes, depth: int = 0) -> Iterator[str]:
    """Give every text that can be read out of the bytes."""
    if depth > _DEEPEST:
        return
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        yield from _unescaped(content.decode(encoding, "ignore"))
    for part in _parts(content):
        yield from texts_of(part, depth + 1)


def _unescaped(text: str) -> Iterator[str]:
    yield text
    plain = _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), text)
    if plain != text:
        yield plain
    for changed in (unescape(text), unquote(text), _TAGS.sub("", plain), unescape(_TAGS.sub("", text))):
        if changed != text:
            yield changed


def _parts(content: bytes) -> Iterator[bytes]:
    if content[:2] == b"PK":
        with suppress(BadZipFile), ZipFile(BytesIO(content)) as members:
            for name in members.namelist():
                yield name.encode()
                yield members.read(name)
    elif content[:2] == b"\x1f\x8b":
        with suppress(OSError, EOFError, zlib.error):
            yield gzip.decompress(content)
    elif content[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _png_texts(content)
    elif content[:5] == b"%PDF-":
        yield from _pdf_texts(content)
    else:
        yield from _in_base64(content)


def _in_base64(content: bytes) -> Iterator[bytes]:
    for piece in _BASE64.findall(content):
        with suppress(binascii.Error):
            yield base64.b64decode(piece[: len(piece) // 4 * 4])


def _png_texts(content: bytes) -> Iterator[bytes]:
    at = 8
    while at + 12 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        chunk = content[at + 8 : at + 8 + size]
        if kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf"):
            yield chunk
            for start in range(len(chunk)):
                if chunk[start : start + 1] == b"\x78":
                    with suppress(zlib.error):
                        yield zlib.decompress(chunk[start:])
        at += size + 12


def _pdf_texts(content: bytes) -> Iterator[bytes]:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    yield json.dumps({str(key): str(value) for key, value in (reader.metadata or {}).items()}).encode()
    for page in reader.pages:
        yield page.extract_text().encode()
