"""Proceedings of accountability from the lead to the end of their effect."""

from workbench.terms.term import Term


class LeadSource(Term):
    """Where the lead of a proceeding of accountability came from (rules.md section 5)."""

    LATE = "late", "超期"
    ORDER_IGNORED = "order_ignored", "督办不落实"
    FILE_REVIEW = "file_review", "案件评查"
    LOOK_BACK = "look_back", "回头看"
    JOINT_CONFERENCE = "joint_conference", "联席会议"
    SUPERIOR = "superior", "上级交办"


class Responsibility(Term):
    """How a person is responsible: a finding of people (2016 measures, art. 11), never of the software."""

    DIRECT = "direct", "直接责任"
    MAIN_LEADER = "main_leader", "主要领导责任"
    IMPORTANT_LEADER = "important_leader", "重要领导责任"


class ProceedingStep(Term):
    """Kinds of entry in the accountability log, from the lead to the scope of publication."""

    LEAD = "lead", "登记线索"
    TRACE = "trace", "责任倒查"
    FACT = "fact", "事实与证据"
    CLAUSE = "clause", "列明条款"
    RECOMMEND = "recommend", "提出建议"
    PERSON = "person", "认定责任人"
    INVITE = "invite", "告知陈述申辩"
    DEFENCE = "defence", "陈述申辩"
    WAIVER = "waiver", "放弃陈述申辩"
    DECISION = "decision", "有权机关决定"
    FEEDBACK = "feedback", "书面反馈"
    OBJECTION = "objection", "申请复审复核"
    REEXAMINATION = "reexamination", "复审复核结果"
    RECTIFICATION = "rectification", "单位整改"
    PUBLICATION = "publication", "通报范围"
    END = "end", "终止"
    VOID = "void", "作废误记"


class ProceedingState(Term):
    """Where a proceeding stands on a day; computed, never stored."""

    OPEN = "open", "核实中"
    RECOMMENDED = "recommended", "待有权机关决定"
    OBJECTED = "objected", "复审复核中"
    DECIDED = "decided", "已处理"
    EXPIRED = "expired", "影响期满"
    ENDED = "ended", "已终止"


class ProceedingDue(Term):
    """What is awaited in a proceeding next; computed for a day, never stored."""

    DEFENCE = "defence", "待陈述申辩"
    FEEDBACK = "feedback", "待书面反馈"
    REEXAMINATION = "reexamination", "待复审复核答复"
    EXPIRY = "expiry", "影响期将满"


class ReexaminationResult(Term):
    """What came of a re-examination."""

    UPHELD = "upheld", "维持"
    CHANGED = "changed", "变更"
    REVOKED = "revoked", "撤销"


class PublicationScope(Term):
    """How far a decision was made known, as its body decided."""

    NONE = "none", "不通报"
    UNIT = "unit", "本单位"
    SYSTEM = "system", "本系统"
    CITY = "city", "全市机关单位"
    PUBLIC = "public", "向社会公开"
