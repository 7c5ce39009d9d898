"""The tables of briefings: figures with their parts, units, promises, channels, topics, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbench.briefings.figures import BriefingFigure, made_of, printed
from workbench.briefings.spans import Span
from workbench.briefings.stock import LateDuty, Promised, Proposed, UnitLoad
from workbench.documents.content import Column, Table
from workbench.indicators.evaluate import Figure
from workbench.indicators.waiting import Durations
from workbench.queries.comparison import Compared
from workbench.queries.duties import SOON_DAYS
from workbench.queries.lateness import OPEN_LATE_NAME
from workbench.queries.records_begin import NoBase
from workbench.queries.situation import Age
from workbench.terms import Adoption

UNITS_SHOWN = 40


def figure_table(caption: str, figures: Iterable[BriefingFigure], words: tuple[str, str]) -> Table:
    """Return shares with numerator and denominator, beside both earlier periods."""
    columns = (
        Column("指标", width=5),
        Column("本期", numeric=True, width=3),
        Column("分子", numeric=True, width=2),
        Column("分母", numeric=True, width=2),
        *(Column(word, numeric=True, width=5) for word in words),
    )
    found = list(figures)
    rows = [
        (
            one.name,
            one.value,
            str(one.now.numerator or 0),
            str(one.now.denominator),
            *(earlier_of(beside) for beside in (one.last, one.ago)),
        )
        for one in found
    ]
    note = "“样本过小”：不足5件，不计算比率。“—”：随时间继续变化，须按当时的截至日比较，不在此处比较。"
    if any(beside.no_base for one in found for beside in (one.last, one.ago)):
        note += "“无记录”“（不完整）”：早于最早的记录，不作比较。"
    return Table(caption, columns, tuple(rows), note)


def count_table(caption: str, figures: Iterable[BriefingFigure], words: tuple[str, str]) -> Table:
    """Return how many came, by which way, beside both earlier periods."""
    columns = (
        Column("项目", width=3),
        *(Column(word, numeric=True, width=3) for word in ("本期", *words)),
    )
    rows = [
        (
            _with_unit(one),
            _whole(one.now),
            *(earlier_of(beside) for beside in (one.last, one.ago)),
        )
        for one in figures
    ]
    return Table(caption, columns, tuple(rows))


def unit_table(caption: str, loads: Sequence[UnitLoad]) -> Table:
    """Return the units with something late or due soon; the note says how many have neither."""
    shown = [one for one in loads if one.late or one.soon]
    rest = len(loads) - len(shown[:UNITS_SHOWN])
    columns = (
        Column("责任单位", width=5),
        Column("在办", numeric=True, width=2),
        Column(OPEN_LATE_NAME, numeric=True, width=3),
        Column(f"{SOON_DAYS}日内到期", numeric=True, width=3),
        Column("最久超期（日）", numeric=True, width=4),
    )
    rows = [
        (one.name, str(one.open_cases), str(one.late), str(one.soon), str(one.longest) if one.late else "—")
        for one in shown[:UNITS_SHOWN]
    ]
    cut = len(shown) > UNITS_SHOWN
    more = f"另有{rest}个单位有在办事项{'，未列出' if cut else '，没有在办超期和将到期的'}。" if rest else ""
    return Table(caption, columns, tuple(rows), f"按件计；超期只按遇节假日顺延后的到期日认定。{more}")


def duty_table(caption: str, duties: Iterable[LateDuty]) -> Table:
    """Return the duties that are late and not done, by limit."""
    columns = (
        Column("法定义务", width=8),
        Column("依据", width=6),
        Column("项数", numeric=True, width=2),
        Column("单位数", numeric=True, width=2),
        Column("最久（日）", numeric=True, width=3),
    )
    rows = [(one.title, one.basis, str(one.count), str(one.units), str(one.longest)) for one in duties]
    return Table(caption, columns, tuple(rows), "一件事项可能同时有几项义务超期。")


def age_table(caption: str, ages: Iterable[Age]) -> Table:
    """Return how old the open matters are."""
    columns = (
        Column("收到至今", width=2),
        Column("在办", numeric=True),
        Column(OPEN_LATE_NAME, numeric=True),
    )
    rows = [(one.label, str(one.open_cases), str(one.late)) for one in ages]
    return Table(caption, columns, tuple(rows))


def wait_table(caption: str, waits: Iterable[Durations]) -> Table:
    """Return after how many calendar days half, three quarters, nine of ten had what they waited for."""
    columns = (
        Column("项目", width=3),
        Column("已有", numeric=True, width=2),
        Column("还在等", numeric=True, width=2),
        Column("一半（日）", numeric=True, width=3),
        Column("四分之三（日）", numeric=True, width=4),
        Column("九成（日）", numeric=True, width=3),
        Column("等得最久（日）", numeric=True, width=4),
    )
    rows = [
        (
            one.indicator.name + ("（样本过小）" if one.is_small else ""),
            str(one.done),
            str(one.waiting),
            *(str(day) if day is not None else "尚不可知" for day in one.days),
            str(one.longest) if one.waiting else "—",
        )
        for one in waits
    ]
    return Table(caption, columns, tuple(rows))


def promise_table(caption: str, promised: Iterable[Promised]) -> Table:
    """Return the promises beside the limits of the law: new ones, late ones."""
    columns = (
        Column("承诺事项", width=3),
        Column("本期新增", numeric=True),
        Column("逾期未完成", numeric=True),
        Column("最久逾期（日）", numeric=True),
    )
    rows = [
        (one.kind.label, str(one.raised), str(one.late), str(one.longest) if one.late else "—")
        for one in promised
    ]
    return Table(caption, columns, tuple(rows))


def proposal_table(caption: str, proposed: Iterable[Proposed]) -> Table:
    """Return the three proposals and whether they were adopted."""
    columns = (
        Column("建议", width=2),
        Column("发出", numeric=True),
        *(Column(one.label, numeric=True) for one in Adoption),
        Column("未反馈", numeric=True),
        Column("其中逾期", numeric=True),
    )
    rows = [
        (one.kind.label, *map(str, (one.issued, one.adopted, one.partly, one.refused, one.waiting, one.late)))
        for one in proposed
    ]
    return Table(
        caption, columns, tuple(rows), "采纳与否以被建议单位的书面反馈为准（《信访工作条例》第四十条）。"
    )


def group_table(
    caption: str,
    head: str,
    labels: Mapping[str | None, str],
    counted: Sequence[Mapping[str | None, Figure]],
    words: Sequence[str],
    *,
    missing: Sequence[NoBase | None],
    unit: str = "批次",
) -> Table:
    """Return a count by group in several periods, in the order of ``labels``: how many came is no ranking.

    ``missing`` says of which of the periods there are no records, or only of a part.
    """
    columns = (Column(head, width=3), *(Column(f"{word}（{unit}）", numeric=True, width=2) for word in words))
    rows = [
        (
            label,
            *(
                str(found[code].count) if code in found else absent(none)
                for found, none in zip(counted, missing, strict=True)
            ),
        )
        for code, label in labels.items()
    ]
    return Table(caption, columns, tuple(rows), missing_note(words, missing))


def year_table(
    caption: str,
    spans: Sequence[Span],
    figures: Sequence[Sequence[Figure]],
    missing: Sequence[Sequence[NoBase | None]],
) -> Table:
    """Return figures of several years beside each other; ``figures`` holds one list for each year.

    ``missing`` says in the same order of which there are no records, or only of a part.
    """
    columns = (
        Column("指标", width=4),
        *(Column(span.label, numeric=True, width=3) for span in spans),
    )
    rows = []
    for across, lacks in zip(zip(*figures, strict=True), zip(*missing, strict=True), strict=True):
        definition = across[0].indicator
        name = definition.name if definition.is_share else f"{definition.name}（{definition.unit}）"
        told = zip(across, lacks, strict=True)
        rows.append((name, *(lack.cell(earlier(one)) if lack else earlier(one) for one, lack in told)))
    notes = dict.fromkeys(
        missing_note([span.label for span in spans], lacks) for lacks in zip(*missing, strict=True)
    )
    return Table(caption, columns, tuple(rows), "".join(notes))


def absent(missing: NoBase | None) -> str:
    """Return how many there are where none was counted: none, or nobody kept records."""
    return missing.cell("0") if missing is not None and missing.has_none else "0"


def missing_note(words: Sequence[str], missing: Sequence[NoBase | None]) -> str:
    """Return of which of the periods named ``words`` there are no whole records, "" where all are whole."""
    lacks: dict[str, list[str]] = {}
    for word, one in zip(words, missing, strict=True):
        if one is not None:
            lacks.setdefault(one.origin, []).append(one.lack(word))
    return "".join(f"{origin}，{'、'.join(told)}。" for origin, told in lacks.items())


def definition_table(caption: str, figures: Iterable[BriefingFigure]) -> Table:
    """Return what every figure counts, by which day, from which source, in which version."""
    columns = (Column("指标", width=3), Column("口径", width=11), Column("定义版本", width=2))
    rows = [
        (one.indicator.name, f"{one.indicator.words}。按{one.indicator.date_name}。", one.indicator.version)
        for one in figures
    ]
    note = "各项的依据和使用限制见指标目录（workbench figures）。"
    return Table(caption, columns, tuple(rows), note)


def earlier(found: Figure | None) -> str:
    """Return the value of an earlier period as it is printed; a dash where the two may not be compared."""
    if found is None:
        return "—"
    if not found.indicator.is_share:
        return str(found.count)
    return f"{printed(found)}（{made_of(found)}）" if found.denominator else "无"


def earlier_of(beside: Compared) -> str:
    """Return the value of the earlier period as it is printed, or that there are no whole records of it."""
    said = earlier(beside.before)
    return beside.no_base.cell(said) if beside.no_base is not None else said


def _whole(found: Figure | None) -> str:
    if found is None:
        return "—"
    return str(found.count) if not found.indicator.is_share else f"{printed(found)}（{made_of(found)}）"


def _with_unit(one: BriefingFigure) -> str:
    return one.indicator.name if one.indicator.is_share else f"{one.indicator.name}（{one.indicator.unit}）"
