"""What a viewer may do here and now, and why not: by role, by whose ownership it is, by where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.access.gate import allow
from workbench.terms import OwnershipState, Role

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState
    from workbench.queries.ownerships import Owned

KINDS = {
    "assign": "assign_ownership",
    "team": "change_team",
    "draft": "draft_plan",
    "sign": "sign_plan",
    "meet": "meet_milestone",
    "note": "note_progress",
    "replace": "replace_leader",
    "claim": "claim_result",
    "check": "check_result",
    "withdraw": "withdraw_ownership",
    "open_drive": "open_campaign",
    "enter_drive": "enter_campaign",
    "leave_drive": "leave_campaign",
    "close_drive": "close_campaign",
}  # what may be done, with the kind of its act
OF_ONE = ("meet", "note", "draft", "sign", "team", "replace", "claim", "check", "withdraw")
OF_DRIVE = ("enter_drive", "leave_drive", "close_drive")
WHILE_ACTIVE = ("draft", "sign", "meet", "claim")


def may(state: OwnershipScreenState, do: str) -> bool:
    """Return whether this viewer's role and place allow a thing at all: else it is not offered."""
    if not allow(state.viewer, f"act:{KINDS[do]}"):
        return False
    return do not in OF_ONE or (state.one is not None and _is_his(state, state.one))


def why_not(state: OwnershipScreenState, do: str) -> str:
    """Return why a thing cannot be done here and now, "" if it can."""
    if not may(state, do):
        return f"您的角色（{state.viewer.role.label}）不能在这里办理这一项"
    if state.as_of != state.today:
        return f"现在显示的是 {state.as_of} 的情况：请把截至日改回今天再办理"
    if do in OF_DRIVE:
        if state.drive is None:
            return "请先选择一个专项行动"
        return "专项行动已结束，名单不再变动" if state.drive.is_closed else ""
    return _why_not_one(state.one, do) if do in OF_ONE else ""


def _why_not_one(one: Owned | None, do: str) -> str:
    if one is None:
        return "请先选择一个包案"
    ownership = one.ownership
    if one.state is OwnershipState.ENDED:
        return f"已于 {ownership.ended_on} 核验结束，不再变动"
    if one.state is OwnershipState.WITHDRAWN:
        return f"交办已于 {ownership.withdrawn_on} 撤回，不再变动"
    if do == "withdraw":
        return "方案已经签订，不能再撤回交办" if ownership.signed else ""
    if do == "check":
        return "" if ownership.waits_for_check else "还没有报结果"
    if do in WHILE_ACTIVE and ownership.waits_for_check:
        return "已报结果，正在等待核验"
    if do == "sign" and ownership.draft is None:
        return "没有待签订的方案"
    if do in ("meet", "claim") and not ownership.signed:
        return "还没有签订方案"
    unmet = [promised for promised in one.commitments if promised.kept is None and not promised.is_dropped]
    if do == "claim" and unmet:
        return f"现行方案还有 {len(unmet)} 个节点没有完成"
    if do == "meet" and all(promised.kept for promised in one.commitments):
        return "节点都已完成"
    return ""


def _is_his(state: OwnershipScreenState, one: Owned) -> bool:
    """A leader acts on his own ownerships, a unit's officer on those whose team his unit is in."""
    viewer = state.viewer
    if viewer.role is Role.LEADER:
        return one.ownership.leader.account == viewer.account
    if viewer.role is Role.HANDLER:
        return viewer.unit in {member.unit for member in one.ownership.team_on(state.as_of)}
    return True
