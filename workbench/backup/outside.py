"""What holds a backup from outside: a code on paper, the file that another office kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.backup.checks import Check
from workbench.ledger.checkpoint import Checkpoint, read_code
from workbench.ledger.testimony import Testimony
from workbench.ledger.witness import Witness

if TYPE_CHECKING:
    from workbench.anchors import Anchors
    from workbench.backup.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Outside:
    """外部凭据: size and code as printed, and the checkpoints that another office kept; neither must be."""

    paper: tuple[int, str] | None
    witnessed: tuple[Checkpoint, ...] | None

    @classmethod
    def of(cls, paper: tuple[int, str] | None, witness: Witness | None) -> Outside:
        """Return what was brought; ``CheckpointError`` for a code that is none or a forged signature."""
        return cls(
            None if paper is None else (paper[0], read_code(paper[1])),
            None if witness is None else tuple(witness.checkpoints()),
        )

    def checks(self, anchors: Anchors, manifest: Manifest) -> tuple[Check, ...]:
        """Return how a restored copy answers to what is told of the entries that it has."""
        made: tuple[Check, ...] = ()
        if self.paper is not None and self.paper[0] <= manifest.ledger_size:
            size, code = self.paper
            there = anchors.code_at(size)
            told = "" if there == code else f"备份中前{size}条的校验码是 {there or '（没有）'}"
            made += (Check("纸面校验码", told),)
        if self.witnessed is not None:
            made += (Check("见证文件", self._contradicted(anchors, manifest)),)
        return made

    def newer(self, manifest: Manifest) -> list[Testimony]:
        """Return what is told of more entries than the backup has: an older copy is held by it."""
        told = [] if self.paper is None else [Testimony(manifest.origin, *self.paper)]
        told += [Testimony(one.origin, one.size, one.code) for one in self.witnessed or ()]
        return [one for one in told if one.size > manifest.ledger_size]

    def _contradicted(self, anchors: Anchors, manifest: Manifest) -> str:
        witnessed = self.witnessed or ()
        if any(one.origin != manifest.origin for one in witnessed):
            return "是另一本台账的"
        faults = anchors.against([one for one in witnessed if one.size <= manifest.ledger_size])
        return "；".join(fault.message for fault in faults[:3])
