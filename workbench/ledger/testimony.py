"""What paper or another office tells of a ledger: how many entries it held, and the code over them.

It comes without the tree, so that nothing can be proved from it while the ledger is shorter; but a ledger
that is shorter is older. Kept as files beside the checkpoints. The standard library only.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

SUFFIX: Final = ".testimony"


@dataclass(frozen=True, slots=True)
class Testimony:
    """旁证: ``origin`` names the ledger, ``size`` counts its entries, ``code`` is as printed."""

    origin: str
    size: int
    code: str

    @property
    def name(self) -> str:
        """Return the name of its file."""
        return f"{self.size}-{self.code}{SUFFIX}"

    def write(self) -> str:
        """Return the text of its file."""
        return json.dumps(asdict(self), ensure_ascii=False)


def testimonies(folder: Path) -> list[Testimony]:
    """Return what is kept in ``folder``, the largest size first; a file that is none is passed over."""
    found = (_read(path) for path in folder.glob(f"*-*{SUFFIX}"))
    return sorted((one for one in found if one is not None), key=lambda one: (-one.size, one.code))


def _read(path: Path) -> Testimony | None:
    try:
        told = json.loads(path.read_text("utf-8"))
        return Testimony(str(told["origin"]), int(told["size"]), str(told["code"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
