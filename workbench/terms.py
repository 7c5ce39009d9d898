"""Codes with their Chinese labels: the only place where a label is written.

A code is what the database, the ledger and a filter hold; the label is what a reader sees.
The words are those of GLOSSARY.md; a test fails if a code lacks a label.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A code that knows its Chinese label: ``Channel.VISIT.label == "来访"``."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def coded(cls, code: str) -> Self:
        """Return the member with this code; ``ValueError`` if the list has none."""
        for member in cls:
            if member.value == code:
                return member
        raise ValueError(f"“{code}”不是已知的代码")

    @classmethod
    def labelled(cls, label: str) -> Self:
        """Return the member with this Chinese label; ``ValueError`` names the known ones."""
        for member in cls:
            if member.label == label:
                return member
        known = "、".join(member.label for member in cls)
        raise ValueError(f"“{label}”不在可选范围内（{known}）")


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


class UnitKind(Term):
    """Kinds of unit in the tree."""

    COUNTY_CITY = "county_city", "县级市"
    PETITION_OFFICE = "petition_office", "信访局"
    JOINT_CONFERENCE = "joint_conference", "信访联席会议"
    MUNICIPAL_DEPARTMENT = "municipal_department", "市直单位"
    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    SUBDISTRICT = "subdistrict", "街道"
    SUPERIOR = "superior", "上级机关"
    OTHER = "other", "其他单位"


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
    UNKNOWN = "unknown", "尚不可知"
    OWN_PROCEDURE = "own_procedure", "按其自身程序"
    UNCLASSIFIED = "unclassified", "途径待甄别"


class Role(Term):
    """In which capacity somebody uses the workbench."""

    SUPERVISOR = "supervisor", "联席办督查人员"
    CLERK = "clerk", "登记人员"
    HANDLER = "handler", "单位经办人"
    LEADER = "leader", "包案领导"
    REVIEWER = "reviewer", "评查人员"
    AUDITOR = "auditor", "审计监督人员"
    DISPLAY = "display", "会议展示"
    ANALYST = "analyst", "分析人员"
    IMPORTER = "importer", "导入人员"
    ADMINISTRATOR = "administrator", "系统管理员"


class Holding(Term):
    """The types of record that the policy of sight knows (workbench/access/policy.toml)."""

    PETITIONER = "petitioner", "信访人身份"
    CASE = "case", "信访事项"
    TEXT = "text", "信访内容和文书"
    ATTACHMENT = "attachment", "佐证材料"
    PETITION = "petition", "来信来访记录"
    ACCUSATION = "accusation", "检举控告内容"
    ACCUSED = "accused", "被检举控告的单位和个人"
    ASSIGNMENT = "assignment", "交办督办"
    OWNERSHIP = "ownership", "领导包案"
    REVIEW = "review", "评查和回头看"
    ACCOUNTABILITY = "accountability", "责任追究记录"
    FIGURES = "figures", "统计数据"
    EXPORTS = "exports", "导出和公文"
    ACCESS_LOG = "access_log", "查阅和登录记录"
    LEDGER = "ledger", "台账"
    SETTINGS = "settings", "参数和名录"
    IMPORT = "import", "导入文件"


class Operation(Term):
    """What one may do with a type of record."""

    LIST = "list", "列出"
    COUNT = "count", "计数和检索"
    READ = "read", "查阅"
    UNMASK = "unmask", "查看原文"
    CREATE = "create", "登记"
    UPDATE = "update", "办理"
    EXPORT = "export", "导出"
    ERASE = "erase", "删除"


class Reach(Term):
    """How far an operation reaches for a role."""

    NONE = "none", "不可"
    TOTALS = "totals", "仅合计"
    OWN = "own", "本单位或本人"
    ALL = "all", "全部"


class UnmaskField(Term):
    """What of a petition is masked and can be shown in the original, one at a time."""

    NAME = "name", "姓名"
    PHONE = "phone", "电话"
    ADDRESS = "address", "住址"
    TITLE = "title", "标题"
    NARRATIVE = "narrative", "内容"

    @property
    def is_of_person(self) -> bool:
        """Return whether it is of one of the people, not of the petition."""
        return self in (UnmaskField.NAME, UnmaskField.PHONE, UnmaskField.ADDRESS)


class UnmaskReason(Term):
    """For what an original text is needed (the office's list; the regulation has none)."""

    CONTACT = "contact", "联系信访人"
    DOCUMENT = "document", "制作、送达文书"
    SAME_PERSON = "same_person", "核对是否同一人"
    INVESTIGATE = "investigate", "调查核实"
    REVIEW = "review", "复查复核、评查"


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


class IdentityDocument(Term):
    """Kinds of identity document; only the first has the check digit of GB 11643."""

    RESIDENT = "resident", "居民身份证"
    PASSPORT = "passport", "护照"
    HONG_KONG_MACAO = "hong_kong_macao", "港澳居民来往内地通行证"
    TAIWAN = "taiwan", "台湾居民来往大陆通行证"
    FOREIGN_RESIDENT = "foreign_resident", "外国人永久居留身份证"


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


class AccountEvent(Term):
    """What the login log holds: attempts to get in, and changes of an account."""

    ADMITTED = "admitted", "登录成功"
    ENTERED = "entered", "凭启动密钥进入"
    WRONG = "wrong", "账号或密码不对"
    LOCKED = "locked", "锁定期内被拒"
    SLOWED = "slowed", "失败过多被拒"
    CLOSED = "closed", "账号已停用被拒"
    LEFT = "left", "退出登录"
    CREATED = "created", "新建账号"
    DISABLED = "disabled", "停用账号"
    ENABLED = "enabled", "恢复账号"
    ROLE_CHANGED = "role_changed", "变更角色"
    RESET = "reset", "重置密码"
    PASSWORD_CHANGED = "password_changed", "修改密码"


class ChangeReason(Term):
    """Why a matter counts in a figure of one snapshot otherwise than in that of another."""

    RECORDED_LATE = "recorded_late", "补录"
    CORRECTED = "corrected", "更正"
    CALENDAR = "calendar", "日历变化"
    DEFINITION = "definition", "定义变化"
    AS_OF = "as_of", "截止日移动"
    UNKNOWN = "unknown", "原因待查"


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
    ORDER_UNANSWERED = "order_unanswered", "督办逾期未回复"
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


class CommitmentState(Term):
    """How a milestone stands on a day; computed, never stored."""

    AHEAD = "ahead", "未到期"
    KEPT = "kept", "按期兑现"
    KEPT_LATE = "kept_late", "逾期兑现"
    LATE = "late", "逾期未兑现"
    DROPPED = "dropped", "方案变更后取消"


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


class ErasureBasis(Term):
    """On what a personal value is deleted (《个人信息保护法》 article 47, first paragraph)."""

    PURPOSE_OVER = "47-1", "处理目的已实现、无法实现或不再必要"
    PERIOD_OVER = "47-2", "停止提供服务，或保存期限已届满"
    CONSENT_WITHDRAWN = "47-3", "个人撤回同意"
    UNLAWFUL = "47-4", "违反法律、行政法规或约定处理"
    OTHER_LAW = "47-5", "法律、行政法规规定的其他情形"


class RetentionGround(Term):
    """Why a value is not deleted yet, only restricted (the same article, second paragraph)."""

    PERIOD = "period", "法定保存期限未届满"
    TECHNICAL = "technical", "技术上难以删除"


class ErasureState(Term):
    """Where a request to delete values stands."""

    REQUESTED = "requested", "申请中"
    RESTRICTED = "restricted", "限制处理"
    ERASED = "erased", "已删除"
    DECLINED = "declined", "已驳回"


class ValueForm(Term):
    """How the place of a hidden value is kept, so that the records can be rebuilt."""

    TEXT = "text", "文字占位"
    LIST = "list", "列表占位"
    ABSENT = "absent", "留空"


class IssuedKind(Term):
    """Kinds of official paper that the workbench prints and the office issues under a number."""

    MONTHLY_BRIEFING = "monthly_briefing", "信访工作月度简报"
    QUARTERLY_BRIEFING = "quarterly_briefing", "信访工作季度简报"
    YEARLY_REPORT = "yearly_report", "信访情况年度报告"
    UNIT_SHEET = "unit_sheet", "单位月度考核表"
    MINUTES = "minutes", "联席会议纪要"
    AGREED_ITEMS = "agreed_items", "议定事项清单"
    SUPERVISION_ORDER = "supervision_order", "督办单"
    IMPROVE_WORK = "improve_work", "改进工作建议书"
    IMPROVE_POLICY = "improve_policy", "完善政策建议书"
    ACCOUNTABILITY_PROPOSAL = "accountability_proposal", "追究责任建议书"
    ACCEPTANCE_NOTICE = "acceptance_notice", "信访事项受理告知书"
    EXTENSION_NOTICE = "extension_notice", "信访事项延期告知书"
    HANDLING_OPINION = "handling_opinion", "信访事项处理意见书"
    LOOK_BACK_REPORT = "look_back_report", "回头看情况报告"
    FILE_REVIEW_REPORT = "file_review_report", "案件评查情况报告"


class BriefingPassage(Term):
    """What a person writes into a briefing, beside the figures."""

    OPENING = "opening", "本期提要"
    PROBLEMS = "problems", "突出问题和分析"
    NEXT = "next", "下一步工作"
    OTHER = "other", "其他需要报告的情况"


class AppraisalState(Term):
    """Where the appraisal of a month stands on a day; computed, never stored."""

    DRAFT = "draft", "编制中"
    PUBLISHED = "published", "交单位核对中"
    FINAL = "final", "已定稿"


class IssuedSubject(Term):
    """What an issued paper is about."""

    MATTER = "matter", "信访事项"
    MEETING = "meeting", "联席会议"
    ORDER = "order", "督办"
    PROPOSAL = "proposal", "建议"
    LOOK_BACK_ROUND = "look_back_round", "回头看批次"
    REVIEW_ROUND = "review_round", "评查批次"
    PERIOD = "period", "统计期"


class PaperForm(Term):
    """How a kind of official paper is laid out; also the name of its template file."""

    LETTERHEAD = "letterhead", "公文"
    BRIEFING = "briefing", "简报"
    MINUTES = "minutes", "纪要"
    NOTICE = "notice", "告知书"
    LIST = "list", "清单"


class Face(Term):
    """The faces of type that GB/T 9704 asks for."""

    SONG = "song", "宋体"
    FANGSONG = "fangsong", "仿宋"
    KAI = "kai", "楷体"
    HEI = "hei", "黑体"
    TITLE = "title", "小标宋"


class Health(Term):
    """How urgent what the doctor found is."""

    FINE = "ok", "正常"
    WATCH = "watch", "须留意"
    FAULT = "fault", "须处理"


class DisputeKind(Term):
    """What a dispute is about that a unit reports in its monthly screening: a local list, no national one."""

    LAND = "land", "山林土地权属"
    DEMOLITION = "demolition", "征地拆迁安置"
    PROPERTY = "property", "房产与物业"
    LABOUR = "labour", "劳动报酬与社保"
    RURAL = "rural", "村级事务与惠农"
    ENVIRONMENT = "environment", "环境与安全"
    NEIGHBOURS = "neighbours", "邻里纠纷"
    FAMILY = "family", "婚姻家庭纠纷"
    CONTRACT = "contract", "合同与借贷"
    SERVICES = "services", "教育医疗服务"
    OTHER = "other", "其他矛盾纠纷"


class ScreeningState(Term):
    """How the report of a unit on a month stands on a day; computed, never stored."""

    ON_TIME = "on_time", "按时报送"
    LATE = "late", "逾期报送"
    RETURNED = "returned", "退回待更正"
    MISSING = "missing", "逾期未报"
    AWAITED = "awaited", "未到期"


class PostKind(Term):
    """Who does the petition work of a unit (office's report: 第一责任人、分管、信访协调员、电脑操作员)."""

    HEAD = "head", "主要负责人"
    DEPUTY = "deputy", "分管负责人"
    COORDINATOR = "coordinator", "信访协调员"
    OPERATOR = "operator", "电脑操作员"
    SUBSTITUTE = "substitute", "替岗人员"


class ActKind(Term):
    """What an officer did, by the kind of act in the ledger."""

    REGISTER = "register", "登记"
    REGISTER_REPEAT = "register_repeat", "再次来信来访登记"
    TAKE = "take", "办理一步"
    CORRECT = "correct", "更正"
    NAME_ACCUSED = "name_accused", "登记被检举控告单位"
    UNMASK_VALUE = "unmask_value", "查看原文"
    ASK_UNMASKING = "ask_unmasking", "申请查看检举控告原文"
    APPROVE_UNMASKING = "approve_unmasking", "同意查看检举控告原文"
    DECLINE_UNMASKING = "decline_unmasking", "不同意查看检举控告原文"
    RECORD_BATCH = "record_batch", "记录导入批次"
    REFUSE_IMPORT = "refuse_import", "记录拒绝导入"
    ANNOUNCE_HOLIDAYS = "announce_holidays", "录入放假安排"
    ESTABLISH_UNIT = "establish_unit", "设立单位"
    RENAME_UNIT = "rename_unit", "单位更名"
    MOVE_UNIT = "move_unit", "单位改变隶属"
    MERGE_UNIT = "merge_unit", "单位并入"
    MARK_IDENTITY_KEY = "mark_identity_key", "登记密钥标识"
    KEEP_EVIDENCE = "keep_evidence", "保存佐证材料"
    OPEN_CAMPAIGN = "open_campaign", "开展专项行动"
    ENTER_CAMPAIGN = "enter_campaign", "纳入专项行动"
    LEAVE_CAMPAIGN = "leave_campaign", "移出专项行动"
    CLOSE_CAMPAIGN = "close_campaign", "结束专项行动"
    ASSIGN_OWNERSHIP = "assign_ownership", "交办领导包案"
    CHANGE_TEAM = "change_team", "组建或调整班子"
    DRAFT_PLAN = "draft_plan", "起草方案"
    SIGN_PLAN = "sign_plan", "签订方案"
    MEET_MILESTONE = "meet_milestone", "节点完成"
    NOTE_PROGRESS = "note_progress", "记录进展"
    REPLACE_LEADER = "replace_leader", "包案领导交接"
    CLAIM_RESULT = "claim_result", "报包案结果"
    CHECK_RESULT = "check_result", "核验包案结果"
    WITHDRAW_OWNERSHIP = "withdraw_ownership", "撤回包案交办"
    PLAN_MEETING = "plan_meeting", "筹备联席会议"
    MARK_ATTENDANCE = "mark_attendance", "登记参会情况"
    PUT_ON_AGENDA = "put_on_agenda", "列入议程"
    EDIT_AGENDA_ITEM = "edit_agenda_item", "修改议题"
    REMOVE_FROM_AGENDA = "remove_from_agenda", "撤下议题"
    REORDER_AGENDA = "reorder_agenda", "调整议题顺序"
    OPEN_MEETING = "open_meeting", "会议开始"
    CLOSE_MEETING = "close_meeting", "会议结束"
    NOTE_URGENCY = "note_urgency", "登记重大紧急"
    END_URGENCY = "end_urgency", "解除重大紧急"
    AGREE_ITEM = "agree_item", "记录议定事项"
    CORRECT_ITEM = "correct_item", "会上更正议定事项"
    AMEND_ITEM = "amend_item", "变更议定事项期限"
    REPORT_ITEM = "report_item", "报告议定事项落实"
    RETURN_ITEM = "return_item", "退回议定事项报告"
    CONFIRM_ITEM = "confirm_item", "核实议定事项落实"
    ISSUE_ORDER = "issue_order", "发出督办单"
    REMIND_ORDER = "remind_order", "催办"
    REPLY_ORDER = "reply_order", "反馈督办"
    RETURN_REPLY = "return_reply", "退回督办反馈"
    CLOSE_ORDER = "close_order", "督办闭环"
    WITHDRAW_ORDER = "withdraw_order", "撤回督办单"
    ISSUE_PROPOSAL = "issue_proposal", "发出建议"
    RECORD_FEEDBACK = "record_feedback", "记录建议反馈"
    PLAN_RECEPTIONS = "plan_receptions", "安排领导接访"
    PUBLISH_RECEPTIONS = "publish_receptions", "公示接访安排"
    MOVE_RECEPTION = "move_reception", "接访改期"
    HOLD_RECEPTION = "hold_reception", "记录接访"
    MISS_RECEPTION = "miss_reception", "记录未接访"
    RECEIVE_MATTER = "receive_matter", "登记接访事项"
    GIVE_INSTRUCTION = "give_instruction", "记录领导批示"
    REPORT_INSTRUCTION = "report_instruction", "反馈批示落实"
    RETURN_INSTRUCTION = "return_instruction", "退回批示反馈"
    CONFIRM_INSTRUCTION = "confirm_instruction", "认定批示落实"
    OPEN_REVIEW_ROUND = "open_review_round", "开展案件评查"
    CLOSE_REVIEW_ROUND = "close_review_round", "结束案件评查"
    ASSIGN_REVIEW = "assign_review", "分派评查"
    ANSWER_ITEMS = "answer_items", "填写评查表"
    FIND_FAILS = "find_fails", "认定一票不合格"
    LOCK_REVIEW = "lock_review", "锁定评查表"
    DECIDE_REPEAT = "decide_repeat", "认定重复信访"
    OPEN_LOOK_BACK = "open_look_back", "开展回头看"
    CLOSE_LOOK_BACK = "close_look_back", "结束回头看"
    ASSIGN_LOOK_BACK = "assign_look_back", "分派回头看检查"
    ANSWER_LOOK_BACK = "answer_look_back", "填写回头看检查"
    LOCK_LOOK_BACK = "lock_look_back", "锁定回头看检查"
    VIEW_OWN_WORK = "view_own_work", "提交自查意见"
    ORDER_REWORK = "order_rework", "下达整改"
    REPORT_REWORK = "report_rework", "报告整改"
    DECIDE_REWORK = "decide_rework", "核实整改"
    DRAFT_APPRAISAL = "draft_appraisal", "编制月考核"
    PUBLISH_APPRAISAL = "publish_appraisal", "交单位核对月考核"
    OBJECT_TO_APPRAISAL = "object_to_appraisal", "对月考核提出异议"
    ANSWER_APPRAISAL = "answer_appraisal", "答复月考核异议"
    FINALISE_APPRAISAL = "finalise_appraisal", "月考核定稿"
    OPEN_PROCEEDING = "open_proceeding", "登记追责线索"
    ENTER_PROCEEDING = "enter_proceeding", "记入责任追究台账"
    ACKNOWLEDGE_RESTORE = "acknowledge_restore", "确认恢复"
    REQUEST_ERASURE = "request_erasure", "申请删除个人信息"
    RESTRICT_VALUES = "restrict_values", "限制处理个人信息"
    ERASE_VALUES = "erase_values", "删除个人信息"
    DECLINE_ERASURE = "decline_erasure", "驳回删除申请"
    ISSUE_DOCUMENT = "issue_document", "印发文书"
    WITHDRAW_DOCUMENT = "withdraw_document", "撤回文书"
    REPORT_SCREENING = "report_screening", "报送排查月报"
    AMEND_SCREENING = "amend_screening", "更正排查月报"
    RETURN_SCREENING = "return_screening", "退回排查月报"
    APPOINT_POST = "appoint_post", "登记到任"
    LEAVE_POST = "leave_post", "登记离任"
    RECORD_TRAINING = "record_training", "登记培训"
