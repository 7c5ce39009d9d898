"""Acts on special drives: open one, take matters in and out, end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct
from workbench.acts.dossier import Shape
from workbench.law.campaign import Campaign, CampaignError
from workbench.records.campaigns import CampaignEntryRow, CampaignRow

CAMPAIGN: Final = Shape("专项行动", Campaign, "campaign_no", CampaignRow, {"entries": CampaignEntryRow})


@dataclass(frozen=True, slots=True)
class OpenCampaign(DeclaredAct):
    """开展专项行动."""

    kind: ClassVar[str] = "open_campaign"
    about: ClassVar[str] = "campaign_no"
    shape: ClassVar = CAMPAIGN
    campaign_no: str
    name: str
    rule: str
    on: date


@dataclass(frozen=True, slots=True)
class EnterCampaign(DeclaredAct):
    """纳入专项行动: one or many matters at once, all or none."""

    kind: ClassVar[str] = "enter_campaign"
    about: ClassVar[str] = "campaign_no"
    shape: ClassVar = CAMPAIGN
    campaign_no: str
    case_nos: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class LeaveCampaign(DeclaredAct):
    """移出专项行动, with the reason."""

    kind: ClassVar[str] = "leave_campaign"
    about: ClassVar[str] = "campaign_no"
    shape: ClassVar = CAMPAIGN
    campaign_no: str
    case_no: str
    on: date
    why: str


@dataclass(frozen=True, slots=True)
class CloseCampaign(DeclaredAct):
    """结束专项行动."""

    kind: ClassVar[str] = "close_campaign"
    about: ClassVar[str] = "campaign_no"
    shape: ClassVar = CAMPAIGN
    campaign_no: str
    on: date


def _open(book: Book, act: OpenCampaign, seq: int, by: Actor) -> None:
    if not act.name.strip() or not act.rule.strip():
        raise CampaignError("请填写专项行动的名称和纳入规则")
    opened = Campaign(seq, act.campaign_no, act.name.strip(), act.rule.strip(), act.on)
    book.dossiers.open(CAMPAIGN, opened)


def _enter(book: Book, act: EnterCampaign, seq: int, by: Actor) -> None:
    campaign = book.dossiers.get(CAMPAIGN, act.campaign_no)
    for case_no in act.case_nos:
        book.matter(case_no)
        campaign = campaign.entered(case_no, act.on)
    book.dossiers.keep(CAMPAIGN, campaign)


def _leave(book: Book, act: LeaveCampaign, seq: int, by: Actor) -> None:
    campaign = book.dossiers.get(CAMPAIGN, act.campaign_no)
    book.dossiers.keep(CAMPAIGN, campaign.left(act.case_no, act.on, act.why))


def _close(book: Book, act: CloseCampaign, seq: int, by: Actor) -> None:
    campaign = book.dossiers.get(CAMPAIGN, act.campaign_no)
    book.dossiers.keep(CAMPAIGN, campaign.closed(act.on))


APPLY: CarriedOut = {OpenCampaign: _open, EnterCampaign: _enter, LeaveCampaign: _leave, CloseCampaign: _close}
