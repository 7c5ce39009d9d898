"""Draw look-backs: the rounds, one round, one check, repeat matters side by side, signals about handling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.as_of import opened
from widgets.evidence import evidence_download
from widgets.exports import Export
from widgets.lead_link import lead_link
from widgets.letter_links import letter_links
from widgets.look_back import lists, recording
from widgets.look_back.durability import durability_panel
from widgets.look_back.forms import open_act
from widgets.look_back.panels import ActPanel, AssignPanel, NewRoundPanel, PairPanel
from widgets.look_back.satisfaction import satisfaction_panel
from widgets.look_back.signals import signals_table
from widgets.look_back.state import REPEATS, ROUNDS, SIGNALS, TABS, LookBackScreenState, Shown
from widgets.parts.confirm import Confirm
from widgets.parts.guard import guard
from widgets.parts.line_table import Line, LineTable
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import facts
from widgets.parts.values import EXCEL, FileToSave
from widgets.tabbed import TabbedScreen
from workbench.law.look_back_data import look_back_data
from workbench.law.repeat import repeat_settings
from workbench.terms import ActKind, Holding, IssuedKind

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.queries.repeats import RepeatProposal

STYLE = Path(__file__).with_name("look_back.css")
TITLE = "回头看"
CLOSE = "结束后不再分派检查，已下达的整改继续核实。确定结束？"
SIGNAL_NOTE = "近半年；只提示看一看，不是认定，不作排名"


def open_look_back(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows; where today is not folded yet, in sight of the reader."""
    given = address or {}
    return opened(TITLE, "look_back", bench, None, lambda: LookBackScreen(LookBackScreenState(bench, given)))


class LookBackScreen(TabbedScreen):
    """The screen; what it knows is in ``state``."""

    TITLE, APP, STYLES, NAMES = TITLE, "look_back", (STYLE,), TABS
    BACK = ("‹ 返回", "look-back-back")
    state: LookBackScreenState

    def made(self) -> ipw.Widget | None:
        shown = self.state.shown
        if shown.new:
            return NewRoundPanel(
                self.state,
                on_done=lambda number: self.go(
                    Shown(round=number), f"已开展“{number}”，名单已记入台账。请分派检查。"
                ),
                on_cancel=self.leave,
            )
        if shown.pair:
            return self._pair()
        if shown.check:
            return self._check()
        return self._round() if shown.round else None

    def makers(self) -> Mapping[str, Callable[[], ipw.Widget]]:
        return {ROUNDS: self._rounds, REPEATS: self._repeats, SIGNALS: self._signals}

    def at_tab(self, tab: str) -> Shown:
        return Shown(tab=tab)

    def _rounds(self) -> ipw.Widget:
        self.rounds = LineTable(
            lists.ROUND_HEAD,
            label="回头看批次",
            empty="还没有开展过回头看。",
            on_open=lambda number: self.go(Shown(round=number)),
        )
        self.rounds.show([lists.round_line(one) for one in self.state.rounds])
        above: tuple[ipw.Widget, ...] = ()
        if self.state.may("open_look_back"):
            above = (_button("开展回头看", lambda: self.go(Shown(new=True))),)
        return Panel("回头看批次", *above, self.rounds, note="看单位做了什么，不看来访的人")

    def _repeats(self) -> ipw.Widget:
        self.undecided = self._pairs_of("待认定", [lists.pair_line(one) for one in self.state.repeats])
        self.decided = self._pairs_of("已认定", [lists.pair_line(one) for one in self.state.decided])
        return ipw.VBox(
            [
                Panel("待认定", self.undecided, note="同人同事由系统提示；按单位、分类、日期排列，不按人"),
                Panel("已认定", self.decided, note="两件的批次、人次都不变"),
            ]
        )

    def _pairs_of(self, name: str, lines: list[Line]) -> LineTable:
        found = LineTable(
            lists.PAIR_HEAD,
            label=name,
            empty=f"没有{name}的重复信访提示。",
            on_open=lambda number: self.go(Shown(tab=REPEATS, pair=number)),
        )
        found.show(lines)
        return found

    def _signals(self) -> ipw.Widget:
        return Panel("办理信号", Static(signals_table(self.state.signals)), note=SIGNAL_NOTE)

    def _round(self) -> ipw.Widget:
        one, found = self.state.round, self.state.worklist()
        rule = look_back_data().rules[one.rule]
        told = [
            ("类型", f"{one.rule.label}：{rule.said(one.days, one.per_unit)}"),
            ("依据", rule.article),
            ("名单", f"{len(one.entries)} 件，截至 {one.as_of}，种子 {one.seed}"),
            ("状态", f"{one.closed_on} 结束" if one.closed_on else "进行中"),
        ]
        names = self.state.names(line.check.reviewer for line in found if line.check is not None)
        self.checks = LineTable(
            lists.CHECK_HEAD,
            label="名单",
            empty="没有您可以查看的检查。",
            on_open=lambda number: self.go(Shown(round=one.round_no, check=number)),
        )
        self.checks.show([lists.check_line(line, names) for line in found])
        letters = letter_links(self.state.viewer, [IssuedKind.LOOK_BACK_REPORT], one.round_no)
        parts: list[ipw.Widget] = [
            Panel(f"{one.round_no}　{one.name}", Static(facts(told)), *letters),
            Panel("名单", self._export(), self.checks, note="整改逾期的在前"),
        ]
        result = self.state.result()
        if result:
            table = Static(lists.result_table(result))
            shown = Panel("分单位结果", table, note="按单位顺序，不作排名")
            parts += [shown, durability_panel(self.state, result), satisfaction_panel(self.state, result)]
        if one.closed_on is None and self.state.may("assign_look_back"):
            waiting = [line.case_no for line in found if line.check is None]
            if waiting:
                self.assigning = AssignPanel(self.state, waiting, on_done=self._recorded)
                self.assigning.button.on_click(self.guard(lambda _button: self.assigning.assign()))
                parts.append(self.assigning)
            self.close_round = Confirm("结束批次", self._close, question=CLOSE, is_grave=True)
            parts.append(Panel("结束批次", self.close_round))
        return ipw.VBox(parts)

    def _check(self) -> ipw.Widget:
        page = self.state.check_page()
        check = page.line.check
        assert check is not None
        titles = {one.sha256: one.title for one in (*check.answers, *check.own_view)}
        titles |= {one.sha256: one.title for one in check.reports}
        files: list[ipw.Widget] = [
            evidence_download(self.state.bench, self.state.viewer, one, title=titles.get(one.sha256))
            for one in page.files.values()
        ]
        may_lead = check.locked_on is not None and not page.hides_answers
        lead = lead_link(self.state.viewer, check.cause_unit or check.unit, check=check.check_no)
        files += [Static(lead)] if may_lead and lead is not None else []
        told = Panel(check.case_no, Static(lists.check_facts(page)), *files, note=check.round_no)
        parts: list[ipw.Widget] = [told]
        kind = open_act(self.state, check)
        if kind is not None:
            self.form = ActPanel(self.state, kind, check, name=self.state.viewer.name, on_done=self._recorded)
            parts.append(self.form)
        compared = Panel("检查项", Static(lists.comparison(page)), note="双方锁定前互相看不到")
        is_blank = kind in (ActKind.LOCK_LOOK_BACK, ActKind.VIEW_OWN_WORK)
        parts.insert(len(parts) if is_blank else 1, compared)
        return ipw.VBox(parts)

    def _pair(self) -> ipw.Widget:
        pair = self.state.pair
        told = [
            ("情形", f"{pair.grounds.relation.label}：{pair.rule.words}（{pair.rule.article}）"),
            ("相隔", _between(pair)),
            ("文字相似", f"{pair.grounds.likeness}%，相同的文字加了底色"),
            ("信访人", "有一人相同（按加密指纹比对，不显示是谁）"),
            ("地点", "、".join(pair.places) or "没有说到同一处"),
            ("责任单位", "相同" if pair.grounds.same_unit else "不同或未定"),
            ("内容分类", "相同" if pair.grounds.same_topic else "不同或未分类"),
        ]
        told += [
            ("此前认定", f"{one.on} {one.verdict.label}{f'：{one.why}' if one.why else ''}")
            for one in pair.decisions
        ]
        self.form = PairPanel(
            self.state, pair, on_done=lambda sentence: self.go(Shown(tab=REPEATS), sentence)
        )
        shown = Panel(
            "两件对照",
            Static(tag("div", facts(told), lists.both(pair), class_="look-back-facts")),
            note=pair.link_no,
        )
        return ipw.VBox([shown, self.form])

    def _export(self) -> Export:
        return Export("导出回头看台账", self._ledger, self.state.viewer, Holding.REVIEW)

    def _ledger(self) -> FileToSave:
        from workbench.queries.look_back_ledger import look_back_ledger

        number = self.state.shown.round
        code = self.state.bench.snapshot().code
        content = self.state.bench.ask(
            look_back_ledger,
            self.state.viewer,
            number,
            as_of=self.state.today,
            code=code,
            proof=self.state.bench.proof(),
        )
        return FileToSave(f"回头看台账（{number}）.xlsx", content, EXCEL)

    # What the reader does

    def leave(self) -> None:
        shown = self.state.shown
        self.go(Shown(round=shown.round) if shown.check and shown.round else Shown(tab=shown.tab))

    def _close(self) -> None:
        position = recording.close_round(self.state)
        self._recorded(f"批次已结束，记入台账第 {position:,} 条。")


def _between(pair: RepeatProposal) -> str:
    if pair.is_within_minutes:
        return f"{pair.minutes} 分钟（{repeat_settings().duplicate_minutes} 分钟以内，本地设定）"
    return f"{pair.grounds.days_between} 日"


def _button(words: str, act: Callable[[], None], style: str = "mod-primary") -> ipw.Button:
    button = ipw.Button(description=words)
    button.add_class(style)
    button.on_click(guard(lambda _button: act()))
    return button
