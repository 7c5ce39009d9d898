"""Documents that the office issues, and their parts."""

from workbench.terms.term import Term


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
    YEAR_SHEET = "year_sheet", "年度考核结果表"
    STUDY_RECORD = "study_record", "听取信访工作汇报记录"
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


class IssuedSubject(Term):
    """What an issued paper is about."""

    MATTER = "matter", "信访事项"
    MEETING = "meeting", "联席会议"
    ORDER = "order", "督办"
    PROPOSAL = "proposal", "建议"
    LOOK_BACK_ROUND = "look_back_round", "回头看批次"
    REVIEW_ROUND = "review_round", "评查批次"
    APPRAISAL = "appraisal", "月考核"
    YEAR_ASSESSMENT = "year_assessment", "年度考核"
    WORK_STUDY = "work_study", "听取汇报"
    PERIOD = "period", "统计期"


class PaperForm(Term):
    """How a kind of official paper is laid out; also the name of its template file."""

    LETTERHEAD = "letterhead", "公文"
    BRIEFING = "briefing", "简报"
    MINUTES = "minutes", "纪要"
    NOTICE = "notice", "告知书"
    LIST = "list", "清单"
