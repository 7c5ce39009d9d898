"""Orders and the three kinds of proposals."""

from workbench.terms.term import Term


class SupervisionReason(Term):
    """Why an order of supervision was issued (art. 40(1), an open list; rules.md section 5)."""

    LATE = "late", "无正当理由未按期办结"
    NO_REPORT = "no_report", "未按规定反馈结果"
    PROCEDURE = "procedure", "未按规定程序办理"
    DELAY = "delay", "推诿敷衍拖延"
    NOT_EXECUTED = "not_executed", "不执行处理意见"
    FALSIFIED = "falsified", "弄虚作假"
    OTHER = "other", "其他"


class OrderState(Term):
    """Where an order of supervision stands on a day; computed, never stored."""

    OPEN = "open", "待反馈"
    LATE = "late", "逾期未反馈"
    ANSWERED = "answered", "已反馈待审核"
    RETURNED = "returned", "退回重报"
    CLOSED = "closed", "已闭环"
    WITHDRAWN = "withdrawn", "已撤回"


class ProposalKind(Term):
    """The three proposals of the petition office (art. 14, 40)."""

    IMPROVE_WORK = "improve_work", "改进工作"
    IMPROVE_POLICY = "improve_policy", "完善政策"
    ACCOUNTABILITY = "accountability", "追究责任"


class Adoption(Term):
    """What a unit says it did with a proposal (art. 40(4))."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "未采纳"


class FeedbackState(Term):
    """What can be said of the feedback on a proposal on a day; computed, never stored."""

    WAITING = "waiting", "待反馈"
    MISSING = "missing", "逾期未反馈"
    IN_TIME = "in_time", "按期反馈"
    LATE = "late", "逾期反馈"
