"""Sentences about figures, by rules that never say more than the counts carry.

A direction is told only where the difference is more than chance (the exact test of two Poisson counts,
Newcombe's interval for shares: ``indicators.statistics``). Fewer than five cases are too few to tell a share.
Shares differ by percentage points, counts by numbers and per cent. How many people came is told and never
praised: more or fewer petitions are nobody's good or bad work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from workbench.briefings.figures import FEWEST, BriefingFigure, percent
from workbench.briefings.stock import LateMatters
from workbench.indicators.evaluate import Figure
from workbench.indicators.statistics import Verdict
from workbench.indicators.waiting import SHARES, Durations
from workbench.queries.comparison import Compared
from workbench.queries.lateness import late_parts

NO_MERIT: Final = "以上数量只反映群众提出了多少、走了哪条渠道，多少都不是工作好坏的依据，不设目标，不作排名。"
RIPENS: Final = "这一项会随时间继续变化，不与往期比较"
_PORTIONS: Final = dict(zip(SHARES, ("一半", "四分之三", "九成"), strict=True))


def sentence(one: BriefingFigure, words: tuple[str, str]) -> str:
    """Return one figure as a sentence; ``words`` name the period before and that of a year ago."""
    return share_sentence(one, words) if one.indicator.is_share else count_sentence(one, words)


def share_sentence(one: BriefingFigure, words: tuple[str, str]) -> str:
    """Return a share with its parts, what the law demands, and how it differs from earlier periods."""
    now, name, unit = one.now, one.name, one.indicator.unit
    yes, no = one.indicator.parts
    hits, of = now.numerator or 0, now.denominator
    if not of:
        return f"{name}：本期没有应计入的事项。"
    if of < FEWEST:
        return f"{name}：应计入{of}{unit}，其中{yes}{hits}{unit}；不足{FEWEST}{unit}，不计算比率，不作比较。"
    said = f"{name}{percent(hits, of)}（{of:,}{unit}中{yes}{hits:,}{unit}，{no}{of - hits:,}{unit}）"
    return "；".join([said, *_silent(one), *_demanded(one), *_differences(one, words)]) + "。"


def count_sentence(one: BriefingFigure, words: tuple[str, str]) -> str:
    """Return a count and how it differs from earlier periods, in words that judge nothing."""
    said = f"{one.indicator.name}{one.now.count:,}{one.indicator.unit}"
    return "；".join([said, *_differences(one, words)]) + "。"


def waiting_sentence(found: Durations) -> str:
    """Return after how many days people had what they waited for, with those who wait still."""
    name, everybody = found.indicator.name, found.done + found.waiting
    if everybody < FEWEST:
        return f"{name}：共{everybody}件，不足{FEWEST}件，不作判断。"
    told = [
        f"{_PORTIONS[share]}在{days}日以内" if days is not None else f"{_PORTIONS[share]}尚不可知"
        for share, days in zip(SHARES, found.days, strict=True)
    ]
    still = f"，其中{found.waiting:,}件还在等，等得最久的已{found.longest:,}日" if found.waiting else ""
    return f"{name}（共{everybody:,}件{still}）：{'，'.join(told)}。按日历日计，还在等的也计入。"


def is_told(beside: Compared) -> bool:
    """Return whether the difference from an earlier period is more than chance, so that it may be told."""
    if beside.before is None or beside.change is None:
        return False
    if beside.now.indicator.is_share and min(beside.now.denominator, beside.before.denominator) < FEWEST:
        return False
    return beside.change.verdict in (Verdict.RISE, Verdict.FALL)


def late_sentence(open_cases: int, late: LateMatters) -> str:
    """Return how much lies open, and how much is late, at the end of the as-of day."""
    opened = f"在办{open_cases:,}件" if open_cases else "没有在办事项"
    if not (count := late.open_late + late.ended_late):
        return f"{opened}，没有超期未完成的。" if open_cases else f"{opened}。"
    parts = late_parts(late.open_late, late.ended_late) or "均在办"
    whose = f"涉及{late.units:,}个单位，最久的已超期{late.longest:,}日"
    return f"{opened}；超期未完成{count:,}件（{parts}），{whose}。"


def _silent(one: BriefingFigure) -> list[str]:
    """Tell what an official share leaves out: who said nothing, and the two ends that this leaves open."""
    if one.ends is None or not one.ends.silent:
        return []
    unit, (yes, no) = one.indicator.unit, one.indicator.parts
    left_out = f"{one.indicator.silent_name}的{one.ends.silent:,}{unit}不在内"
    return [f"{left_out}，全部{no}时为{100 * one.ends.low:.1f}%，全部{yes}时为{100 * one.ends.high:.1f}%"]


def _demanded(one: BriefingFigure) -> Sequence[str]:
    if not one.law:
        return ()
    yes = one.indicator.parts[0]
    if not one.failed:
        return (f"{one.law}的要求全部做到",)
    return (f"{one.law}要求全部{yes}，还差{one.failed:,}{one.indicator.unit}",)


def _differences(one: BriefingFigure, words: tuple[str, str]) -> list[str]:
    if one.indicator.ripens:
        return [RIPENS]
    both = (one.last, one.ago)
    if (last := one.last.no_base) and (ago := one.ago.no_base) and last.origin == ago.origin:
        return [f"{last.origin}，{last.lack(words[0])}、{ago.lack(words[1])}，不作比较"]
    if one.indicator.is_share and all(_is_chance(beside) for beside in both):
        thens = "、".join(f"{word}（{_then(beside)}）" for beside, word in zip(both, words, strict=True))
        return [f"与{thens}的差别都在偶然范围内"]
    return [said for beside, word in zip(both, words, strict=True) if (said := difference(beside, word))]


def _is_chance(beside: Compared) -> bool:
    if beside.before is None or beside.change is None or beside.before.denominator < FEWEST:
        return False
    return beside.change.verdict is Verdict.CHANCE


def _then(beside: Compared) -> str:
    before = beside.before
    assert before is not None
    return percent(before.numerator or 0, before.denominator)


def difference(beside: Compared, word: str) -> str:
    """Return how a figure differs from an earlier one, or that none was recorded; ``word`` names its period.

    "" where there is none because the figure ripens.
    """
    if beside.no_base is not None:
        return beside.no_base.words(word)
    if beside.before is None or beside.change is None:
        return ""
    told = _share_told if beside.now.indicator.is_share else _count_told
    return told(beside.now, beside.before, beside.change.verdict, word)


def _share_told(now: Figure, before: Figure, verdict: Verdict, word: str) -> str:
    if not before.denominator:
        return f"{word}没有应计入的事项，不作比较"
    if before.denominator < FEWEST or verdict is Verdict.TOO_FEW:
        return f"{word}{before.numerator}/{before.denominator}，案件太少，不作比较"
    then = percent(before.numerator or 0, before.denominator)
    if verdict is Verdict.CHANCE:
        return f"与{word}（{then}）的差别在偶然范围内"
    points = abs((now.value or 0) - (before.value or 0)) * 100
    size = f"{points:.1f}个百分点" if points >= 0.05 else "不到0.1个百分点"
    return f"比{word}（{then}）{'高' if verdict is Verdict.RISE else '低'}{size}，超出偶然范围"


def _count_told(now: Figure, before: Figure, verdict: Verdict, word: str) -> str:
    unit = now.indicator.unit
    then = f"{word}{before.count:,}{unit}"
    if verdict is Verdict.TOO_FEW:
        return f"{then}，数量太少，不作比较"
    if verdict is Verdict.CHANCE:
        return f"{then}，差别在偶然范围内"
    apart = now.count - before.count
    # Whether it is more than chance is tested on batches and days; persons may point the other way.
    if (apart > 0) != (verdict is Verdict.RISE) or not apart:
        return f"{then}，统计期的天数或每批人数不同，不作比较"
    share = f"（{abs(apart) / before.count:.1%}）" if before.count >= FEWEST else ""
    return f"{then}，本期{'多' if apart > 0 else '少'}{abs(apart):,}{unit}{share}，超出偶然范围"
