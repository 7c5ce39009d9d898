"""The compound file in which an old .xls lies: its directory, and one stream of it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

_FREE = 0xFFFFFFFA  # this and above: no sector
_HEADER = 512
_ENTRY = 128


class BrokenError(ValueError):
    """The file does not hold together."""


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file, read whole. ``BrokenError`` wherever it leads nowhere or in a circle."""

    data: bytes

    def stream(self, *names: str) -> bytes:
        """Return the bytes of the first of these streams that is there."""
        try:
            return self._stream(names)
        except (struct.error, IndexError):
            raise BrokenError from None

    def _stream(self, names: tuple[str, ...]) -> bytes:
        size, mini_size = (1 << shift for shift in struct.unpack_from("<HH", self.data, 30))
        if size not in (512, 4096) or mini_size != 64:
            raise BrokenError
        table = self._table(size)
        begins, smallest, mini_table, mini_count = struct.unpack_from("<I4xIII", self.data, 48)
        directory = self._chain(table, begins, size)
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
        found = {_name(entry): entry for entry in entries if entry[66] in (2, 5)}
        root = next(entry for entry in entries if entry[66] == 5)
        entry = next((found[name] for name in names if name in found), None)
        if entry is None:
            raise BrokenError
        first, length = struct.unpack_from("<II", entry, 116)
        if length >= smallest:
            return self._chain(table, first, size)[:length]
        minis = self._chain(table, struct.unpack_from("<I", root, 116)[0], size)
        chained = self._chain(table, mini_table, size) if mini_count else b""
        links = struct.unpack(f"<{len(chained) // 4}I", chained)
        return _joined(links, first, lambda at: minis[at * mini_size : (at + 1) * mini_size])[:length]

    def _table(self, size: int) -> tuple[int, ...]:
        """Return which sector follows each."""
        places = list(struct.unpack_from("<109I", self.data, 76))
        more, left = struct.unpack_from("<II", self.data, 68)
        each = size // 4
        for _ in range(min(left, len(self.data) // size)):
            if more >= _FREE:
                break
            told = struct.unpack_from(f"<{each}I", self.data, _HEADER + more * size)
            places, more = places + list(told[:-1]), told[-1]
        sectors = [place for place in places if place < _FREE]
        if len(sectors) > len(self.data) // size + 1:
            raise BrokenError
        links: list[int] = []
        for place in sectors:
            links += struct.unpack_from(f"<{each}I", self.data, _HEADER + place * size)
        return tuple(links)

    def _chain(self, table: tuple[int, ...], first: int, size: int) -> bytes:
        return _joined(table, first, lambda at: self.data[_HEADER + at * size : _HEADER + (at + 1) * size])


def _joined(links: tuple[int, ...], first: int, piece_at: Callable[[int], bytes]) -> bytes:
    pieces: list[bytes] = []
    at = first
    while at < _FREE:
        piece = piece_at(at)
        if not piece or len(pieces) > len(links):
            raise BrokenError
        pieces.append(piece)
        at = links[at]
    return b"".join(pieces)


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
