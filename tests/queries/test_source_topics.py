"""Topics and units against the year before: a change only where counts carry it, accusations in no list."""

from datetime import date

import pytest

from workbench.indicators.evaluate import Period
from workbench.indicators.statistics import Verdict
from workbench.law.source_data import source_data
from workbench.queries.source_topics import between, matters_of, topic_trends, unit_trends

NOW = Period(date(2026, 5, 24), date(2026, 11, 20))
PAY = {"topic_group": "劳动和社会保障", "topic": "工资福利"}
UNITS = ("430682104", "430682D01", "430682104A")


def filed(maker, count, *, on="2026-10-01", **facts):
    return [maker.case(registered_on=on, **{**PAY, **facts}) for _ in range(count)]


def trends(maker):
    for _ in range(8):  # the records begin before both periods, and not with a single stray
        maker.case(registered_on="2024-06-03")
    return {one.topic: one for one in topic_trends(maker.write(), NOW)}


@pytest.mark.parametrize(
    ("now", "before", "verdict", "words"),
    [
        (60, 20, Verdict.RISE, "增加 +200%"),
        (20, 60, Verdict.FALL, "减少 −67%"),
        (30, 28, Verdict.CHANCE, "看不出变化"),
        (4, 2, Verdict.TOO_FEW, "案件太少，不作比较"),
        (40, 0, Verdict.RISE, "增加"),
    ],
)
def test_a_change_is_called_one_only_where_the_counts_support_it(maker, now, before, verdict, words):
    filed(maker, now)
    filed(maker, before, on="2025-10-01")

    found = trends(maker)["工资福利"]

    assert (found.now, found.before, found.change.verdict, found.words) == (now, before, verdict, words)


def test_one_of_fifty_topics_needs_more_to_be_called_a_change(maker):
    filed(maker, 10)
    filed(maker, 25, on="2025-10-01")
    assert trends(maker)["工资福利"].change.verdict is Verdict.FALL  # alone it is one
    for number in range(50):
        filed(maker, 1, topic=f"其他{number}", topic_group="其他")

    assert trends(maker)["工资福利"].change.verdict is Verdict.CHANCE


def test_a_change_of_few_says_between_what_it_may_lie_and_more_lines_widen_it(maker):
    filed(maker, 10)
    filed(maker, 14, on="2025-10-01")
    alone = trends(maker)["工资福利"].interval
    for number in range(50):
        filed(maker, 1, topic=f"其他{number}", topic_group="其他")
    among = trends(maker)["工资福利"].interval

    assert alone[0] < 10 / 14 - 1 < alone[1] and among[0] < alone[0] and alone[1] < among[1]
    assert between(alone) == "−69%～+62%" and between((-0.5, float("inf"))) == "−50%～十倍以上"
    assert between(None) == "—"


def test_topics_stand_in_the_order_of_the_tree(maker):
    for topic in ("民政 / 优抚", "不认识的", "农村农业 / 村务管理", "劳动和社会保障 / 工资福利"):
        filed(maker, 1, topic=topic)

    assert [one.topic for one in topic_trends(maker.write(), NOW)] == [
        "农村农业 / 村务管理", "劳动和社会保障 / 工资福利", "民政 / 优抚", "不认识的",
    ]  # fmt: skip


def test_many_matters_at_several_units_may_have_a_policy_behind_them(maker):
    least = source_data().policy_least_matters
    for number in range(least):
        filed(maker, 1, unit=UNITS[number % 3], batches=2 if number == 0 else 1, is_open=number % 2)
    filed(maker, least + 5, topic="住房保障", topic_group="城乡建设")  # one unit alone

    found = trends(maker)

    assert (found["工资福利"].units, found["工资福利"].returned, found["工资福利"].has_policy) == (3, 1, True)
    assert not found["住房保障"].has_policy


def test_a_proposal_rests_on_open_matters_first_and_not_on_too_many(maker):
    most = source_data().proposal_most_matters
    closed = filed(maker, most, on="2026-11-01", is_open=0)
    still = filed(maker, 2, on="2026-06-01", is_open=1)
    outside = filed(maker, 1, on="2026-05-23")
    snapshot = maker.write()
    (trend,) = topic_trends(snapshot, NOW)

    found = matters_of(snapshot, trend, NOW)

    assert set(found[:2]) == set(still) and len(found) == most
    assert not set(found) & set(outside) and set(found[2:]) <= set(closed)


def test_accusations_enter_neither_counts_nor_proposals(maker):
    filed(maker, 3, petition_class="accusation")
    filed(maker, 1, petition_class=None)
    snapshot = maker.write()

    (trend,) = topic_trends(snapshot, NOW)
    (unit,) = unit_trends(snapshot, NOW)

    assert (trend.now, unit.now) == (1, 1)
    assert len(matters_of(snapshot, trend, NOW)) == 1


def test_units_stand_in_the_order_of_the_directory_whatever_their_counts(maker):
    filed(maker, 2, unit=UNITS[0])
    filed(maker, 9, unit=UNITS[1])
    filed(maker, 1, unit=UNITS[2], on="2025-10-01")

    found = unit_trends(maker.write(), NOW)

    assert [(one.name, one.now, one.before) for one in found] == [
        ("甲镇", 2, 0), ("甲镇某站", 0, 1), ("某局", 9, 0),
    ]  # fmt: skip
