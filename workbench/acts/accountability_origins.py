"""What a lead of accountability goes back to, and whether it is about the same unit and matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from workbench.acts.book import Book
from workbench.acts.file_reviews import SHEET
from workbench.acts.left_open import AGREED_ITEM
from workbench.acts.look_backs import LOOK_BACK
from workbench.acts.supervision import ORDER
from workbench.law.accountability import Proceeding
from workbench.law.accountability_entry import AccountabilityError

if TYPE_CHECKING:
    from workbench.acts.accountability import OpenProceeding


def check_origins(book: Book, act: OpenProceeding) -> None:
    """Refuse what is not there, is of another unit or matter, or is not locked yet."""
    if act.order_no is not None:
        _check_order(book, act)
    if act.item_no is not None:
        item = book.dossiers.get(AGREED_ITEM, act.item_no)
        if act.unit not in (item.lead_unit, *(one.unit for one in item.supporting)):
            raise AccountabilityError(f"议定事项“{act.item_no}”不由该单位承办：请核对责任单位")
    if act.sheet_no is not None:
        sheet = book.dossiers.get(SHEET, act.sheet_no)
        _check_same(act, f"评查表“{sheet.sheet_no}”", sheet.case_no, (sheet.unit,), sheet.locked_on)
    if act.check_no is not None:
        check = book.dossiers.get(LOOK_BACK, act.check_no)
        units = (check.unit, check.cause_unit)
        _check_same(act, f"回头看检查“{check.check_no}”", check.case_no, units, check.locked_on)


def matters_of(book: Book, proceeding: Proceeding) -> Iterator[str]:
    """Yield the matters it goes back to: its own, that of its order, that of its agreed item."""
    if proceeding.case_no is not None:
        yield proceeding.case_no
    if proceeding.order_no is not None:
        order = book.dossiers.find(ORDER, proceeding.order_no)
        if order is not None and order.case_no is not None:
            yield order.case_no
    if proceeding.item_no is not None:
        item = book.dossiers.find(AGREED_ITEM, proceeding.item_no)
        if item is not None and item.case_no is not None:
            yield item.case_no


def _check_order(book: Book, act: OpenProceeding) -> None:
    order = book.dossiers.get(ORDER, act.order_no or "")
    if order.to_unit != act.unit:
        raise AccountabilityError(f"督办单“{order.order_no}”不是发给该单位的：请核对责任单位")
    if act.case_no is not None and order.case_no != act.case_no:
        raise AccountabilityError(f"督办单“{order.order_no}”不是就该信访事项发出的：请核对编号")


def _check_same(
    act: OpenProceeding, what: str, case_no: str, units: tuple[str | None, ...], locked_on: date | None
) -> None:
    if locked_on is None or locked_on > act.on:
        raise AccountabilityError(f"{what}还没有锁定，不能作为线索：请等检查人锁定")
    if act.unit not in units:
        raise AccountabilityError(f"{what}不是对该单位的：请核对责任单位")
    if act.case_no != case_no:
        raise AccountabilityError(f"{what}是就“{case_no}”作的：请填写同一事项编号")
