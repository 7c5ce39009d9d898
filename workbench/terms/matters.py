"""What a matter is and the state it is in: channels, classes, paths, steps, limits."""

from __future__ import annotations

from workbench.terms.term import Term


class Channel(Term):
    """How a petition came in (Regulation 2022, article 17; the office's 信、访、网、电)."""

    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    CALL = "call", "来电"
    ONLINE = "online", "网上"


class PetitionClass(Term):
    """The three classes of article 29 to 31."""

    SUGGESTION = "suggestion", "建议意见类"
    ACCUSATION = "accusation", "检举控告类"
    CLAIM = "claim", "申诉求决类"


class HoldFinding(Term):
    """What a person found of a matter that was held as possibly an accusation (art. 30(3))."""

    ACCUSATION = "accusation", "是检举控告"
    SPLIT = "split", "一信两事，检举控告部分已另行登记"
    NONE = "none", "不是检举控告"


class StatutoryChannel(Term):
    """The six paths of article 31 for claims; only the sixth carries the 60-day limit (art. 34)."""

    LITIGATION = "31-1", "诉讼、复议（审判）、检察监督、公安程序"
    ARBITRATION = "31-2", "仲裁"
    PARTY_APPEAL = "31-3", "党员申诉、申请复审"
    ADMINISTRATIVE = "31-4", "行政复议、裁决、确认、许可、处罚等行政程序"
    PROTECTION_DUTY = "31-5", "查处违法、履行保护职责"
    PETITION_HANDLING = "31-6", "信访程序（出具信访处理意见书）"


class Purpose(Term):
    """What the petitioner asks for (信访目的), as exported by the systems above."""

    APPEAL = "appeal", "申诉"
    CLAIM = "claim", "求决"
    ACCUSATION = "accusation", "揭发控告"
    SUGGESTION = "suggestion", "意见建议"
    ENQUIRY = "enquiry", "咨询"
    OTHER = "other", "其他"


class Procedure(Term):
    """Ordinary procedure, or the simple one of 《信访事项简易办理办法》."""

    ORDINARY = "ordinary", "普通程序"
    SIMPLE = "simple", "简易程序"


class Level(Term):
    """Level from which a matter came down (来源层级)."""

    NATIONAL = "national", "国家"
    PROVINCE = "province", "省"
    PREFECTURE = "prefecture", "市"
    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡镇"


class Outcome(Term):
    """The three outcomes of an opinion (art. 32)."""

    SUPPORT = "support", "予以支持"
    EXPLAIN = "explain", "解释说明"
    NOT_SUPPORTED = "not_supported", "不予支持"


class Satisfaction(Term):
    """What the petitioner said when asked; silence is no value of this list."""

    SATISFIED = "satisfied", "满意"
    MOSTLY_SATISFIED = "mostly_satisfied", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class RatingAsker(Term):
    """Who asked for a rating: whoever is asked by those he rates answers more kindly. None: not told."""

    UNIT = "unit", "责任单位征求"
    SUPERVISOR = "supervisor", "信访部门征求"
    SYSTEM = "system", "系统自动征求"


class CaseState(Term):
    """Where a matter stands in the procedure (lifecycle.toml)."""

    REGISTERED = "registered", "已登记"
    TRANSFERRED = "transferred", "已转送"
    ASSIGNED = "assigned", "已交办"
    DIRECT = "direct", "直接办理"
    OBJECTED = "objected", "退回异议"
    HANDLING = "handling", "办理中"
    DECLINED = "declined", "不予受理"
    LED_TO_PATH = "led_to_path", "导入法定途径"
    EXTENDED = "extended", "已延期"
    OPINION_ISSUED = "opinion_issued", "已出具处理意见"
    SERVED = "served", "已送达"
    REEXAMINATION = "reexamination", "复查中"
    REEXAMINED = "reexamined", "已复查"
    FINAL_REVIEW = "final_review", "复核中"
    FINALIZED = "finalized", "已复核终结"
    EXECUTING = "executing", "支持意见执行中"
    CONCLUDED = "concluded", "已办结"

    @classmethod
    def answered(cls) -> tuple[CaseState, ...]:
        """Return the states without a unit that has it on hand: the petitioner may apply, or it is filed."""
        return (cls.CONCLUDED, cls.DECLINED, cls.LED_TO_PATH, cls.SERVED, cls.REEXAMINED, cls.FINALIZED)


class Step(Term):
    """One thing that was done in a matter; every handling act takes exactly one."""

    REGISTER = "register", "登记"
    REPEAT = "repeat", "再次来信来访登记"
    CLASSIFY = "classify", "甄别分类"
    TRANSFER = "transfer", "转送"
    ASSIGN = "assign", "交办"
    HANDLE_DIRECTLY = "handle_directly", "直接办理"
    OBJECT = "object", "提出异议"
    GRANT_OBJECTION = "grant_objection", "同意退回"
    DENY_OBJECTION = "deny_objection", "不同意退回"
    ACCEPT = "accept", "受理告知"
    DECLINE = "decline", "不予受理告知"
    DECLINE_FURTHER = "decline_further", "不再受理告知"
    LEAD_TO_PATH = "lead_to_path", "告知并导入法定途径"
    CONVERT_TO_ORDINARY = "convert_to_ordinary", "转为普通程序"
    EXTEND = "extend", "批准延长办理期限"
    TELL_EXTENSION = "tell_extension", "延期告知"
    REPORT_BACK = "report_back", "反馈交办结果"
    ISSUE_OPINION = "issue_opinion", "出具处理意见书"
    REPLY_DIRECTLY = "reply_directly", "直接答复"
    SERVE = "serve", "送达"
    REQUEST_REEXAMINATION = "request_reexamination", "收到复查申请"
    DECIDE_REEXAMINATION = "decide_reexamination", "出具复查意见书"
    REQUEST_FINAL_REVIEW = "request_final_review", "收到复核申请"
    HOLD_HEARING = "hold_hearing", "听证"
    DECIDE_FINAL_REVIEW = "decide_final_review", "出具复核意见书"
    EXECUTE = "execute", "支持意见执行完毕"
    CONCLUDE = "conclude", "办结"
    RESOLVE = "resolve", "化解"
    RATE = "rate", "群众评价"


class DayType(Term):
    """How the days of a limit are counted (art. 23(3) alone says 工作日)."""

    CALENDAR = "calendar", "日"
    WORKING = "working", "工作日"


class DeadlineState(Term):
    """What can be said of a deadline on a day."""

    RUNNING = "running", "期限内"
    MET = "met", "按期完成"
    MET_LATE = "met_late", "超期完成"
    LATE = "late", "超期未完成"
    ENDED = "ended", "义务终止"
    ENDED_LATE = "ended_late", "超期后终止"
    UNKNOWN = "unknown", "尚不可知"
    OWN_PROCEDURE = "own_procedure", "按其自身程序"
    UNCLASSIFIED = "unclassified", "途径待甄别"


class DocumentKind(Term):
    """Kinds of document in a matter (rules.md section 2: the published nodes, and their evidence)."""

    PETITION_MATERIAL = "petition_material", "信访材料"
    TRANSFER_LETTER = "transfer_letter", "转送函"
    ASSIGNMENT_LETTER = "assignment_letter", "交办函"
    OBJECTION = "objection", "异议函"
    ACCEPTANCE_NOTICE = "acceptance_notice", "受理告知书"
    DECLINE_NOTICE = "decline_notice", "不予受理告知书"
    DECLINE_FURTHER_NOTICE = "decline_further_notice", "不再受理告知书"
    PATH_NOTICE = "path_notice", "法定途径告知书"
    EXTENSION_APPROVAL = "extension_approval", "延长办理期限审批表"
    EXTENSION_NOTICE = "extension_notice", "延长办理期限告知书"
    HANDLING_REPORT = "handling_report", "办理情况报告"
    OPINION = "opinion", "信访处理意见书"
    REPLY = "reply", "答复"
    SERVICE_RECEIPT = "service_receipt", "送达回证"
    HEARING_RECORD = "hearing_record", "听证笔录"
    MEDIATION_AGREEMENT = "mediation_agreement", "调解协议书"
    REEXAMINATION_OPINION = "reexamination_opinion", "复查意见书"
    FINAL_REVIEW_OPINION = "final_review_opinion", "复核意见书"
    EXECUTION_EVIDENCE = "execution_evidence", "执行凭证"
    OTHER = "other", "其他材料"


class AssumedFact(Term):
    """A fact that an imported file lacked and its mapping set: shown as such until somebody checks it."""

    CHANNEL = "channel", "信访形式"
    PETITION_CLASS = "petition_class", "诉求类别"
    PATH = "path", "法定途径"
    PROCEDURE = "procedure", "办理程序"
    TOPIC = "topic", "内容分类"
    PEOPLE = "people", "人数"
    FIRST_CONTACT_UNIT = "unit", "登记机构"
    RESPONSIBLE_UNIT = "responsible_unit", "责任单位"
    REGISTERED = "registered", "登记日期"
    ASSIGNED = "assigned", "交办日期"
    HANDLED_DIRECTLY = "handled_directly", "直接办理日期"
    REPLIED = "replied", "答复日期"
    RATED = "rated", "评价日期"


class ChangeReason(Term):
    """Why a matter counts in a figure of one snapshot otherwise than in that of another."""

    RECORDED_LATE = "recorded_late", "补录"
    CORRECTED = "corrected", "更正"
    CALENDAR = "calendar", "日历变化"
    DEFINITION = "definition", "定义变化"
    AS_OF = "as_of", "截止日移动"
    FOLD = "fold", "汇总办法变化"
    UNKNOWN = "unknown", "原因待查"
