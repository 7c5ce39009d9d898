"""Matters that come back, rounds of look-back, signals about handling."""

from workbench.terms.term import Term


class RepeatRelation(Term):
    """重复情形: how a matter comes again."""

    DUPLICATE = "duplicate", "重复提交"
    WHILE_HANDLING = "while_handling", "办理期间再次提出"
    AFTER_REPLY = "after_reply", "答复后重复"


class RepeatVerdict(Term):
    """重复认定: what a clerk decided of two matters."""

    CONFIRMED = "confirmed", "确认为同一事项"
    REJECTED = "rejected", "认定不是同一事项"
    SPLIT = "split", "拆分为两件"


class LookBackRule(Term):
    """回头看类型: by which rule a matter enters a round."""

    LONG_OPEN = "long_open", "久访不结"
    ENDED_AND_BACK = "ended_and_back", "程序办结、久访不息"
    RANDOM = "random", "随机抽查"


class LookBackAnswer(Term):
    """检查结果 of one item."""

    YES = "yes", "做到"
    NO = "no", "没有做到"
    NOT_APPLICABLE = "not_applicable", "不适用"


class LookBackFinding(Term):
    """回头看结论."""

    HELD = "held", "落实到位"
    FAILED = "failed", "没有落实"


class LookBackState(Term):
    """回头看状态 on a day."""

    OPEN = "open", "检查中"
    HELD = "held", "落实到位"
    TO_REWORK = "to_rework", "待下达整改"
    IN_REWORK = "in_rework", "整改中"
    LATE = "late", "整改逾期"
    REPORTED = "reported", "整改已报待核实"
    MENDED = "mended", "整改已核实"


class HandlingSignal(Term):
    """办理信号: what prompts a look at how matters are handled, and is no finding."""

    MONTH_END = "month_end", "月末集中办结"
    LAST_DAY_FORWARD = "last_day_forward", "临期转送交办"
    LATE_EXTENSION = "late_extension", "临期延长"
    SAME_REPLY = "same_reply", "答复雷同"
    RECEIVED_CHANGED = "received_changed", "事后更改收到日期"
