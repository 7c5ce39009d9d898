"""登记被检举控告单位 on the page of an accusation: asked and recorded, and shown to nobody afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from widgets.act_box import ActBox
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.values import Choice
from workbench.access.account import tidy
from workbench.access.viewer import Viewer
from workbench.terms import ActKind

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.app import Workbench
    from workbench.snapshots.read import Snapshot

AIM = "检举控告哪个单位、哪个人：登记后，被检举控告的看不到本事项。"
QUESTION = "登记后，该单位及其上下级单位的账号都看不到本事项，登记的单位不在任何页面显示，也不能撤销。确定？"
WHOM = "此人的登录账号；没有账号的不填"


class AccusedBox(ActBox):
    """Empty for whoever may not, and for a matter that is no accusation."""

    def __init__(
        self,
        bench: Workbench,
        snapshot: Snapshot,
        case_no: str,
        *,
        viewer: Viewer,
        is_accusation: bool,
        on_done: Callable[[str], None],
    ) -> None:
        self._snapshot, self._case_no = snapshot, case_no
        super().__init__(
            bench,
            ActKind.NAME_ACCUSED,
            self._asked,
            self._told,
            viewer=viewer,
            on_done=on_done,
            can_be_done=is_accusation and snapshot.as_of == bench.today(),
            note="《信访工作条例》第三十条第三款",
            aim=AIM,
            question=QUESTION,
        )

    def _asked(self) -> tuple[FormField, ...]:
        units = unit_choices(self._snapshot)
        return (
            FormField("unit", "被检举控告的单位", "unit", required=True, choices=units),
            FormField("account", "被检举控告的个人", longest=32, hint=WHOM),
        )

    def _told(self, values: FormValues) -> tuple[Act, ...]:
        from workbench.acts.amending import NameAccused

        account = known_account(self._bench, values.text("account"))
        return (NameAccused(self._case_no, values.text("unit"), account),)


class UnknownAccountError(ValueError):
    """Nobody has this account: the matter would be hidden from nobody."""

    def __init__(self, account: str) -> None:
        super().__init__(f"没有账号“{account}”：请核对；写错的账号挡不住任何人，没有账号的不填")


def known_account(bench: Workbench, told: str) -> str | None:
    """Return the account filled in, as accounts are kept; ``None`` for none. Refuse an unknown one."""
    from workbench.queries.officials import is_account

    account = tidy(told)
    if account and not bench.ask(is_account, account):
        raise UnknownAccountError(account)
    return account or None


def unit_choices(snapshot: Snapshot) -> tuple[Choice, ...]:
    """Return all units as choices, the higher ones first."""
    rows = snapshot.rows("select code, name from unit_fact order by length(code) < 6, code")
    return tuple(Choice(str(code), str(name)) for code, name in rows)
