"""The first page: what the law misses, what changed by more than chance, what was promised and is late."""

from __future__ import annotations

from tests.briefings.test_sentences import WORDS, share
from workbench.briefings.contents import contents
from workbench.briefings.headlines import changes_sentence, demands_sentence, promises_sentence
from workbench.briefings.stock import Promised
from workbench.indicators.catalogue import catalogue
from workbench.terms import CommitmentKind

LAW = "《信访工作条例》第三十四条"


def test_every_figure_of_the_contents_is_defined_and_only_figures_of_work_have_an_aim():
    parts = contents()
    known = catalogue()

    assert {*parts.counted, *parts.waits} <= known.keys()
    assert parts.law.keys() <= set(parts.core)
    assert all(known[one].kind == "core" for one in (*parts.core, *parts.promises))
    assert all(known[one].kind == "context" for one in (*parts.volumes, *parts.after))


def test_what_the_law_demands_of_all_is_told_with_how_many_are_missing():
    all_done = share("accepted_on_time", (20, 20), (1, 1), (1, 1), LAW)
    some_missing = share("concluded_on_time", (18, 20), (1, 1), (1, 1), LAW)
    without_law = share("orders_answered", (1, 9), (1, 1), (1, 1))

    assert demands_sentence([all_done]) == "法定要求涉及的1项，本期全部做到。"
    assert demands_sentence([all_done, some_missing, without_law]) == (
        "法定要求涉及的2项中，全部做到的1项；没有全部做到的：按期办结率差2件（共20件）。"
    )
    assert demands_sentence([without_law]) == ""


def test_only_what_is_more_than_chance_is_told_as_a_change():
    steady = share("accepted_on_time", (90, 100), (91, 100), (89, 100))
    fallen = share("concluded_on_time", (50, 100), (90, 100), (52, 100))

    assert "不能说升降" in changes_sentence([steady], WORDS)
    assert changes_sentence([steady, fallen], WORDS).startswith(
        "与往期相比：按期办结率比上月（90.0%）低40.0个百分点，超出偶然范围。"
    )


def test_promises_are_told_by_kind_with_the_longest():
    orders = Promised(CommitmentKind.ORDER, 5, 2, 12)
    items = Promised(CommitmentKind.AGREED_ITEM, 3, 0, 0)

    assert promises_sentence([]) == ""
    assert promises_sentence([items]) == "承诺事项没有逾期未完成的。"
    assert promises_sentence([items, orders]) == "承诺事项逾期未完成：督办反馈2项（最久逾期12日）。"
