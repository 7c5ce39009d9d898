"""Which figures may be items of the monthly appraisal: duties performed by a unit, nothing that people do.

Volume, coming again, the level people turn to and ratings are refused, each with the reason in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from workbench.indicators.catalogue import DefinitionError, Indicator, catalogue
from workbench.law.appraisal_data import AppraisalData, AppraisalItem, appraisal_data

# Words of a definition, and why a figure in which they stand cannot be an item. The first that fits is told.
_REFUSED: Final = (
    (
        re.compile(r"\b(level|petition_level|first_contact_level)\b"),
        "群众向哪一级、到哪里反映是群众的权利，次数多少不是单位的业绩，列为项目会促使单位阻拦群众",
    ),
    (
        re.compile(r"\b(satisfaction|rated_on)\b"),
        "评价由群众自愿作出，评不评、怎么评都不折算成分数，列为项目会变成对群众的压力",
    ),
    (
        re.compile(r"\b(returned_on|return_days|petition_number|batches_until_closed)\b"),
        "群众再次来信来访是群众的权利，来得少不等于办得好，列为项目会促使单位阻拦群众",
    ),
    (
        re.compile(
            r"\b(petition_on|petition_channel|petition_people|person_times|batches|largest_group|channel)\b"
        ),
        "来了多少、从哪条渠道来不是单位的业绩，列为项目会促使单位少登记、不登记",
    ),
)


class ItemRefusedError(ValueError):
    """A figure that may not be an item of the appraisal; the sentence says why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"“{name}”不能作为考核项目：{why}")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the sheet with the figure that it is drawn from."""

    law: AppraisalItem
    indicator: Indicator


def check_item(name: str, known: Mapping[str, Indicator] | None = None) -> Indicator:
    """Return the figure of an item; ``ItemRefusedError`` says why it cannot be one."""
    found = (catalogue() if known is None else known).get(name)
    if found is None:
        raise ItemRefusedError(name, "指标目录中没有这个指标，考核项目只能取自指标目录")
    told = " ".join(filter(None, (found.of, found.that, found.silent, *(found.days or ()))))
    for words, why in _REFUSED:
        if words.search(told):
            raise ItemRefusedError(found.name, why)
    if found.counts == "people" or (not found.is_share and found.days is None):
        raise ItemRefusedError(found.name, "来信来访的数量不是单位的业绩")
    if not found.is_share:
        raise ItemRefusedError(found.name, "考核项目须有应办数和按期数，用时不能折算成分数")
    if found.kind != "core":
        raise ItemRefusedError(found.name, "它在指标目录中只是背景数，说明不了单位是否履行了义务")
    if found.lower_is_better:
        raise ItemRefusedError(found.name, "它数的是没有做到的，请改用数做到多少的指标（如按期办结率）")
    if "unit" not in found.dimensions:
        raise ItemRefusedError(found.name, "它不能按单位分组")
    return found


def items_in(month: date, data: AppraisalData | None = None) -> tuple[Item, ...]:
    """Return the items of the month that begins on ``month``; ``ItemRefusedError`` for one not allowed."""
    told = appraisal_data() if data is None else data
    known = _checked() if data is None else {one.figure: check_item(one.figure) for one in told.items}
    found = tuple(Item(one, known[one.figure]) for one in told.items_in(month))
    if not found:
        raise DefinitionError(f"{month.year}年{month.month}月没有适用的考核表：请核对月份")
    return found


@cache
def _checked() -> dict[str, Indicator]:
    return {one.figure: check_item(one.figure) for one in appraisal_data().items}
