"""What the look-back screen knows: where the reader is, rounds, checks, pairs and signals. No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from widgets.today_state import NothingHereError, TodayState, address_query
from workbench.access.gate import allow
from workbench.indicators.evaluate import Period
from workbench.law.look_back_round import LookBackRound

if TYPE_CHECKING:
    from workbench.queries.durability import Durability
    from workbench.queries.look_back_results import Checker, UnitResult
    from workbench.queries.look_backs import CheckLine, CheckPage
    from workbench.queries.repeats import RepeatProposal
    from workbench.queries.satisfaction import Satisfied
    from workbench.queries.signals import Signal

ROUNDS, REPEATS, SIGNALS = "rounds", "repeats", "signals"
TABS = {ROUNDS: "回头看批次", REPEATS: "重复信访", SIGNALS: "办理信号"}
SPAN = timedelta(days=180)
YEAR = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the reader is: a tab, or a round, a check of it, a pair of matters, the form of a new round."""

    tab: str = ROUNDS
    round: str = ""
    check: str = ""
    pair: str = ""
    new: bool = False


class LookBackScreenState(TodayState[Shown]):
    """The screen of one viewer; ``go_to`` reads an address, ``address`` is the one that leads back."""

    def place(self, given: Mapping[str, str]) -> Shown:
        tab = given.get("tab", ROUNDS)
        return Shown(
            tab=tab if tab in self.tabs else ROUNDS,
            round=given.get("round", "")[:64],
            check=given.get("check", "")[:140],
            pair=given.get("pair", "")[:140],
            new=given.get("new") == "1" and self.may("open_look_back"),
        )

    @property
    def address(self) -> str:
        """Return the query of what is shown; what is usual stands in none."""
        one = self.shown
        tab = "" if one.tab == ROUNDS else one.tab
        here = {"tab": tab, "round": one.round, "check": one.check, "pair": one.pair}
        here["new"] = "1" if one.new else ""
        return address_query(here)

    @property
    def tabs(self) -> tuple[str, ...]:
        """Return the lists of this viewer."""
        found = [ROUNDS]
        found += [REPEATS] if allow(self.viewer, "read:repeats") else []
        found += [SIGNALS] if allow(self.viewer, "read:handling_signals") else []
        return tuple(found)

    @cached_property
    def rounds(self) -> tuple[LookBackRound, ...]:
        """All rounds, the latest first."""
        from workbench.queries.look_backs import rounds

        return self.bench.ask(rounds, as_of=self.today)

    @property
    def round(self) -> LookBackRound:
        """The round that is open; ``NothingHereError`` if there is none."""
        for one in self.rounds:
            if one.round_no == self.shown.round:
                return one
        raise NothingHereError("回头看批次")

    def worklist(self) -> tuple[CheckLine, ...]:
        """Return the matters of the open round that the viewer may see."""
        from workbench.queries.look_backs import worklist

        return self.bench.ask(worklist, self.viewer, self.shown.round, as_of=self.today)

    def result(self) -> tuple[UnitResult, ...]:
        """Return what the open round found, by unit; nothing for who does not see all."""
        from workbench.queries.look_back_results import round_result
        from workbench.queries.look_backs import SEES_ALL

        if self.viewer.role not in SEES_ALL:
            return ()
        return self.bench.ask(round_result, self.viewer, self.shown.round, as_of=self.today)

    def durability(self, *, by_topic: bool = False) -> tuple[Durability, ...]:
        """Return how closures of the units of the round held, by unit or topic; nothing for who sees less."""
        from workbench.queries.durability import durability

        units = {one.unit for one in self.result()}
        if not units:
            return ()
        return self.bench.ask(durability, self.bench.snapshot(), self.closures, units, by_topic=by_topic)

    def satisfaction(self) -> dict[str, Satisfied]:
        """Return what people said of these closures, by unit; nothing for who does not see all."""
        from workbench.queries.satisfaction import satisfaction_by_unit

        units = {one.unit for one in self.result()}
        if not units:
            return {}
        return satisfaction_by_unit(
            self.bench.snapshot(), "closure_satisfied", period=self.closures, units=units
        )

    @property
    def closures(self) -> Period:
        """Return the closures beside the open round: those it was drawn from, else of the year before it."""
        one = self.round
        if one.start is not None and one.end is not None:
            return Period(one.start, one.end)
        return Period(one.as_of - YEAR, one.as_of)

    def check_page(self) -> CheckPage:
        """Return the open check as the viewer may see it."""
        from workbench.queries.look_backs import check_page

        return self.bench.ask(check_page, self.viewer, self.shown.check, as_of=self.today)

    def checkers(self) -> tuple[Checker, ...]:
        """Return the accounts that may check."""
        from workbench.queries.look_back_results import checkers

        return self.bench.ask(checkers)

    def names(self, accounts: Iterable[str]) -> dict[str, str]:
        """Return the names of those who hold or held these accounts."""
        from workbench.queries.officials import people

        return self.bench.ask(people, tuple(accounts))

    @property
    def repeats(self) -> tuple[RepeatProposal, ...]:
        """The pairs that wait for a decision."""
        return tuple(one for one in self._pairs if one.verdict is None)

    @property
    def decided(self) -> tuple[RepeatProposal, ...]:
        """The pairs of which something was decided."""
        return tuple(one for one in self._pairs if one.verdict is not None)

    @property
    def pair(self) -> RepeatProposal:
        """The pair that is open; ``NothingHereError`` if there is none."""
        for one in self._pairs:
            if one.link_no == self.shown.pair:
                return one
        raise NothingHereError("重复信访提示")

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """The signals of the last half year."""
        from workbench.queries.signals import handling_signals

        start = self.today - SPAN
        return self.bench.ask(handling_signals, self.viewer, start=start, end=self.today)

    def units(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of the units of today's snapshot."""
        rows = self.bench.snapshot().rows(
            "select code, name from unit_fact where kind <> 'superior' order by code"
        )
        return tuple((code, name) for code, name in rows)

    def at(self, **changes: object) -> Shown:
        """Return where the reader is, changed."""
        return replace(self.shown, **changes)  # type: ignore[arg-type]

    @cached_property
    def _pairs(self) -> tuple[RepeatProposal, ...]:
        """All pairs: comparing the texts is what takes its time, and one look at them serves both lists."""
        from workbench.queries.repeats import waiting_repeats

        home = self.bench.config.home
        return self.bench.ask(waiting_repeats, self.viewer, home, as_of=self.today, is_decided=None)
