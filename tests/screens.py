"""Every screen of the site as one viewer gets it, told whole: widgets, their values, the files they offer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from io import BytesIO
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import ipywidgets as ipw

from widgets.parts.download import Download
from widgets.parts.markup import Style
from widgets.parts.release import below, release
from widgets.parts.square import Square
from workbench.access import viewer as viewers
from workbench.access.gate import allow
from workbench.access.viewer import Viewer
from workbench.app import Workbench

OPENERS = {  # page of the site: where its screen is opened
    "home": "widgets.home:open_home",
    "overview": "widgets.overview:open_overview",
    "case_review": "widgets.case_review:open_case_review",
    "ownership": "widgets.ownership:open_ownership",
    "reception": "widgets.reception:open_reception",
    "supervision": "widgets.supervision:open_supervision",
    "accountability": "widgets.accountability:open_accountability",
    "meeting": "widgets.meeting:open_meetings",
    "meeting_display": "widgets.meeting.wall:open_wall",
    "file_review": "widgets.file_review:open_file_review",
    "look_back": "widgets.look_back:open_look_back",
    "appraisal": "widgets.appraisal:open_appraisal",
    "screening": "widgets.screening:open_screening",
    "unit": "widgets.unit:open_unit",
    "source": "widgets.source:open_source",
    "briefing": "widgets.briefing:open_briefing",
    "erasure": "widgets.erasure:open_erasure",
}
RANDOM = {"token", "place", "_esm", "_css", "_anywidget_id"}  # new at each opening, or no data
_ROOT = re.compile(
    r"\b[0-9a-f]{64}\b|\b[0-9A-F]{16,64}\b|\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}\b"
)  # root codes of the ledger, the same for everybody

SQUARE = "xl/media/image1.png"  # of a workbook: the same code as a square to scan
_MADE = re.compile(r"<dcterms:(created|modified)[^>]*>[^<]*")  # the second in which a workbook was written


def tell_screen(
    bench: Workbench,
    viewer: Viewer,
    app: str,
    address: Mapping[str, str] = {},
    *,
    raw: dict[str, bytes] | None = None,
) -> str:
    """Return everything a browser could be told by a page of the viewer: values in order, files decoded.

    "" where his role may not open it. What the page refuses with a sentence is told as the sentence. Into
    ``raw`` go, by name, the bytes of every file and of every binary value, undecoded: decoded as text nobody
    finds anything in them.
    """
    if not allow(viewer, f"open:{app}"):
        return ""
    place, _, name = OPENERS[app].partition(":")
    make = getattr(import_module(place), name)
    with patch.object(viewers, "_known", [viewer]), patch.dict("os.environ", {viewers.SITE_VARIABLE: "x"}):
        theirs = bench.seen_by(viewer)
        theirs.snapshot()
        try:
            screen = make(theirs, dict(address))
        except ValueError as refused:
            return f"{type(refused).__name__}: {refused}"
        try:
            return "\n".join(_lines(screen, {} if raw is None else raw))
        finally:
            release(screen)


def _lines(screen: ipw.Widget, raw: dict[str, bytes]) -> Iterator[str]:
    numbers: dict[str, int] = {}
    for widget in below(screen):
        numbers.setdefault(widget.model_id, len(numbers))
    for widget in below(screen):
        for name, one in _binary(type(widget).__name__, widget.get_state()):
            raw[f"{len(raw)} {name}"] = one
        if isinstance(widget, (Style, Square)):
            continue
        values = {key: _plain(getattr(widget, key), numbers) for key in widget.keys if key not in RANDOM}
        told = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
        yield f"{type(widget).__name__} {_ROOT.sub('〔根码〕', told)}"
        if isinstance(widget, Download) and not widget.is_disabled:
            yield _offered(widget, raw)


def _binary(name: str, value: Any) -> Iterator[tuple[str, bytes]]:
    """Give the binary values in a state, as they go to a browser beside its text."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        yield name, bytes(value)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _binary(f"{name}.{key}", one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _binary(name, one)


def _offered(download: Download, raw: dict[str, bytes]) -> str:
    try:
        file = download.make()
    except ValueError as refused:  # told to the reader as it is told here
        return f"{type(refused).__name__}: {refused}"
    raw[f"{len(raw)} {file.name}"] = file.content
    return _ROOT.sub("〔根码〕", f"{file.name}\n{readable(file.content)}")


def _plain(value: Any, numbers: Mapping[str, int]) -> Any:
    if isinstance(value, ipw.Widget):
        return f"#{numbers.get(value.model_id)}"
    if isinstance(value, (tuple, list)):
        return [_plain(one, numbers) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one, numbers) for key, one in value.items()}
    return value


def readable(content: bytes) -> str:
    """Return all texts that a file holds, whatever it is packed in."""
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            named = sorted(name for name in parts.namelist() if name != SQUARE)
            return "\n".join(f"{name}\n{readable(parts.read(name))}" for name in named)
    return _MADE.sub("", content.decode("utf-8", "replace"))
