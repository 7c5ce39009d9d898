"""Campaigns and evidence through the desk: kept, replayed, refused; two officers at once."""

from datetime import date

import pytest

from tests.factories import CLERK, make_register
from workbench.acts import campaigns, evidence
from workbench.acts.base import Actor, read_act, type_of_kind
from workbench.acts.campaigns import CAMPAIGN, CloseCampaign, EnterCampaign, LeaveCampaign, OpenCampaign
from workbench.acts.dossier import DossierTakenError, UnknownDossierError, read_dossiers
from workbench.law.campaign import CampaignError
from workbench.law.evidence import EvidenceError
from workbench.records.base import StaleError
from workbench.records.campaigns import CampaignRow
from workbench.records.evidence import EvidenceFile
from workbench.records.tables import table_of
from workbench.terms import ActKind, Role

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, "430682XF")
ON = date(2026, 2, 1)
OPEN = OpenCampaign("ZX-1", "积案清零", "超期未办结的事项", ON)
ENTER = EnterCampaign("ZX-1", ("A", "B"), ON)


@pytest.fixture
def drive(either_bench):
    matters = make_register(case_no="A"), make_register(case_no="B")
    either_bench.perform(*matters, OPEN, ENTER, actor=CLERK)
    return either_bench


def read(bench):
    from sqlalchemy import select

    with bench.reading() as session:
        return read_dossiers(session.connection(), CAMPAIGN, select(table_of(CampaignRow)))


def test_a_campaign_is_read_back_as_it_was_written_and_replays(drive):
    drive.perform(LeaveCampaign("ZX-1", "A", date(2026, 2, 5), "重复纳入"), actor=CLERK)

    (campaign,) = read(drive)
    assert [(one.case_no, one.left_on) for one in campaign.entries] == [
        ("A", date(2026, 2, 5)),
        ("B", None),
    ]
    assert campaign.version == 3
    assert drive.verify_ledger().is_sound


def test_a_matter_may_enter_in_the_same_transaction_as_its_registration(either_bench):
    either_bench.perform(make_register(case_no="A"), OPEN, EnterCampaign("ZX-1", ("A",), ON), actor=CLERK)

    assert [entry.case_no for entry in read(either_bench)[0].entries] == ["A"]


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (OPEN, DossierTakenError),
        (EnterCampaign("ZX-2", ("A",), ON), UnknownDossierError),
        (EnterCampaign("ZX-1", ("A",), ON), CampaignError),
        (EnterCampaign("ZX-1", ("C",), ON), ValueError),
        (LeaveCampaign("ZX-1", "A", date(2026, 1, 1), "早"), CampaignError),
        (LeaveCampaign("ZX-1", "A", ON, " "), CampaignError),
    ],
)
def test_what_a_campaign_does_not_allow_is_refused_and_leaves_nothing(drive, act, error):
    before = read(drive), drive.ledger_size()

    with pytest.raises(error):
        drive.perform(act, actor=CLERK)
    assert (read(drive), drive.ledger_size()) == before


def test_a_closed_campaign_is_frozen(drive):
    drive.perform(CloseCampaign("ZX-1", date(2026, 3, 1)), actor=CLERK)

    with pytest.raises(CampaignError, match="名单不再变动"):
        drive.perform(LeaveCampaign("ZX-1", "A", date(2026, 3, 2), "晚"), actor=CLERK)


def test_the_second_of_two_officers_is_told_what_changed_and_by_whom(drive, reopen):
    seen = read(drive)[0].version
    drive.perform(LeaveCampaign("ZX-1", "A", ON, "重复"), actor=SUPERVISOR, seen=seen)

    with pytest.raises(StaleError, match=r"ZX-1.*supervisor于3月31日09:00办理“移出专项行动”"):
        reopen(drive).perform(LeaveCampaign("ZX-1", "B", ON, "重复"), actor=CLERK, seen=seen)


def test_evidence_is_kept_once_and_checked_by_its_hash(either_bench):
    act = evidence.keep("收据.pdf", b"%PDF-1.7 paid")
    either_bench.perform(act, act, actor=CLERK)

    with either_bench.reading() as session:
        (kept,) = session.query(EvidenceFile).all()
        assert (kept.sha256, kept.content, kept.size) == (act.sha256, b"%PDF-1.7 paid", 13)
    assert either_bench.verify_ledger().is_sound


def test_altered_evidence_is_found(either_bench):
    from sqlalchemy import update

    either_bench.perform(evidence.keep("收据.pdf", b"paid"), actor=CLERK)
    with either_bench.transaction() as session:
        session.execute(update(EvidenceFile).values(content=b"pain"))

    found = either_bench.verify_ledger()
    assert [difference.table for difference in found.differences] == ["evidence_file"]


def test_an_empty_file_is_no_evidence():
    with pytest.raises(EvidenceError, match="空文件"):
        evidence.keep("空.pdf", b"")


@pytest.mark.parametrize(
    "act",
    [
        OPEN,
        EnterCampaign("ZX-1", ("A", "B"), ON),
        evidence.keep("收据.pdf", b"paid"),
        CloseCampaign("ZX-1", ON),
    ],
)
def test_an_act_is_read_back_from_its_entry(act):
    assert read_act(act.kind, act.object, act.public(), act.private()) == act


def test_every_kind_of_act_has_its_chinese_name():
    assert set(type_of_kind) == {kind.value for kind in ActKind}
    assert {*campaigns.APPLY, *evidence.APPLY} <= set(type_of_kind.values())
