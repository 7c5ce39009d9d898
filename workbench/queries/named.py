"""What a question names, by name or by code; what nobody knows is refused with what there is.

A unit, a channel or a figure that does not exist would otherwise be answered with a confident zero. The
command line and the analyst's questions are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from workbench.indicators.catalogue import Indicator, catalogue
from workbench.indicators.refusals import PERSONAL
from workbench.queries.case_filter import CaseFilter, ColumnTest, FilterError
from workbench.queries.columns import BY_KEY
from workbench.queries.figures import defined
from workbench.queries.situation import UNDECIDED, UNTOLD, unit_names
from workbench.snapshots.asked import Asked, FrozenFacts
from workbench.terms import Channel

# What a figure may be broken down by, as it is called.
DIMENSION_NAMES: Final[Mapping[str, str]] = {
    "unit": "责任单位",
    "channel": "信访渠道",
    "petition_class": "诉求类别",
    "path": "法定途径",
    "topic_group": "内容分类",
    "topic": "内容细类",
    "procedure": "办理程序",
    "level": "来源层级",
    "state": "办理状态",
    "month": "月份",
    "day": "日期",
    "asked_by": "评价由谁征求",
}
# The conditions of a filter that name codes, by the column that says them.
_CODED: Final = (
    ("channels", "channel"),
    ("classes", "petition_class"),
    ("paths", "path"),
    ("states", "state"),
)
_DATED: Final = {"month": re.compile(r"\d{4}-\d{2}"), "day": re.compile(r"\d{4}-\d{2}-\d{2}")}
_PEOPLE: Final = re.compile("信访人|上访人|当事人|姓名|电话|手机|身份证|住址|地址")
CHARTER: Final = "章程规定不按人统计、不列出某一个人的事项"


_ALIKE: Final = 0.6  # of difflib: half of the signs and a little more are the same
_MOST_ALIKE: Final = 3
_TELLING: Final = 2  # signs: a single one is a part of too much


class NotThereError(ValueError):
    """A question names something that is not there; the sentence lists what is."""


def one_of(what: str, given: str, known: Mapping[str, str]) -> str:
    """Return the code of what was given as code or as name; ``known`` are the names by code."""
    if not isinstance(given, str):
        raise NotThereError(f"{what}“{given}”请写成带引号的文字，名称或代码都可以")
    given = given.strip()
    if given in known:
        return given
    meant = [code for code, name in known.items() if name == given]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise NotThereError(f"名为“{given}”的{what}不止一个，请写代码：{'、'.join(meant)}")
    there = f"名称或代码都可以写，有：{listed(known)}" if known else "现在一个也没有"
    near = nearest(given, known)
    meant_words = f"是不是{listed(near)}？" if near else ""
    raise NotThereError(f"没有{what}“{given}”。{meant_words}{there}")


def nearest(given: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return the few of the known that are most like what was given, the nearest first; maybe none."""
    like = {}
    for code, name in known.items():
        sides = (code.lower(), name)
        is_part = len(given) >= _TELLING and any(given.lower() in one for one in sides)
        like[code] = max(SequenceMatcher(None, given.lower(), one).ratio() for one in sides) + is_part
    near = sorted((code for code in known if like[code] >= _ALIKE), key=lambda code: -like[code])
    return {code: known[code] for code in near[:_MOST_ALIKE]}


def listed(known: Mapping[str, str]) -> str:
    """Return names with their codes: 来信（letter）、来访（visit）."""
    return "、".join(name if name == code else f"{name}（{code}）" for code, name in known.items())


def units(facts: Asked, given: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the units that were named."""
    wanted = tuple(given)
    known = dict(sorted(unit_names(facts).items())) if wanted else {}
    return tuple(one_of("单位", one, known) for one in wanted)


def channels(given: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the channels that were named."""
    known = {one.value: one.label for one in Channel}
    return tuple(one_of("信访渠道", one, known) for one in given)


def figure_named(facts: Asked, given: str) -> Indicator:
    """Return the definition of a figure by its id or its Chinese name.

    ``DefinitionError`` for one of the catalogue that cannot be asked, with what is wrong in it.
    """
    known = {name: one.name for name, one in catalogue().items()}
    if isinstance(facts, FrozenFacts):
        known |= {name: one.name for name, one in facts.definitions.items()}
    return defined(facts, one_of("指标", given, known))


def dimension_named(given: str, definitions: Iterable[Indicator]) -> str:
    """Return by what is grouped, named by code or Chinese word; one of the figures must offer it."""
    asked = tuple(definitions)
    known = {by: DIMENSION_NAMES[by] for one in asked for by in one.dimensions}
    if given in known or given in known.values():
        return one_of("维度", given, known)
    whose = f"“{asked[0].name}”" if len(asked) == 1 else ""
    why = f"{CHARTER}。" if is_personal(given) else ""
    raise NotThereError(f"{whose}不能按“{given}”分组。{why}可按：{listed(known)}")


def is_personal(name: str) -> bool:
    """Return whether a word asks about people instead of matters."""
    return bool(PERSONAL.search(name) or _PEOPLE.search(name))


def checked_filter(facts: Asked, wanted: CaseFilter) -> CaseFilter:
    """Return the filter with its codes, whatever was named; ``NotThereError`` for what does not exist.

    A single value may stand where several are expected.
    """
    found = {"units": units(facts, _several(wanted.units))}
    for name, column in _CODED:
        found[name] = tuple(_code(column, one) for one in _several(getattr(wanted, name)))
    topics = _several(wanted.topics)
    known = occurring(facts, "topic_group") if topics else {}
    found["topics"] = tuple(one_of("内容分类", one, known) for one in topics)
    if wanted.batch and wanted.batch not in occurring(facts, "batch"):
        raise NotThereError(f"没有导入批次“{wanted.batch}”，或者其中没有看得到的事项")
    return replace(wanted, columns=tuple(map(_checked_test, wanted.columns)), **found)  # type: ignore[arg-type]


def group_named(facts: Asked, by: str, given: str | None) -> str | None:
    """Return the code of a group of a dimension, given as code or name; ``None`` is what is not decided."""
    if given is None or given in (UNDECIDED, UNTOLD):
        return None
    if by == "unit":
        return units(facts, (given,))[0]
    if by in _DATED:
        given = str(given).strip()
        if not _DATED[by].fullmatch(given):
            said = "2026-03" if by == "month" else "2026-03-01"
            raise NotThereError(f"{DIMENSION_NAMES[by]}“{given}”请写成 {said}")
        return given
    column = BY_KEY.get(by)
    if column is not None and column.terms is not None:
        return _code(by, given)
    return one_of(DIMENSION_NAMES[by], given, occurring(facts, by))


def occurring(facts: Asked, column: str) -> dict[str, str]:
    """Return the values of a column of the matters that occur, in their order, as names by code."""
    rows = facts.rows(f"select distinct {column} from case_fact where {column} is not null order by 1", {})
    return {str(value): str(value) for (value,) in rows}


def _several(given: Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _code(column: str, given: str) -> str:
    told = BY_KEY[column]
    assert told.terms is not None
    return one_of(told.label, given, {one.value: one.label for one in told.terms})


def _checked_test(test: ColumnTest) -> ColumnTest:
    if test.key not in BY_KEY:
        raise FilterError(f"案件清单没有“{test.key}”这一列")
    if BY_KEY[test.key].terms is None:
        return test
    return replace(test, any_of=tuple(_code(test.key, one) for one in test.any_of))
