"""The file that another office keeps: every checkpoint so far, each signed, with the key they are signed by.

It holds no entry and no name. Whoever keeps it can later hold it against the ledger, or against a newer file
of the same kind: two histories shown to two offices contradict each other somewhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.ledger.checkpoint import Checkpoint, CheckpointError
from workbench.ledger.signing import open_note

FORM = 1


@dataclass(frozen=True, slots=True)
class Witness:
    """The verifier key and the notes, the oldest first, each with the moment (UTC) it was made."""

    verifier: str
    notes: tuple[tuple[datetime, str], ...]

    def write(self) -> str:
        """Return the text of the file."""
        told = [{"made": made.isoformat(), "note": note} for made, note in self.notes]
        return json.dumps(
            {"form": FORM, "verifier": self.verifier, "notes": told}, ensure_ascii=False, indent=1
        )

    def checkpoints(self) -> list[Checkpoint]:
        """Return the checkpoints; ``CheckpointError`` if one is not signed by the key of the file."""
        return [open_note(note, self.verifier) for _, note in self.notes]


def read_witness(text: str) -> Witness:
    """Return what a witness file says; ``CheckpointError`` if it is none, or a signature in it is wrong."""
    try:
        told = json.loads(text)
        notes = tuple((datetime.fromisoformat(one["made"]), str(one["note"])) for one in told["notes"])
        witness = Witness(str(told["verifier"]), notes)
        is_known = told["form"] == FORM
    except (ValueError, KeyError, TypeError):
        raise CheckpointError("见证文件不是规定的格式：请核对文件") from None
    if not is_known:
        raise CheckpointError("见证文件由更新版本的软件写成：请升级软件后再核对")
    witness.checkpoints()
    return witness


def contradictions(older: Witness, newer: Witness) -> list[str]:
    """Return what in a newer file contradicts an older one of the same ledger; only the two are read."""
    found = []
    if older.verifier != newer.verifier:
        found.append("两份见证文件的公钥不同：换过密钥，或不是同一本台账")
    known = {(one.origin, one.size): one.root for one in newer.checkpoints()}
    for one in older.checkpoints():
        root = known.get((one.origin, one.size))
        if root is None:
            found.append(f"新的见证文件里没有校验点 {one.code}（{one.size}条）：可能给两处看了不同的台账")
        elif root != one.root:
            found.append(f"两份见证文件在{one.size}条时的内容不同：给两处看了不同的台账")
    return found


def all_of(verifier: str, notes: Sequence[tuple[datetime, str]]) -> Witness:
    """Return the file of these notes; notes that the key has not signed are left out."""
    kept = []
    for made, note in notes:
        try:
            open_note(note, verifier)
        except CheckpointError:
            continue
        kept.append((made, note))
    return Witness(verifier, tuple(kept))
