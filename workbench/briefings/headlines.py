"""What whoever reads only the first page should know: what is late, what the law misses, what changed."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.briefings.figures import BriefingFigure
from workbench.briefings.sentences import difference, is_told
from workbench.briefings.stock import Promised


def demands_sentence(figures: Sequence[BriefingFigure]) -> str:
    """Return which demands of the law were met by all and what the others miss; "" where nothing was due."""
    due = [one for one in figures if one.law and one.now.denominator]
    if not due:
        return ""
    missed = [one for one in due if one.failed]
    if not missed:
        return f"法定要求涉及的{len(due)}项，本期全部做到。"
    named = "、".join(
        f"{one.indicator.name}差{one.failed:,}{one.indicator.unit}（共{one.now.denominator:,}{one.indicator.unit}）"
        for one in missed
    )
    return f"法定要求涉及的{len(due)}项中，全部做到的{len(due) - len(missed)}项；没有全部做到的：{named}。"


def changes_sentence(figures: Sequence[BriefingFigure], words: tuple[str, str]) -> str:
    """Return what differs from an earlier period by more than chance, of figures of work."""
    told = [
        f"{one.indicator.name}{difference(beside, word)}"
        for one in figures
        for beside, word in zip((one.last, one.ago), words, strict=True)
        if is_told(beside)
    ]
    work = [one for one in figures if not one.indicator.ripens]
    bases = [beside.no_base for one in work for beside in (one.last, one.ago)]
    if bases and all(bases):
        return f"{words[0]}、{words[1]}的记录不完整，办理和履职各项不与往期比较。"
    missing = "；往期没有完整记录的，不作比较" if any(bases) else ""
    if not told:
        return f"办理和履职各项与往期相比，差别都在偶然范围内或者案件太少，不能说升降{missing}。"
    return f"与往期相比：{'；'.join(told)}。其余各项的差别在偶然范围内，或者案件太少，不作比较{missing}。"


def promises_sentence(promised: Sequence[Promised]) -> str:
    """Return which promises are late and not done; "" where there are no promises."""
    if not promised:
        return ""
    late = [one for one in promised if one.late]
    if not late:
        return "承诺事项没有逾期未完成的。"
    named = "、".join(f"{one.kind.label}{one.late:,}项（最久逾期{one.longest:,}日）" for one in late)
    return f"承诺事项逾期未完成：{named}。"
