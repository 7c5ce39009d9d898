"""A workbench with at least one row in every table that acts on matters fill."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from tests.appraised import appraised_to_the_end
from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from tests.issued import papers_of
from tests.looked_back import LINKED, looked_back_to_the_end
from tests.owned import owned_by_mistake, owned_to_the_end
from tests.proceedings import PAPER as FACTS
from tests.proceedings import known, to_the_end
from tests.received import received_and_instructed
from tests.reviewed import reviewed_to_the_end
from tests.screened import screened_to_the_end
from tests.year_assessed import OF, ON, one_month
from workbench.acts import evidence
from workbench.acts.agreed_items import AgreeItem, AmendItem, ConfirmItem, ReportItem
from workbench.acts.campaigns import CloseCampaign, EnterCampaign, LeaveCampaign, OpenCampaign
from workbench.acts.erasing import RequestErasure
from workbench.acts.handling import DocumentDraft, Person
from workbench.acts.impact_assessments import DestroyImpact, RecordImpact, StrikeImpact
from workbench.acts.intake import RecordBatch, RecordRefusal
from workbench.acts.meetings import (
    AgendaEntry,
    CloseMeeting,
    Mark,
    MarkAttendance,
    OpenMeeting,
    PlanMeeting,
    PutOnAgenda,
    RemoveFromAgenda,
)
from workbench.acts.proposals import IssueProposal, RecordFeedback
from workbench.acts.supervision import (
    CloseOrder,
    IssueOrder,
    RemindOrder,
    ReplyOrder,
    ReturnReply,
    WithdrawOrder,
)
from workbench.acts.urgencies import EndUrgency, NoteUrgency
from workbench.acts.work_studies import RecordStudy, SetStudyInterval, StrikeStudy
from workbench.acts.year_assessments import CirculateAssessment, RecordAssessment, ReferAssessment
from workbench.law.erasure import ErasedValue
from workbench.terms import (
    Adoption,
    AgendaReason,
    AttendanceStatus,
    DocumentKind,
    ErasureBasis,
    ImpactGround,
    MeetingKind,
    PetitionClass,
    ProposalKind,
    Step,
    StudyBody,
    SupervisionReason,
    UrgencyReason,
    ValueForm,
)


def orders_and_proposals(case_no):
    """One order in every way that an order goes, and one proposal with feedback."""
    paper = evidence.keep("反馈.pdf", b"mended")
    told = {"title": "整改报告", "dated_on": date(2026, 2, 9), "sha256": paper.sha256}
    number, work = "督〔2026〕1号", ProposalKind.IMPROVE_WORK
    issue = IssueOrder(
        number, TOWN, OFFICE, SupervisionReason.LATE, date(2026, 2, 2), date(2026, 2, 27),
        "超期3日", "第四十条", "限期办结", case_no=case_no,
    )  # fmt: skip
    other = replace(issue, order_no="督〔2026〕2号", case_no=None, item_no="2026-1-3")
    clauses = {"about_unit": TOWN, "clauses": ("XF45-1",)}
    accountability, due = ProposalKind.ACCOUNTABILITY, date(2026, 3, 4)
    return (
        paper,
        issue,
        other,
        RemindOrder(number, date(2026, 2, 5), "请尽快反馈"),
        ReplyOrder(number, date(2026, 2, 10), TOWN, "已办结", **told),
        ReturnReply(number, date(2026, 2, 11), date(2026, 3, 2), "未附送达回证"),
        ReplyOrder(number, date(2026, 2, 12), TOWN, "已送达", **told),
        CloseOrder(number, date(2026, 2, 13), "属实"),
        WithdrawOrder("督〔2026〕2号", date(2026, 2, 13), "重复"),
        IssueProposal(
            "信建〔2026〕1号", work, TOWN, OFFICE, (case_no,), date(2026, 2, 2), due, "改进路灯巡查"
        ),
        IssueProposal(
            "信建〔2026〕2号", accountability, DEPARTMENT, OFFICE, (case_no,), date(2026, 2, 2), due,
            "超期3日", **clauses,
        ),
        RecordFeedback(
            "信建〔2026〕1号", date(2026, 2, 20), TOWN, Adoption.PARTLY, date(2026, 2, 9), paper.sha256,
            "已建台账", "复函", "经费不足",
        ),
    )  # fmt: skip


def live_in(bench):
    """Perform what fills every table."""
    person = Person(name="王某某", phone="13800001111", id_number="11010519491231002X", address="忠防镇")
    letter = DocumentDraft(DocumentKind.TRANSFER_LETTER, "转送函", "1号", date(2026, 1, 8), "正文")
    content = b"original bytes"
    digest = sha256(content).hexdigest()
    bench.perform(
        RecordBatch("B1", digest, "留言", 1, 1, "留言.xlsx", content),
        RecordRefusal("0" * 64, "拒.xlsx", (("charter", 2),)),
        make_register(case_no="A", persons=(person,), batch="B1", external_no="X-1"),
        make_take(
            "A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN, documents=(letter,), note="说明"
        ),
        evidence.keep("收据.pdf", b"paid"),
        OpenCampaign("ZX-1", "积案清零", "超期未办结的事项", date(2026, 2, 1)),
        EnterCampaign("ZX-1", ("A",), date(2026, 2, 2)),
        LeaveCampaign("ZX-1", "A", date(2026, 2, 3), "重复"),
        CloseCampaign("ZX-1", date(2026, 3, 1)),
        *owned_to_the_end("A", TOWN),
        *owned_by_mistake("A"),
        *orders_and_proposals("A"),
        *papers_of("A", "督〔2026〕1号", "信建〔2026〕1号"),
        *meeting_acts(),
        *received_and_instructed("A", TOWN),
        *urgent("A", date(2026, 2, 2)),
        actor=CLERK,
    )
    known(bench)
    bench.perform(FACTS, *to_the_end(), actor=CLERK)
    bench.perform(make_register(case_no="AA", on=date(2026, 1, 6)), LINKED, actor=CLERK)
    bench.perform(*screened_to_the_end(), *studied(), *impacts(), actor=CLERK)
    for act, actor in looked_back_to_the_end("A"):
        bench.perform(act, actor=actor)
    for act, reviewer in reviewed_to_the_end("A"):
        bench.perform(act, actor=reviewer)
    for act, actor in (*appraised_to_the_end(), *one_month()):
        bench.perform(act, actor=actor)
    bench.perform(*assessed_to_the_end(), actor=CLERK)
    bench.perform(make_register(case_no="H", narrative="江南镇的干部收受好处费"), actor=CLERK)  # is held
    last = make_register(case_no="B", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN)
    asked = RequestErasure(
        "S-1", (ErasedValue(1, "note", ValueForm.TEXT),), ErasureBasis.OTHER_LAW, date(2026, 3, 1), "申请"
    )
    bench.perform(asked, last, actor=CLERK)
    assert bench.verify_ledger().is_sound


def studied():
    """The standing committee, which heard of the work; one session was recorded by mistake."""
    body, on = StudyBody.STANDING_COMMITTEE, date(2026, 2, 10)
    yield SetStudyInterval(body, 6, date(2026, 1, 5), "市委办〔2026〕2号")
    yield RecordStudy(body, on, "市委常委会第三次会议", "纪要〔2026〕3号", "信访形势", "按月调度超期事项")
    yield RecordStudy(body, date(2026, 2, 11), "市委常委会会议", "纪要〔2026〕4号", "信访形势")
    yield StrikeStudy(body, 2, date(2026, 2, 12), "登记错了会议")


def impacts():
    """Two reports on the handling of personal data: one entered by mistake, one destroyed after its time."""
    told = ("登记健康信息", "履行职责", "泄露影响就业", "掩码", "临信〔2022〕5号", "档案室")
    yield RecordImpact("YP-2026-1", ImpactGround.SENSITIVE, date(2026, 1, 6), *told)
    yield StrikeImpact("YP-2026-1", date(2026, 1, 7), "重复登记")
    yield RecordImpact("YP-2022-1", ImpactGround.SENSITIVE, date(2022, 3, 1), *told)
    yield DestroyImpact("YP-2022-1", date(2026, 3, 2), "临信〔2026〕9号")


def assessed_to_the_end():
    """A year assessed, corrected, made known and handed on."""
    why = "其余月份没有开展月考核"
    yield RecordAssessment("NK-2025-1", 2025, 1, ON, OF[:1], "临信联〔2026〕1号", "平稳", why)
    yield RecordAssessment(
        "NK-2025-2", 2025, 2, ON, OF[:1], "临信联〔2026〕2号", "按期办理总体平稳", why, "文号有误"
    )
    yield CirculateAssessment("NK-2025-2", date(2026, 1, 22), "各镇街、市直单位", "临信联〔2026〕3号")
    yield ReferAssessment("NK-2025-2", date(2026, 1, 23), "市委组织部", "临信联函〔2026〕1号")


def urgent(case_no, on):
    """A matter that is urgent for a day."""
    number = f"JJ-{case_no}-1"
    yield NoteUrgency(number, case_no, UrgencyReason.SAFETY, on, on, "塌方", "市政府")
    yield EndUrgency(number, on + timedelta(1), "已处置")


def meeting_acts():
    """A meeting with all that may happen to it and to what it agreed."""
    on, paper = date(2026, 2, 10), evidence.keep("收据.pdf", b"paid").sha256
    yield PlanMeeting("2026-02", MeetingKind.WORKING, on, "09:00", "赵某", "副书记", "三楼")
    yield MarkAttendance("2026-02", on, (Mark(TOWN, AttendanceStatus.PRESENT, "钱某", "镇长"),))
    entries = (
        AgendaEntry(AgendaReason.LATE, "A", None, "路灯", "超期"),
        AgendaEntry(AgendaReason.OTHER, subject="用水"),
    )
    yield PutOnAgenda("2026-02", on, entries)
    yield RemoveFromAgenda("2026-02", 2, on, "另议")
    yield OpenMeeting("2026-02", on)
    item = AgreeItem(
        "2026-02-01", "2026-02", 1, on, date(2026, 3, 1), TOWN, (DEPARTMENT,), None, "修路灯", "钱某", "镇长"
    )
    yield item
    yield CloseMeeting("2026-02", on)
    yield AmendItem("2026-02-01", date(2026, 2, 20), date(2026, 3, 9), "2026-02", "缺料")
    yield ReportItem("2026-02-01", date(2026, 3, 3), TOWN, date(2026, 3, 2), paper, "修好了", "收据")
    yield ConfirmItem("2026-02-01", date(2026, 3, 4))
