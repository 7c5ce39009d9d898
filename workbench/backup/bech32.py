"""Bech32 (BIP 173): 32 bytes as letters and digits that betray a slip of the pen; age writes its keys so."""

from __future__ import annotations

from typing import Final

LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_STEPS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKED: Final = 6  # letters at the end


def encode(prefix: str, data: bytes) -> str:
    """Return ``data`` with its prefix and check letters, in small letters."""
    values = _regroup(data, 8, 5, fill=True)
    check = _remainder([*_spread(prefix), *values, *[0] * _CHECKED]) ^ 1
    values += [check >> 5 * (_CHECKED - 1 - place) & 31 for place in range(_CHECKED)]
    return f"{prefix}1{''.join(LETTERS[value] for value in values)}"


def decode(prefix: str, text: str) -> bytes:
    """Return the 32 bytes of a text with that prefix; ``ValueError`` if anything in it is wrong."""
    told, divider, letters = text.rpartition("1")
    if told != prefix or not divider or any(letter not in LETTERS for letter in letters):
        raise ValueError("not of this kind")
    values = [LETTERS.index(letter) for letter in letters]
    if _remainder([*_spread(prefix), *values]) != 1:
        raise ValueError("a letter is wrong")
    data = bytes(_regroup(values[:-_CHECKED], 5, 8, fill=False))
    if len(data) != 32:
        raise ValueError("not 32 bytes")
    return data


def _spread(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _remainder(values: list[int]) -> int:
    rest = 1
    for value in values:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ value
        for place, step in enumerate(_STEPS):
            rest ^= step if top >> place & 1 else 0
    return rest


def _regroup(data: bytes | list[int], width: int, wanted: int, *, fill: bool) -> list[int]:
    held, bits, made = 0, 0, []
    for value in data:
        held, bits = held << width | value, bits + width
        while bits >= wanted:
            bits -= wanted
            made.append(held >> bits & (1 << wanted) - 1)
    rest = held & (1 << bits) - 1
    if fill and bits:
        made.append(rest << wanted - bits & (1 << wanted) - 1)
    elif not fill and (bits >= width or rest):
        raise ValueError("padding is wrong")
    return made
