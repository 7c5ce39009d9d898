"""The definitions of the figures as a file of a frozen snapshot: what a figure meant when it was made."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from workbench.indicators.catalogue import DefinitionError, Indicator, catalogue, check
from workbench.snapshots.manifest import FileFact, keep_private

DEFINITIONS: Final = "definitions.json"


def definitions_bytes(definitions: Mapping[str, Indicator] | None = None) -> bytes:
    """Return the catalogue (default: the present one) in its one written form."""
    told = [asdict(one) for _, one in sorted((definitions or catalogue()).items())]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1, default=_day)
    return (text + "\n").encode()


def definitions_hash() -> str:
    """Return the SHA-256 of the present catalogue."""
    return hashlib.sha256(definitions_bytes()).hexdigest()


def write_definitions(folder: Path, *, kept_in: Path | None = None) -> FileFact:
    """Write into ``folder`` the definitions kept in another folder, or else the present catalogue."""
    definitions = catalogue()
    if kept_in is not None:
        with suppress(DefinitionError):  # damaged there: the present ones, and the comparison will say so
            definitions = read_definitions(kept_in)
    content = definitions_bytes(definitions)
    path = folder / DEFINITIONS
    path.write_bytes(content)
    keep_private(path)
    return FileFact(DEFINITIONS, hashlib.sha256(content).hexdigest(), len(definitions))


def read_definitions(folder: Path) -> dict[str, Indicator]:
    """Return the definitions kept in ``folder`` by id; ``DefinitionError`` if they cannot be read."""
    try:
        rows = json.loads((folder / DEFINITIONS).read_bytes())
        return {row["id"]: check(_row(row)) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DefinitionError(f"快照 {folder.name[:12]} 中的指标定义不能读取：{error}") from None


def _row(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "since": dt.date.fromisoformat(told["since"])}


def _day(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no written form")
