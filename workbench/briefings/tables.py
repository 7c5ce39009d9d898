"""The tables of briefings: figures with their parts, channels, topics, years, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbench.briefings.figures import BriefingFigure, made_of, printed
from workbench.briefings.spans import Span
from workbench.documents.content import Column, Table
from workbench.indicators.evaluate import Figure
from workbench.queries.comparison import Compared
from workbench.queries.records_begin import NoBase


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
    """Return what every figure counts, by which day, what it leaves out, in which version."""
    columns = (Column("指标", width=3), Column("口径", width=11), Column("定义版本", width=2))
    rows = [(one.indicator.name, _counted(one), one.indicator.version) for one in figures]
    note = "各项的依据和使用限制见指标目录（workbench figures）。"
    return Table(caption, columns, tuple(rows), note)


def _counted(one: BriefingFigure) -> str:
    said = (one.indicator.words, f"按{one.indicator.date_name}", one.left_out)
    return "".join(f"{words}。" for words in said if words)


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
