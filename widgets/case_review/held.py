"""待认定 on the page of a matter: why it may be an accusation, and where a person decides (HR3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from widgets.act_box import ActBox
from widgets.case_review.accused import WHOM, known_account, unit_choices
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.markup import Markup, Static, tag
from widgets.parts.pieces import label
from widgets.parts.values import Choice, Tag
from workbench.access.gate import allow
from workbench.access.viewer import Viewer
from workbench.office import OFFICE
from workbench.terms import ActKind, HoldFinding, PetitionClass, Step

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.acts.holding import Struck
    from workbench.app import Workbench
    from workbench.queries.case_page import CasePage
    from workbench.snapshots.read import Snapshot

HELD = "本事项可能是检举控告，等待认定：认定以前不转送、不交办、不办理"
WHAT_IT_MEANS = (
    "现在只有可以看检举控告类的人员看得到本事项，提到的单位和人员看不到；标题和内容另处存放，"
    "需要看的请申请查看原文，由另一人同意。软件只认用词，不作判断：请核对原信后认定。"
)
HOLDING = "没有按检举控告登记、看来却像的：列入后经办单位看不到，直到认定。"
DECIDING = "核对原信后认定；认定以前不转送、不交办、不办理。"
NOTE = "《信访工作条例》第三十条第三款"
QUESTION = "认定后记入台账，不能撤销。确定？"
STRUCK = (
    "文字里提到的单位和账号持有人，认定后都登记为被检举控告的，看不到本事项。"
    "提到而不是被检举控告的，每行写一个：单位名称（或账号）：理由"
)


class HeldBox(ActBox):
    """Offers to hold a matter, or to decide one that is held."""

    def __init__(
        self,
        bench: Workbench,
        snapshot: Snapshot,
        page: CasePage,
        *,
        viewer: Viewer,
        on_done: Callable[[str], None],
    ) -> None:
        self._snapshot, self._page = snapshot, page
        is_held = page.held is not None
        super().__init__(
            bench,
            ActKind.DECIDE_HOLD if is_held else ActKind.HOLD_MATTER,
            self._deciding if is_held else _holding,
            self._told,
            viewer=viewer,
            on_done=on_done,
            can_be_done=snapshot.as_of == bench.today(),
            note=NOTE,
            aim=DECIDING if is_held else HOLDING,
            question=QUESTION if is_held else "",
            says=() if page.held is None else (Static(_why(page.held)),),
        )
        self.add_class("held-box")

    def _deciding(self) -> tuple[FormField, ...]:
        units = unit_choices(self._snapshot)
        findings = tuple(Choice(one.value, one.label) for one in HoldFinding)
        only = "只在认定是检举控告时填写"
        fields = [
            FormField("finding", "认定", "choice", required=True, choices=findings),
            FormField("why", "理由", "long", required=True, longest=500, hint="不写姓名"),
            FormField("other", "另行登记的编号", longest=64, hint="只在一信两事时填写：检举控告的一件"),
            FormField("to_unit", "转给有权处理的机关", "unit", choices=units, hint=only),
        ]
        if allow(self._viewer, f"act:{ActKind.NAME_ACCUSED.value}"):
            fields += [
                FormField("accused", "被检举控告的单位", "unit", choices=units, hint=only),
                FormField("account", "被检举控告的个人", longest=32, hint=f"{WHOM}；{only}"),
                FormField("struck", "提到而不是被检举控告的", "long", longest=1_000, hint=STRUCK),
            ]
        return tuple(fields)

    def _told(self, values: FormValues) -> list[Act]:
        from workbench.acts.amending import NameAccused
        from workbench.acts.handling import Take
        from workbench.acts.holding import DecideHold, HoldMatter
        from workbench.law.facts import StepTaken

        case_no, today = self._page.case_no, self._bench.today()
        if self._page.held is None:
            return [HoldMatter(case_no, why=values.text("why"))]
        finding = HoldFinding.coded(values.text("finding"))
        other = values.text("other").strip() or None
        decided = DecideHold(case_no, finding, other, values.text("why"), self._struck(values.text("struck")))
        if finding is not HoldFinding.ACCUSATION:
            return [decided]
        acts: list[Act] = []
        if not self._page.is_accusation:
            told = StepTaken(Step.CLASSIFY, today, unit=OFFICE, petition_class=PetitionClass.ACCUSATION)
            acts.append(Take(case_no, told))
        if values.text("to_unit"):
            acts.append(
                Take(case_no, StepTaken(Step.TRANSFER, today, unit=OFFICE, to_unit=values.text("to_unit")))
            )
        account = known_account(self._bench, values.text("account"))
        if values.text("accused") or account:
            acts.append(NameAccused(case_no, values.text("accused") or None, account))
        return [*acts, decided]

    def _struck(self, told: str) -> tuple[Struck, ...]:
        """Return who is struck, line by line; a unit is told by its name or code, a person by account."""
        from workbench.acts.holding import Struck

        codes = {name: one.code for one in unit_choices(self._snapshot) for name in (one.label, one.code)}
        lines = (line.replace(":", "：").partition("：") for line in told.splitlines() if line.strip())
        told_of = [(whom.strip(), why.strip()) for whom, _, why in lines]
        return tuple(Struck(codes.get(whom, whom.lower()), why) for whom, why in told_of)


def _holding() -> tuple[FormField, ...]:
    hint = "为什么可能是检举控告；不写姓名。列入以后，经办单位看不到本事项，直到认定"
    return (FormField("why", "理由", "long", required=True, longest=500, hint=hint),)


def _why(held: str) -> Markup:
    return tag(
        "section",
        tag("h3", "待认定"),
        tag("p", label(Tag("可能是检举控告", "late")), f"　{held}。"),
        tag("p", WHAT_IT_MEANS, class_="case-quiet"),
        class_="case-box",
    )
