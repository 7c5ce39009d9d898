"""All tables, gathered so that the metadata is complete, in the order in which rows may be written."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table

from workbench.records.accountability import ProceedingEntryRow, ProceedingRow
from workbench.records.accounts import AccountRow, LoginRecordRow
from workbench.records.agreed_items import (
    AgreedItemRow,
    DueAmendmentRow,
    ItemReportRow,
    SupportingUnitRow,
)
from workbench.records.appraisals import (
    AppraisalItemRow,
    AppraisalLineRow,
    AppraisalRow,
    AppraisedUnitRow,
    ItemObjectionRow,
)
from workbench.records.base import Base
from workbench.records.batches import ImportBatch, ImportFile, ImportRefusal
from workbench.records.campaigns import CampaignEntryRow, CampaignRow
from workbench.records.deadlines import (
    DueVersionRow,
    HolidayDay,
    HolidayNoticeRow,
    ObligationRow,
    StandingRow,
)
from workbench.records.erasures import ErasureRow, ErasureValueRow
from workbench.records.evidence import EvidenceFile
from workbench.records.file_reviews import (
    FailFindingRow,
    ItemAnswerRow,
    ReviewRoundRow,
    ReviewSheetRow,
    SampledFileRow,
)
from workbench.records.impact_assessments import ImpactAssessmentRow
from workbench.records.issued_documents import IssuedDocumentRow, IssuedFileRow, NumberSequenceRow
from workbench.records.journal import LedgerEntryRow, LedgerHead, LedgerPayload
from workbench.records.look_backs import (
    CheckAnswerRow,
    LinkDecisionRow,
    LookBackRoundRow,
    LookBackRow,
    MatterLinkRow,
    OwnViewRow,
    ReworkReportRow,
    RoundEntryRow,
)
from workbench.records.meetings import AgendaRow, AttendanceRow, MeetingRow
from workbench.records.ownerships import (
    OwnershipCheck,
    OwnershipClaim,
    OwnershipKept,
    OwnershipLeader,
    OwnershipMember,
    OwnershipMilestone,
    OwnershipPlan,
    OwnershipProgress,
    OwnershipRow,
    OwnershipWithdrawal,
)
from workbench.records.people import IdentityKeyMark, Petitioner
from workbench.records.petitions import AccusedLink, HeldLink, HeldText, Petition, PetitionCase, PetitionText
from workbench.records.proposals import ProposalCaseRow, ProposalClauseRow, ProposalRow
from workbench.records.receptions import (
    InstructionReportRow,
    InstructionRow,
    ReceivedMatterRow,
    ReceptionRow,
)
from workbench.records.saved_views import SavedViewRow
from workbench.records.screenings import (
    DisputeLineRow,
    ScreeningEditionRow,
    ScreeningReturnRow,
    ScreeningRow,
)
from workbench.records.staffing import PostHolderRow, PostTrainingRow, StaffingRow
from workbench.records.steps import Document, StepNote, StepRow
from workbench.records.supervision import OrderReminderRow, OrderReplyRow, OrderReturnRow, SupervisionOrderRow
from workbench.records.tokens import InterfaceTokenRow
from workbench.records.units import Unit, UnitVersion
from workbench.records.urgencies import UrgencyRow
from workbench.records.work_studies import StudyIntervalRow, StudySessionRow, WorkStudyRow
from workbench.records.year_assessments import YearAssessmentRow, YearSheetRow

LEDGER = (LedgerEntryRow, LedgerPayload, LedgerHead)
RECORDS = (
    IdentityKeyMark,
    Unit,
    UnitVersion,
    HolidayNoticeRow,
    HolidayDay,
    ImportBatch,
    ImportFile,
    ImportRefusal,
    PetitionCase,
    Petition,
    PetitionText,
    Petitioner,
    AccusedLink,
    HeldText,
    HeldLink,
    StepRow,
    StepNote,
    Document,
    StandingRow,
    ObligationRow,
    DueVersionRow,
    EvidenceFile,
    CampaignRow,
    CampaignEntryRow,
    OwnershipRow,
    OwnershipLeader,
    OwnershipMember,
    OwnershipPlan,
    OwnershipMilestone,
    OwnershipKept,
    OwnershipProgress,
    OwnershipClaim,
    OwnershipCheck,
    OwnershipWithdrawal,
    SupervisionOrderRow,
    OrderReplyRow,
    OrderReturnRow,
    OrderReminderRow,
    ProposalRow,
    ProposalCaseRow,
    ProposalClauseRow,
    UrgencyRow,
    MeetingRow,
    AttendanceRow,
    AgendaRow,
    AgreedItemRow,
    SupportingUnitRow,
    DueAmendmentRow,
    ItemReportRow,
    WorkStudyRow,
    StudyIntervalRow,
    StudySessionRow,
    ReceptionRow,
    InstructionRow,
    InstructionReportRow,
    ReceivedMatterRow,
    MatterLinkRow,
    LinkDecisionRow,
    LookBackRoundRow,
    RoundEntryRow,
    LookBackRow,
    CheckAnswerRow,
    OwnViewRow,
    ReworkReportRow,
    ReviewRoundRow,
    SampledFileRow,
    ReviewSheetRow,
    ItemAnswerRow,
    FailFindingRow,
    AppraisalRow,
    AppraisedUnitRow,
    AppraisalItemRow,
    AppraisalLineRow,
    ItemObjectionRow,
    YearAssessmentRow,
    YearSheetRow,
    ImpactAssessmentRow,
    ProceedingRow,
    ProceedingEntryRow,
    StaffingRow,
    PostHolderRow,
    PostTrainingRow,
    ScreeningRow,
    ScreeningEditionRow,
    DisputeLineRow,
    ScreeningReturnRow,
    ErasureRow,
    ErasureValueRow,
    NumberSequenceRow,
    IssuedDocumentRow,
    IssuedFileRow,
)
CONVENIENCES = (SavedViewRow,)  # what officers keep for themselves; not rebuilt from the ledger
# Who may log in, who did, and what reads in their place; not rebuilt from the ledger either.
ACCOUNTS = (AccountRow, LoginRecordRow, InterfaceTokenRow)

metadata = Base.metadata


def table_of(model: type[Base]) -> Table:
    """Return the table of a model."""
    return cast(Table, model.__table__)
