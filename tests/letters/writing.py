"""A letter of each kind, written with what it cannot do without, and what can be read in it."""

from datetime import date

from tests import appraised
from tests.factories import OFFICE, TOWN
from tests.looked_back import ROUND as LOOK_BACK_ROUND
from workbench.access.viewer import Viewer
from workbench.documents.content import Heading, Labelled, texts
from workbench.documents.wording import unnumbered
from workbench.intake.firewall import shipped_firewall
from workbench.letters.make import LETTERS, write
from workbench.terms import IssuedKind, Outcome, Role

TODAY = date(2026, 3, 31)
OVERSEER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)
ORDER, PROPOSAL, ACCOUNTABILITY = "督〔2026〕1号", "信建〔2026〕1号", "信建〔2026〕2号"
POLICY = "信建〔2026〕3号"
FOUR = {
    "投诉请求": "修好路灯",
    "事实和理由": "现场查看属实",
    "处理意见": "限期修复",
    "法律法规依据": "《城市道路照明设施管理规定》",
}
SUBJECTS = {
    IssuedKind.MINUTES: "2026-02",
    IssuedKind.AGREED_ITEMS: "2026-02",
    IssuedKind.SUPERVISION_ORDER: ORDER,
    IssuedKind.IMPROVE_WORK: PROPOSAL,
    IssuedKind.ACCOUNTABILITY_PROPOSAL: ACCOUNTABILITY,
    IssuedKind.ACCEPTANCE_NOTICE: "B",
    IssuedKind.EXTENSION_NOTICE: "B",
    IssuedKind.HANDLING_OPINION: "B",
    IssuedKind.LOOK_BACK_REPORT: LOOK_BACK_ROUND,
    IssuedKind.FILE_REVIEW_REPORT: "PC-1",
    IssuedKind.UNIT_SHEET: f"{appraised.NUMBER} {TOWN}",
    IssuedKind.IMPROVE_POLICY: POLICY,
    IssuedKind.YEAR_SHEET: "NK-2025-1",
    IssuedKind.STUDY_RECORD: "市委常委会 2026-03-10",
}


def needed(kind):
    """The passages that a kind cannot do without, filled in."""
    return {
        one.name: FOUR.get(one.name, f"【{one.name}】") for one in LETTERS[kind].passages if one.is_required
    }


def letter(bench, kind, given=None, *, subject=None, viewer=OVERSEER, as_of=TODAY):
    given = {**needed(kind), **(given or {})}
    if kind is IssuedKind.HANDLING_OPINION:
        given = {"处理结论": Outcome.SUPPORT.label, **given}
    subject = subject or SUBJECTS[kind]
    return written(bench, kind, given, subject=subject, viewer=viewer, as_of=as_of).document


def written(bench, kind, given, *, subject, viewer=OVERSEER, as_of=TODAY):
    return write(
        bench, viewer, kind, subject, given,
        refused_term=shipped_firewall().term_in_tag, as_of=as_of, issued_on=as_of,
    )  # fmt: skip


def said(document):
    return "\n".join(texts(document))


def headings(document):
    return [unnumbered(one.text) for one in document.blocks if isinstance(one, Heading) and one.level == 1]


def labelled(document):
    return {one.label: one.text for one in document.blocks if isinstance(one, Labelled)}
