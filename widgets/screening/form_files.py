"""The forms of reports as files: one of a unit, or those of all units still to report in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Final

from widgets.parts.values import EXCEL, FileToSave
from workbench.law.screening_month import month_words
from workbench.queries.screening_page import ReportPage

ZIP: Final = "application/zip"


class NothingToFillInError(ValueError):
    """Every unit has reported on the month."""

    def __init__(self, month: str) -> None:
        super().__init__(f"{month_words(month)}的月报各单位都已报送，没有要填的表样")


def form_file(page: ReportPage) -> FileToSave:
    """Return the form of a report as a workbook."""
    from workbench.intake.screening_form import FormFacts, screening_form

    line = page.line
    facts = FormFacts(
        unit=line.unit,
        unit_name=line.unit_name,
        month=line.month,
        due_on=line.due_on,
        last_stock=page.before.edition.stock if page.before is not None else None,
        head=page.head,
    )
    name = f"{line.unit_name}{month_words(line.month)}排查月报表样.xlsx"
    return FileToSave(name, screening_form(facts), EXCEL)


def zipped(files: Iterable[FileToSave]) -> bytes:
    """Return these files in one archive, under their own names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            archive.writestr(one.name, one.content)
    return target.getvalue()
