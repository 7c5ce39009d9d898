"""The tab of impact assessments: entered by the office, listed with its last day, struck, exported."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN
from tests.filled_forms import submit
from widgets.erasure.impacts import ImpactsView
from widgets.erasure.state import IMPACTS, ErasureState
from widgets.parts.release import below
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.impact_assessments import DestroyImpact, RecordImpact, StrikeImpact
from workbench.law.impact_assessment import ImpactError
from workbench.queries.impact_assessments import impact_lines, impact_workbook, next_impact_no
from workbench.terms import ActKind, ImpactGround, ImpactState, Role

TODAY, TOMORROW = date(2026, 3, 31), date(2026, 4, 1)
OFFICER = Viewer("officer", "李晓红", Role.SUPERVISOR, OFFICE)
TEXTS = ("健康信息的登记", "履行职责", "泄露影响就业，来电13800001111", "掩码", "临信〔2022〕5号", "档案室")
OLD = RecordImpact("YP-2022-1", ImpactGround.SENSITIVE, date(2022, 3, 1), *TEXTS)
ANSWERS = {
    "ground": "sensitive", "on": "2026-03-30", "activity": "登记健康信息", "purpose": "必需",
    "impact": "有", "measures": "掩码", "paper": "临信〔2026〕5号", "place": "档案室",
}  # fmt: skip


def view(bench, viewer=OFFICER):
    said: list[str] = []
    state = ErasureState(bench, {"tab": IMPACTS}, viewer=lambda: viewer)
    return ImpactsView(state, on_done=said.append), said


def html(shown):
    return "".join(str(getattr(one, "value", "")) + str(getattr(one, "rows", "")) for one in below(shown))


def test_it_is_entered_listed_and_struck_and_it_replays(either_bench):
    shown, said = view(either_bench)
    assert "没有登记有效的评估" in html(shown) and ActKind.STRIKE_IMPACT not in shown.boxes
    box = shown.boxes[ActKind.RECORD_IMPACT]
    box.ask()
    submit(box.form, **ANSWERS)
    assert "已记入台账" in said[0]

    (line,) = either_bench.ask(impact_lines, OFFICER, as_of=TODAY)
    assert (line.assessment.impact_no, line.state) == ("YP-2026-1", ImpactState.KEPT)
    assert line.assessment.kept_until == date(2029, 3, 30)
    shown, _ = view(either_bench)
    assert "没有登记有效的评估" not in html(shown)
    box = shown.boxes[ActKind.STRIKE_IMPACT]
    box.ask()
    submit(box.form, number="YP-2026-1", why="重复登记")
    (line,) = either_bench.ask(impact_lines, OFFICER, as_of=TODAY)
    assert line.state is ImpactState.STRUCK
    assert either_bench.ask(next_impact_no, 2026) == "YP-2026-2"
    assert either_bench.verify_ledger().is_sound


def test_a_report_may_be_destroyed_after_its_time_and_not_before(bench):
    bench.perform(OLD, actor=CLERK)
    (line,) = bench.ask(impact_lines, OFFICER, as_of=TODAY)
    assert line.state is ImpactState.ENDED and "13800001111" not in line.assessment.impact
    assert impact_workbook((line,), TODAY, "台账第 1 条", proof=bench.proof())[:2] == b"PK"
    bench.perform(DestroyImpact("YP-2022-1", TODAY, "临信〔2026〕9号"), actor=CLERK)
    (line,) = bench.ask(impact_lines, OFFICER, as_of=TODAY)
    assert line.state is ImpactState.DESTROYED


@pytest.mark.parametrize(
    ("act", "actor", "told"),
    [
        (OLD, Actor("x", Role.CLERK, TOWN), "只有信访部门"),
        (RecordImpact("YP-2026-1", ImpactGround.OTHER, TOMORROW, *TEXTS), CLERK, "晚于今天"),
        (StrikeImpact("YP-2022-1", TODAY, "错"), CLERK, "YP-2022-1"),
    ],
)
def test_what_is_refused_leaves_nothing(bench, act, actor, told):
    with pytest.raises(ValueError, match=told):
        bench.perform(act, actor=actor)
    assert bench.ask(impact_lines, OFFICER, as_of=TODAY) == ()


def test_a_unit_reads_none_of_it(bench):
    with pytest.raises(NotPermittedError):
        bench.ask(impact_lines, Viewer("t", "某", Role.HANDLER, TOWN), as_of=TODAY)
    assert ImpactError("x").args == ("x",)
