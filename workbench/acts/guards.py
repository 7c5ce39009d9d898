"""What an act on a matter must respect beside the lifecycle: known units, sane dates, the accused."""

from __future__ import annotations

from sqlalchemy import select

from workbench.acts.base import Act
from workbench.acts.book import Book
from workbench.acts.declining import check_declining
from workbench.acts.handling import Register, RegisterRepeat, Take
from workbench.acts.matter import Matter
from workbench.law import lifecycle
from workbench.law.facts import CaseFile, StepTaken
from workbench.records.journal import LedgerEntryRow, LedgerPayload
from workbench.terms import PetitionClass, Step

# The petition office forwards; it may do so even where it lies below or above the accused unit.
_FORWARDING = frozenset(
    {Step.REGISTER, Step.REPEAT, Step.CLASSIFY, Step.TRANSFER, Step.ASSIGN, Step.LEAD_TO_PATH}
)
_RECEIVING = frozenset({Step.REGISTER, Step.REPEAT})


class AccusedUnitError(ValueError):
    """An accusation would reach the unit it is about (Regulation 2022, article 30(3))."""

    def __init__(self) -> None:
        super().__init__(
            "检举控告材料及有关情况不得透露或者转给被检举控告的单位及其上下级单位"
            "（《信访工作条例》第三十条第三款）：请改交有权处理的其他机关"
        )


class HeldError(ValueError):
    """The matter may be an accusation, and nobody has decided yet."""

    def __init__(self) -> None:
        super().__init__(
            "本事项可能是检举控告，正等待认定：认定以前不转送、不交办、不办理"
            "（《信访工作条例》第三十条第三款）"
        )


class InconsistentStepError(ValueError):
    """The facts of a step contradict each other or lack what every step of its kind has."""


def check_step(book: Book, step: StepTaken) -> None:
    """Refuse unknown or abolished units and impossible dates."""
    units = book.units
    if step.unit is not None:
        units.check_acting(step.unit, step.on)
    if step.to_unit is not None:
        units.check_acting(step.to_unit, step.on)
    if step.kind in _RECEIVING:
        if step.channel is None:
            raise InconsistentStepError("登记时缺少信访渠道：请选择来信、来访、来电或网上")
        if step.people is not None and step.people < 1:
            raise InconsistentStepError("人次应不少于1")
    elif step.days is not None and step.days < 0:
        raise InconsistentStepError("天数不能为负")


def check_by_hand(book: Book, act: Act) -> None:
    """Refuse a step that lacks what is asked of whoever records it himself; other acts pass.

    A matter that is not there is refused where the act is applied.
    """
    if isinstance(act, Register):
        lifecycle.check_by_hand(None, CaseFile(act.case_no), act.step, calendars=book.calendars)
    elif isinstance(act, RegisterRepeat | Take):
        matter = book.find_matter(act.case_no)
        if matter is not None:
            lifecycle.check_by_hand(matter.state, matter.file, act.step, calendars=book.calendars)
            check_declining(book, matter, act.step)


def check_accused(book: Book, matter: Matter, step: StepTaken) -> None:
    """Refuse any step that would put the accused unit, or one above or below it, in charge or in the know."""
    for accused in matter.accused:
        related = book.units.relatives(accused)
        if step.to_unit in related:
            raise AccusedUnitError
        if step.unit in related and not _is_first_contact_or_office(book, step):
            raise AccusedUnitError


def check_person(book: Book, case_no: str, account: str | None) -> None:
    """Refuse to give a matter to the person whom it accuses, by his account (article 30(3))."""
    if account is not None and account in accused_accounts(book, case_no):
        raise AccusedUnitError


def check_person_alone(book: Book, case_no: str, account: str | None) -> None:
    """Refuse to name nobody, and to name a person without his unit where the matter is no accusation."""
    if account is None:
        raise InconsistentStepError("请写明被检举控告的单位，或者个人的账号")
    if not any(one.petition_class is PetitionClass.ACCUSATION for one in book.matter(case_no).file.steps):
        raise InconsistentStepError("只有检举控告类事项才登记被检举控告的个人：请先甄别诉求类别")


def accused_accounts(book: Book, case_no: str) -> frozenset[str]:
    """Return the accounts of the persons whom a matter accuses; they stand in entries alone."""
    entry, payload = LedgerEntryRow, LedgerPayload
    asked = (
        select(payload.value)
        .join(entry, entry.seq == payload.seq)
        .where(entry.object == case_no, payload.field == "accused_account")
    )
    return frozenset(book.connection.scalars(asked))


def check_whereabouts(book: Book, matter: Matter, accused: str) -> None:
    """Refuse to name a unit while the matter lies with it, or with one above or below it."""
    responsible = matter.responsible_unit()
    if responsible is not None and responsible in book.units.relatives(accused):
        raise AccusedUnitError
    book.units.relatives(accused)


def check_accusation(matter: Matter) -> None:
    """Refuse an accused unit for a matter that is no accusation."""
    is_accusation = any(step.petition_class is PetitionClass.ACCUSATION for step in matter.file.steps)
    if matter.accused and not is_accusation:
        raise InconsistentStepError("只有检举控告类事项才登记被检举控告单位：请先甄别诉求类别")


def _is_first_contact_or_office(book: Book, step: StepTaken) -> bool:
    return step.kind in _RECEIVING or (step.unit == book.office and step.kind in _FORWARDING)
