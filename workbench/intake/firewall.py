"""What is never taken in: columns and values about watching, moving or stopping people who petition.

A file that has one is refused whole, because its original bytes would be kept. The refusal is logged without
the value and without a name: the log is about the file, not about anybody in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from workbench.growing import Growing
from workbench.intake.settings import check_keys, read_settings

FIREWALL_FILE = Path(__file__).parent / "firewall.toml"
LOG_FILE = "firewall.jsonl"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A term found in a heading, or in ``cells`` values of a column (0: in the heading itself)."""

    sheet: str
    column: str  # the letters of the column
    heading: str
    term: str
    cells: int = 0

    @property
    def sentence(self) -> str:
        """What is refused and what to do, in Chinese."""
        place = f"工作表“{self.sheet}”{self.column}栏“{self.heading}”"
        if self.cells:
            return (
                f"{place}有 {self.cells} 个单元格的取值含“{self.term}”：本系统不登记对信访人的管控类标签，"
                "请在原表中删去这些取值后重新导入"
            )
        return f"{place}含“{self.term}”：本系统不登记对信访人的管控类栏目，请在原表中删去该栏后重新导入"


@dataclass(frozen=True, slots=True)
class Firewall:
    """The terms of ``firewall.toml``."""

    headings: tuple[str, ...]
    values: tuple[str, ...]
    tag_characters: int

    def term_in_heading(self, heading: str) -> str | None:
        """Return the term that a heading holds, whatever blanks or marks stand between its characters."""
        return _found(heading, self.headings)

    def term_in_tag(self, value: str) -> str | None:
        """Return the term that a code or tag holds."""
        return _found(value, self.values)

    def term_in_unasked(self, value: str) -> str | None:
        """Return the term of a value in a column nobody asked for, if the value is as short as a tag."""
        return _found(value, self.values) if len(value) <= self.tag_characters else None


def _found(text: str, terms: tuple[str, ...]) -> str | None:
    plain = "".join(character for character in text if character.isalnum())
    return next((term for term in terms if term in plain), None)


def read_firewall(path: Path = FIREWALL_FILE) -> Firewall:
    """Return the firewall of a file."""
    table = read_settings(path)
    check_keys(path, "", table, {"headings": list, "values": list, "tag_characters": int})
    return Firewall(tuple(table["headings"]), tuple(table["values"]), table["tag_characters"])


@cache
def shipped_firewall() -> Firewall:
    """Return the firewall that ships with the workbench."""
    return read_firewall()


def log_refusals(logs: Path, refusals: Iterable[Refusal], *, sha256: str, now: datetime) -> None:
    """Append one line of JSON for each refusal: time, checksum of the file, column and term; no value."""
    lines = [
        json.dumps(
            {
                "time": now.isoformat(timespec="seconds"),
                "sha256": sha256,
                "column": refusal.column,
                "term": refusal.term,
                "where": "value" if refusal.cells else "heading",
                "cells": refusal.cells,
            },
            ensure_ascii=False,
        )
        for refusal in refusals
    ]
    if not lines:
        return
    logs.mkdir(parents=True, exist_ok=True, mode=0o700)
    Growing(logs / LOG_FILE).append("\n".join(lines) + "\n")
