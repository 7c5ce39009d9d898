"""Accusations of earlier versions of which nobody has said whom they accuse: counted, never named."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from workbench.doctor.finding import Finding, watch
from workbench.office import OFFICE
from workbench.records.sqlite_file import DatabaseError

if TYPE_CHECKING:
    from workbench.app import Workbench


def look_at_accusations(bench: Workbench) -> Iterator[Finding]:
    """Yield how many accusations whom they name may see; nothing where the database cannot be read."""
    from workbench.acts.book import Book
    from workbench.acts.named import unnamed
    from workbench.acts.watching import read_roll

    try:
        with bench.reading() as session:
            book = Book(session.connection(), office=OFFICE)
            roll = cache(lambda: read_roll(book))
            found = unnamed(book, roll)
    except DatabaseError:
        return  # told by who looks at the database
    if found:
        yield watch(
            "accused_unnamed",
            f"{found} 件检举控告的文字提到名录中的单位或者账号持有人，还没有登记被检举控告的是谁："
            "提到的现在看得到",
            "请督查人员在案件清单中筛选检举控告类，逐件登记被检举控告的单位或者个人；"
            "提到的不是被检举控告的，先列为待认定，认定时逐个写明理由（《信访工作条例》第三十条第三款）",
            matters=found,
        )
