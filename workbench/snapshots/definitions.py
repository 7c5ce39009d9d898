"""The definitions of the figures as a file of a frozen snapshot: what a figure meant when it was made."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from workbench.indicators.catalogue import DefinitionError, Indicator, catalogue, check
from workbench.indicators.trial import try_out
from workbench.snapshots.manifest import FileFact, ManifestError, keep_private, read_manifest
from workbench.snapshots.schema import TABLES, VERSION

DEFINITIONS: Final = "definitions.json"


def definitions_bytes(definitions: Mapping[str, Indicator] | None = None) -> bytes:
    """Return the catalogue (default: the present one) in its one written form."""
    told = [asdict(one) for _, one in sorted((definitions or catalogue()).items())]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1, default=_day)
    return (text + "\n").encode()


@dataclass(frozen=True, slots=True)
class Refused:
    """A kept definition that is not asked any more: its name, and what the present check says of it."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The definitions of a snapshot by id: those that may be asked, and those that are ``refused``."""

    usable: dict[str, Indicator]
    refused: dict[str, Refused]


def write_definitions(folder: Path, *, kept_in: Path | None = None) -> FileFact:
    """Write into ``folder`` the definitions kept in another folder, or else the present catalogue.

    What is kept and sound goes over as it is: whether it may still be asked is no matter here.
    """
    content = definitions_bytes() if kept_in is None else _kept_bytes(kept_in)
    path = folder / DEFINITIONS
    path.write_bytes(content)
    keep_private(path)
    return FileFact(DEFINITIONS, hashlib.sha256(content).hexdigest(), len(json.loads(content)))


def read_definitions(folder: Path) -> dict[str, Indicator]:
    """Return the definitions kept in ``folder`` that may be asked, by id; ``DefinitionError`` as below."""
    return read_kept(folder).usable


def read_kept(folder: Path) -> Kept:
    """Return the definitions kept in ``folder``; ``DefinitionError`` if the file cannot be read.

    One that today's check refuses (the charter is read more strictly than on its day, or it is of a newer
    version), or that its tables cannot answer, stands apart with the reason and hinders no other.
    """
    found = Kept({}, {})
    is_ours = _layout(folder) == VERSION  # the tables of an older one had other columns
    try:
        for row in json.loads((folder / DEFINITIONS).read_bytes()):
            name = str(row["id"])
            try:
                definition = check(_row(row))
                if is_ours:
                    try_out(definition, TABLES)
                found.usable[name] = definition
            except DefinitionError as error:
                found.refused[name] = Refused(str(row.get("name") or name), str(error))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DefinitionError(f"快照 {folder.name[:12]} 中的指标定义不能读取：{error}") from None
    return found


def _layout(folder: Path) -> int:
    try:
        return read_manifest(folder).layout
    except ManifestError:  # told where the snapshot is looked for
        return 0


def _kept_bytes(folder: Path) -> bytes:
    """Return the file of a folder where it is as the manifest says, else what can be read of it.

    What is damaged there gives the present definitions, and the comparison will say so.
    """
    with suppress(OSError, ManifestError):
        content = (folder / DEFINITIONS).read_bytes()
        if hashlib.sha256(content).hexdigest() == read_manifest(folder).definitions:
            return content
    with suppress(DefinitionError):
        return definitions_bytes(read_definitions(folder))
    return definitions_bytes()


def _row(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "since": dt.date.fromisoformat(told["since"])}


def _day(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no written form")
