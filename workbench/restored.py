"""A restored older copy of the records: what it lacks, and how two people say that they know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.access.gate import require
from workbench.ledger.restoring import Said, forget_said, keep_said, read_said

if TYPE_CHECKING:
    from workbench.access.viewer import Viewer
    from workbench.app import Workbench

WHAT = "act:acknowledge_restore"


@dataclass(frozen=True, slots=True)
class OlderCopy:
    """The ledger does not continue known checkpoints: how many entries these had and it has, and who spoke.

    ``said`` is what a first person has said and still holds.
    """

    codes: tuple[str, ...]
    known_size: int
    found_size: int
    said: Said | None


def restored(bench: Workbench) -> OlderCopy | None:
    """Return what is to be acknowledged, ``None`` where the ledger continues what is known."""
    act = bench.anchors.restored()
    if act is None:
        return None
    said = read_said(bench.anchors.notes.path)
    holds = said is not None and said.is_valid(act.codes, act.found_size, bench.now())
    return OlderCopy(act.codes, act.known_size, act.found_size, said if holds else None)


def speak_first(bench: Workbench, viewer: Viewer, why: str) -> None:
    """Keep that the viewer knows, for a second person to join; nothing is written to the ledger yet.

    ``NotPermittedError`` by role; ``RestoreError`` without a reason, or where there is nothing to say.
    """
    from workbench.acts.restoring import RestoreError

    require(viewer, WHAT)
    act = bench.anchors.restored()
    if act is None:
        raise RestoreError("台账与已知的校验点相符，没有需要确认的恢复")
    if not why.strip():
        raise RestoreError("请说明为什么恢复较早的备份")
    at = bench.now().isoformat(timespec="seconds")
    said = Said(viewer.account, viewer.name, why.strip(), act.codes, act.found_size, at)
    keep_said(bench.anchors.notes.path, said)


def take_back(bench: Workbench, viewer: Viewer) -> None:
    """Take away what was said first; whoever may say it may."""
    require(viewer, WHAT)
    forget_said(bench.anchors.notes.path)


def speak_second(bench: Workbench, viewer: Viewer) -> int:
    """Write that both know, and open the ledger again; return the position of the entry.

    ``RestoreError`` where nobody has spoken first, too long ago or of another state, or it was the viewer.
    """
    from workbench.acts.restoring import RestoreError

    require(viewer, WHAT)
    found = restored(bench)
    if found is None or found.said is None:
        raise RestoreError("还没有人先确认，或已超过24小时、情况有变：请重新由两个人先后确认")
    if found.said.account == viewer.account:
        raise RestoreError("您已经确认过：须由另一位有权限的人再确认")
    with bench.desk(viewer.actor, restoring=True) as desk:
        act = bench.anchors.acknowledgement(
            desk.connection, found.said.account, viewer.account, found.said.why
        )
        seq = desk.perform(act, now=bench.now())
    forget_said(bench.anchors.notes.path)
    return seq
