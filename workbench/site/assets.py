"""Scripts, styles and fonts of the pages, under an address that a browser may keep for good."""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path

from workbench.site.amended import CHANGES, amended

PACKAGES = ("voila", "ipywidgets", "jupyterlab_widgets", "anywidget", "petition-workbench")
OWN = Path(__file__).parent / "static"
BUNDLED = Path(__file__).parent / "scripts.txt"
FONTS = Path(__file__).parent.parent / "fonts"

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
}
PACKED = {".woff", ".woff2", ".png", ".gif"}  # compressed already


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes over the wire; ``packed`` is the gzip form, ``None`` where it saves nothing."""

    content: bytes
    packed: bytes | None
    content_type: str


class Assets:
    """The folders that are served, each under a name; nothing else of the disk can be reached."""

    def __init__(self, folders: dict[str, tuple[Path, ...]]) -> None:
        self._folders = {name: tuple(path.resolve() for path in paths) for name, paths in folders.items()}
        self.fingerprint = fingerprint()

    def address(self, base: str, folder: str, name: str = "") -> str:
        """Return the address of a file below the site's ``base``."""
        return f"{base}assets/{self.fingerprint}/{folder}/{name}"

    def find(self, folder: str, name: str) -> Asset | None:
        """Return the file, or ``None`` if the folder does not hold it."""
        if folder == "bundle":
            return self.bundle if name == "scripts.js" else None
        path = self._path(folder, name)
        return None if path is None else _read(path, path.stat().st_mtime_ns)

    @cached_property
    def bundle(self) -> Asset:
        """Voila's start script behind the script files that every page needs, as one file.

        The files are pieces of a program that asks for a piece only if it has not come yet. So a piece that
        is missing from ``scripts.txt`` (another version of Voila) is merely loaded by itself.
        """
        pieces = []
        for line in BUNDLED.read_text("utf-8").splitlines():
            folder, _, name = line.partition("/")
            if path := self._path(folder, name):
                pieces.append(f"(()=>{{{path.read_text('utf-8')}\n}})();\n")
        start = self._path("voila", "voila.js")
        if start is None:
            raise FileNotFoundError("voila.js")
        whole = "".join(pieces) + start.read_text("utf-8")
        return _asset(in_ascii(amended(whole)), ".js")

    def _path(self, folder: str, name: str) -> Path | None:
        for root in self._folders.get(folder, ()):
            path = (root / name).resolve()
            if path.is_relative_to(root) and path.suffix in TYPES | dict.fromkeys(PACKED) and path.is_file():
                return path
        return None


def in_ascii(script: str) -> bytes:
    """Return a script with its other signs written as escapes, which say the same in texts and expressions.

    One sign beyond the first 256 makes a browser keep the whole script with two bytes a letter: five million
    letters are then read in for every page at twice the work. A sign behind a backslash cannot be escaped
    once more; a script with such a one stays as it is.
    """
    if re.search(r"\\[^\x00-\x7F]", script):
        return script.encode()
    return re.sub(r"[^\x00-\x7F]+", lambda found: json.dumps(found[0])[1:-1], script).encode("ascii")


@lru_cache(maxsize=512)
def _read(path: Path, _changed: int) -> Asset:
    return _asset(path.read_bytes(), path.suffix)


def _asset(content: bytes, suffix: str) -> Asset:
    packed = None if suffix in PACKED else gzip.compress(content, compresslevel=6, mtime=0)
    kind = TYPES.get(suffix) or mimetypes.guess_type(f"file{suffix}")[0] or "application/octet-stream"
    return Asset(content=content, packed=packed, content_type=kind)


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return twelve hex digits that change when a served package or what we make of it changes."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package}={version(package)};".encode())
    digest.update(BUNDLED.read_bytes() + repr(CHANGES).encode())
    for folder in (OWN, FONTS):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in TYPES:
                digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
