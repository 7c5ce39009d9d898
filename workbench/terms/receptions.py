"""Leaders who receive visitors, and what they instruct."""

from workbench.terms.term import Term


class ReceptionKind(Term):
    """How a leader receives people (art. 18(2); Opinion of 2009)."""

    RECEIVE = "receive", "接访"
    APPOINTMENT = "appointment", "约访"
    GOING_DOWN = "going_down", "下访"


class NotHeldReason(Term):
    """Why a scheduled reception was not held, or was moved; that nobody came is none: it was held."""

    OFFICIAL_BUSINESS = "official_business", "公务冲突"
    EMERGENCY = "emergency", "处置突发事件"
    LEAVE = "leave", "请假"
    OTHER = "other", "其他原因"


class ReceptionState(Term):
    """What can be said of a reception on a day."""

    PLANNED = "planned", "已安排"
    HELD = "held", "已接访"
    NOBODY_CAME = "nobody_came", "到场无人来访"
    NOT_HELD = "not_held", "未接访"
    UNRECORDED = "unrecorded", "过期未记录"
    MOVED = "moved", "已改期"


class InstructionKind(Term):
    """Where a leader's instruction comes from: read on a letter, or promised at a reception."""

    LETTER = "letter", "阅批来信"
    RECEPTION = "reception", "接访交办"


class InstructionState(Term):
    """What can be said of an instruction on a day."""

    OPEN = "open", "落实中"
    LATE = "late", "逾期未报"
    REPORTED = "reported", "已报待认定"
    DONE = "done", "已落实"
    DONE_LATE = "done_late", "逾期落实"
