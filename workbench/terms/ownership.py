"""Matters owned by a leader (五个一), campaigns, promises."""

from workbench.terms.term import Term


class OwnershipSource(Term):
    """Where an owned problem came from (rules.md section 5)."""

    SUPERIOR = "superior", "上级交办"
    SCREENING = "screening", "本级排查"
    LOOK_BACK = "look_back", "回头看"
    JOINT_CONFERENCE = "joint_conference", "联席会议"
    RECEPTION = "reception", "领导接访"


class OwnershipResult(Term):
    """How an owned problem was settled, as its leader claims (article 27; rules.md section 5)."""

    RESOLVED = "resolved", "解决到位"
    EXPLAINED = "explained", "解释到位"
    AIDED = "aided", "帮扶到位"
    LED_TO_PATH = "led_to_path", "导入法定途径"


class OwnershipState(Term):
    """Where an ownership stands on a day; computed, never stored."""

    ACTIVE = "active", "包案推进中"
    CLAIMED = "claimed", "已报结果待核验"
    ENDED = "ended", "核验结束"
    WITHDRAWN = "withdrawn", "交办已撤回"


class TeamRole(Term):
    """The part of a unit in the team of an ownership."""

    LEAD = "lead", "牵头单位"
    SUPPORT = "support", "配合单位"


class ProgressKind(Term):
    """Kinds of line in the log of an ownership; none of them counts as an achievement."""

    PROGRESS = "progress", "进展"
    RECEPTION = "reception", "接访"
    VISIT = "visit", "下访"
    DISPATCH = "dispatch", "调度"


class FiveOnes(Term):
    """The five ones (五个一) of leader case-ownership, as the office's report names them."""

    PROBLEM = "problem", "一个问题"
    LEADER = "leader", "一名领导"
    TEAM = "team", "一套班子"
    PLAN = "plan", "一个方案"
    THROUGH = "through", "一抓到底"


class Fulfilment(Term):
    """How one of the five ones stands on a day; computed, never stored."""

    MET = "met", "已落实"
    PENDING = "pending", "推进中"
    LACKING = "lacking", "未落实"


class CampaignRule(Term):
    """By which rule matters are taken into a special drive; others are taken by hand."""

    LATE = "late", "有时限超期未完成的在办事项"
    LONG_OPEN = "long_open", "登记满若干日仍未办结的事项"
    SUPPORT_LEFT = "support_left", "支持意见到期未执行的事项"
    TOPIC = "topic", "某一内容分类的在办事项"


class CommitmentKind(Term):
    """What was promised beside the deadlines of the law, and can be checked."""

    MILESTONE = "milestone", "方案节点"
    AGREED_ITEM = "agreed_item", "议定事项"
    ORDER = "order", "督办反馈"
    PROPOSAL = "proposal", "建议反馈"
    INSTRUCTION = "instruction", "批示落实"
    RECEPTION = "reception", "接访安排"
    SCREENING = "screening", "排查月报"
    FILE_REVIEW = "file_review", "卷宗评查合格"
    WORK_STUDY = "work_study", "听取汇报"


class CommitmentState(Term):
    """How a milestone stands on a day; computed, never stored."""

    AHEAD = "ahead", "未到期"
    KEPT = "kept", "按期兑现"
    KEPT_LATE = "kept_late", "逾期兑现"
    LATE = "late", "逾期未兑现"
    DROPPED = "dropped", "方案变更后取消"
