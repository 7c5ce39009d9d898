"""How large a file handed in for import may be, and what reading it may cost."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from workbench.intake.settings import SettingsError, check_keys, read_settings

LIMITS_FILE = Path(__file__).parent / "limits.toml"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of ``limits.toml``: bytes, counts, seconds."""

    file_bytes: int
    unzipped_bytes: int
    ratio: int
    ratio_from: int
    parts: int
    rows: int
    columns: int
    cell_characters: int
    text_characters: int
    cpu_seconds: int
    seconds: int
    memory_bytes: int


def read_limits(path: Path = LIMITS_FILE) -> Limits:
    """Return the limits of a file; ``SettingsError`` if one is missing, unknown or not above zero."""
    table = read_settings(path)
    names = [field.name for field in fields(Limits)]
    check_keys(path, "", table, dict.fromkeys(names, int))
    for name in names:
        if name not in table:
            raise SettingsError(path, name, "缺少这一项")
        if table[name] < 1:
            raise SettingsError(path, name, "应大于零")
    return Limits(**table)


@cache
def shipped_limits() -> Limits:
    """Return the limits that ship with the workbench."""
    return read_limits()
