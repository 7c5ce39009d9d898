"""The joint conference: meetings, agenda, what was agreed."""

from workbench.terms.term import Term


class MeetingKind(Term):
    """The two kinds of session of the joint conference."""

    PLENARY = "plenary", "全体会议"
    WORKING = "working", "工作会议"


class MeetingState(Term):
    """Where a meeting stands; follows from its days of opening and closing."""

    PLANNED = "planned", "筹备中"
    IN_SESSION = "in_session", "进行中"
    CLOSED = "closed", "已结束"


class AttendanceStatus(Term):
    """How a unit took part in a meeting."""

    PRESENT = "present", "出席"
    OBSERVING = "observing", "列席"
    EXCUSED = "excused", "请假"
    ABSENT = "absent", "缺席"


class AgendaReason(Term):
    """By which rule something is on the agenda (law/agenda.toml says with which article)."""

    OPEN_ITEM = "open_item", "议定事项未落实"
    LATE = "late", "信访事项超期"
    PLAN_BROKEN = "plan_broken", "包案方案节点逾期"
    ORDER_UNANSWERED = "order_unanswered", "督办逾期未反馈"
    LOOK_BACK_FAILED = "look_back_failed", "回头看不合格"
    URGENT = "urgent", "重大紧急"
    OTHER = "other", "其他议题"


class UrgencyReason(Term):
    """What makes a matter urgent (art. 25): what is in the matter, and nothing of who raises it."""

    SAFETY = "safety", "危及人身或者公共安全"
    LIVELIHOOD = "livelihood", "基本生活中断或者难以为继"
    HEALTH = "health", "影响救治、用药或者传染病防控"
    SPREADING = "spreading", "污染、灾害或者损失正在扩大"
    EVIDENCE = "evidence", "现场或者证据可能灭失"
    TIME_LIMIT = "time_limit", "法定期限或者时效即将届满"


class AgreedItemState(Term):
    """How far an agreed item is: the unit reports, somebody else confirms."""

    OPEN = "open", "未落实"
    REPORTED = "reported", "已报待核实"
    CONFIRMED = "confirmed", "已落实"


class ReportDecision(Term):
    """What was found when a report was checked."""

    CONFIRMED = "confirmed", "核实通过"
    RETURNED = "returned", "退回重办"


class StudyBody(Term):
    """Who hears of petition work regularly: the law names the first, the second is the office's practice."""

    STANDING_COMMITTEE = "standing_committee", "市委常委会"
    GOVERNMENT = "government", "市政府常务会议"
