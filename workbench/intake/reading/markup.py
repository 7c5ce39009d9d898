"""The markup of a sheet written the one way that the survey looks for: most programs write it so, not all."""

from __future__ import annotations

import re

from workbench.intake.reading.container import RefusedFileError

# What tells of another way: cheap to look for in a megabyte, and seldom there.
_OTHERWISE = (b"='", b" =", b"= ", b"=\n", b"\n=", b"=\r", b"=\t", b"\t=", b"<!")
_OTHER_TAG = re.compile(rb"<[\w:][^<>]*?(?:\s=|=[\s'])")  # in a tag and not only in a text
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.S)
_TAG = re.compile(rb"<[\w:](?:\"[^\"]*\"|'[^']*'|[^'\">])*>")
_GIVEN = re.compile(rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def written_alike(piece: bytes) -> bytes:
    """Return a piece of markup with its attributes as ``name="value"``; texts of CDATA are only marked.

    ``RefusedFileError`` for comments: what stands in them would be seen, and read by nobody.
    """
    if not any(mark in piece for mark in _OTHERWISE):
        return piece
    if b"<!" in piece:
        piece = _CDATA.sub(lambda found: b"x" if found[1] else b"", piece)
        if b"<!--" in piece:
            raise RefusedFileError("工作表的内部带有注释，内容不可信：请用表格软件另存为新文件")
    if not _OTHER_TAG.search(piece):
        return piece
    return _TAG.sub(lambda found: _GIVEN.sub(_given, found[0]), piece)


def _given(found: re.Match[bytes]) -> bytes:
    told: bytes = found[1] if found[1] is not None else found[2]
    return b'="%s"' % told.replace(b'"', b"&quot;")
