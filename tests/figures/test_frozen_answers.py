"""A question to a frozen snapshot has the answer of its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench import figures
from workbench.access.masking import ACCUSATION_NOTICE, HELD_TITLE
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.erasing import RequestErasure, RestrictValues, places_of, values_to_erase
from workbench.acts.handling import RegisterRepeat
from workbench.acts.hidden import PLACE
from workbench.acts.holding import HoldMatter
from workbench.figures.questions import QuestionError
from workbench.indicators.catalogue import catalogue
from workbench.law.facts import StepTaken
from workbench.queries.case_filter import CaseFilter, FilterError
from workbench.snapshots.frozen import FrozenSnapshotError
from workbench.terms import (
    Channel,
    ErasureBasis,
    ErasureState,
    PetitionClass,
    RetentionGround,
    Role,
    Step,
)

if TYPE_CHECKING:
    from workbench.app import Workbench

TODAY = date(2026, 3, 31)


def test_a_figure_of_a_frozen_snapshot_is_that_of_its_day_with_its_cases(answered: Workbench) -> None:
    frozen = answered.shelf.create(TODAY)
    asked = {"by": ["unit"], "period": "2026", "bench": answered}
    for name in ("accepted_on_time", "satisfied", "answer_days", "orders_answered"):
        live, still = figures.ask(name, **asked), figures.ask(name, snapshot=frozen.hash[:10], **asked)
        assert still.frame().equals(live.frame()), name
        assert still.cases().equals(live.cases()), name
        assert still.remarks == live.remarks
    late = figures.ask("accepted_on_time", snapshot=frozen.hash, **asked)
    assert list(late.failed(unit=OTHER_TOWN)["信访件编号"]) == ["XF-2"]
    assert late.workbook("failed", unit=OTHER_TOWN)

    answered.perform(make_register(case_no="XF-9", on=date(2026, 3, 3)), actor=CLERK)

    changed = frozen.path("unit_fact")
    whole = changed.read_bytes()
    changed.write_bytes(whole + b"\n")
    with pytest.raises(FrozenSnapshotError, match="已损坏，不能据以计算：文件 unit_fact"):
        figures.ask("received", period="2026", snapshot=frozen.hash, bench=answered)
    changed.write_bytes(whole)

    still = figures.ask("received", period="2026", snapshot=frozen.hash, bench=answered)
    assert still.cells[0].figure.count == 4
    assert still.hash == frozen.hash
    assert frozen.hash[:12] in still.basis


def test_a_frozen_figure_that_ripens_stands_beside_the_frozen_one_of_a_year_ago(answered: Workbench) -> None:
    early = (make_register(case_no=f"A-{number}", on=date(2024, 12, 2 + number)) for number in range(3))
    answered.perform(*early, actor=CLERK)
    frozen = answered.shelf.create(TODAY)
    asked = {"period": "2026", "snapshot": frozen.hash, "bench": answered}

    missing = figures.ask("handled", **asked)._repr_html_()
    then = answered.shelf.create(date(2025, 3, 31))
    found = figures.ask("handled", **asked)

    assert "要有 2025-03-31 的快照（workbench snapshot create --as-of 2025-03-31）" in missing
    assert found.year_on_year is not None and found.year_on_year.before is not None
    assert found.year_on_year.before.as_of == date(2025, 3, 31)
    assert f"快照 {then.hash[:12]}" in found._repr_html_()


def test_a_frozen_list_tells_no_title_that_may_be_told_no_more(county: Workbench) -> None:
    """A matter was held, became an accusation, had its title restricted, since the snapshot was frozen."""
    frozen = county.shelf.create(TODAY)
    asked = {"period": "2026", "snapshot": frozen.hash, "bench": county}
    before = figures.ask("received", **asked)
    titles = dict(before.cases()[["信访件编号", "事项名称"]].itertuples(index=False))
    first, second, third = sorted(titles)[:3]

    county.perform(HoldMatter(first, why="可能是检举"), actor=CLERK)
    told = {"petition_class": PetitionClass.ACCUSATION, "unit": OFFICE}
    county.perform(make_take(second, Step.CLASSIFY, TODAY, **told), actor=CLERK)
    restrict(county, third)

    after = figures.ask("received", **asked)
    now = dict(after.cases()[["信访件编号", "事项名称"]].itertuples(index=False))
    assert (now[first], now[second]) == (HELD_TITLE, ACCUSATION_NOTICE)
    assert now[third] == PLACE[ErasureState.RESTRICTED]
    assert {no: now[no] for no in sorted(titles)[3:]} == {no: titles[no] for no in sorted(titles)[3:]}
    assert after.frame().equals(before.frame())
    assert county.shelf.verify(frozen) == []


def restrict(bench: Workbench, case_no: str) -> None:
    with bench.reading() as session:
        link = session.connection()
        seq = next(seq for seq, _, field in places_of(link, case_no) if field == "title")
        values = values_to_erase(link, [(seq, "title")])
    basis, on = ErasureBasis.CONSENT_WITHDRAWN, bench.today()
    bench.perform(RequestErasure("S-1", values, basis, on, "撤回"), actor=CLERK)
    held_back = RestrictValues("S-1", RetentionGround.TECHNICAL, on)
    bench.perform(held_back, actor=Actor("auditor", Role.AUDITOR, OFFICE))


def test_a_frozen_snapshot_is_asked_with_the_definitions_that_it_keeps(
    county: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = county.shelf.create(TODAY)
    other = replace(catalogue()["received"], of="petition_channel = 'visit'")
    monkeypatch.setitem(catalogue(), "received", other)

    still = figures.ask("received", period="2026", snapshot=frozen.hash, bench=county)

    assert still.cells[0].figure.count == len(still.cases()) == 4
    assert any(other.version in one for one in still.remarks)


def test_a_frozen_snapshot_that_cannot_be_asked_is_refused(
    county: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = county.shelf.create(TODAY)

    with pytest.raises(FrozenSnapshotError, match="没有编号"):
        figures.ask("received", snapshot="0123456789", bench=county)
    with pytest.raises(QuestionError, match="与 as_of 不同"):
        figures.ask("received", snapshot=frozen.hash, as_of=date(2026, 1, 1), bench=county)
    with pytest.raises(FilterError, match="没有正文"):
        figures.ask("received", snapshot=frozen.hash, wanted=CaseFilter(text="路灯"), bench=county)
    leader = Viewer(account="leader", name="某人", role=Role.LEADER)
    monkeypatch.setattr("workbench.figures.asking.site_viewer", lambda: leader)
    with pytest.raises(QuestionError, match="不按账号遮盖"):
        figures.ask("received", snapshot=frozen.hash, bench=county)


@pytest.mark.parametrize("wanted", [CaseFilter(channels=(Channel.VISIT,)), CaseFilter(units=(TOWN,))])
def test_a_filter_narrows_a_frozen_figure_as_it_does_the_live_one(
    answered: Workbench, wanted: CaseFilter
) -> None:
    """By the channel of the petition and the unit that is bound, whichever engine is asked."""
    day = date(2026, 3, 3)
    again = StepTaken(Step.REPEAT, day, received_on=day, channel=Channel.VISIT, people=2, unit=OFFICE)
    answered.perform(RegisterRepeat("XF-1", "又来反映", again), actor=CLERK)
    frozen = answered.shelf.create(TODAY)

    for name in catalogue():
        asked = {"period": "2026", "wanted": wanted, "bench": answered}
        live, then = figures.ask(name, **asked), figures.ask(name, snapshot=frozen.hash, **asked)
        assert live.frame().equals(then.frame()), name
        assert len(live.cases()) == len(then.cases()), name
