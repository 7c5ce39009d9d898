"""Any sequence of acts on an ownership: one owner every day, nothing met without evidence, nothing healed.

Short by default; ``WORKBENCH_LONG_STEPS=100000`` lets it take that many steps.
"""

import os
from dataclasses import replace
from datetime import timedelta
from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.law.ownerships import ASSIGNED, BUREAU, PAPER, TOWN, check, leader, member, owned, plan, promise
from workbench.law.commitments import commitments
from workbench.law.evidence import EvidenceError, check_evidence
from workbench.law.five_ones import five_ones
from workbench.law.ownership_parts import OwnershipError, is_extended
from workbench.law.ownership_past import as_it_was
from workbench.law.ownership_turns import check_next, owners_on, withdrawn
from workbench.terms import OwnershipResult, ProgressKind, TeamRole

LONG = int(os.environ.get("WORKBENCH_LONG_STEPS", "0"))
STEPS = 50
ACCOUNTS = st.sampled_from(["leader", "other", "clerk", "supervisor"])
UNITS = st.sampled_from([TOWN, BUREAU, "430682XF"])
SOME_DAYS = st.sampled_from([0, 0, 0, 1, 2, 10, 30, -1, -20])
AHEAD = st.sampled_from([5, 15, 30, 60])
PAPERS = st.tuples(
    st.sampled_from(["收据", " ", None]), SOME_DAYS, st.sampled_from(["a" * 64, "b" * 64, "no hash", None])
)


class Acts(RuleBasedStateMachine):
    """The ownerships of one matter, the last of which anybody may try anything on."""

    @initialize(team=st.booleans())
    def begin(self, team):
        self.before = []
        self.it = owned((member(),) if team else ())
        self.today = ASSIGNED
        self.broken = set()

    def on(self, days):
        return self.today + timedelta(days)

    def attempt(self, act):
        try:
            self.it = act()
        except (OwnershipError, EvidenceError) as error:
            assert any("\u4e00" <= sign for sign in str(error))

    @rule(days=st.integers(1, 20))
    def time_passes(self, days):
        self.today += timedelta(days)

    @rule(days=SOME_DAYS, account=ACCOUNTS, signed=SOME_DAYS, left=st.sampled_from(["余款", ""]))
    def replace_leader(self, days, account, signed, left):
        on = self.on(days)
        self.attempt(lambda: self.it.handed_over(leader(on, "新任", account), left, on, self.on(signed)))

    @rule(days=SOME_DAYS, unit=UNITS, other=UNITS, person=st.sampled_from(["张", None]))
    def change_team(self, days, unit, other, person):
        team = (member(unit, person=person), member(other, TeamRole.SUPPORT))
        self.attempt(lambda: self.it.with_team(team, self.on(days)))

    @rule(
        days=SOME_DAYS,
        author=ACCOUNTS,
        why=st.sampled_from(["资金晚到", None]),
        promises=st.lists(st.tuples(st.integers(0, 4), SOME_DAYS), max_size=4),
    )
    def draft(self, days, author, why, promises):
        milestones = [promise(key, self.on(due)) for key, due in promises]
        self.attempt(lambda: self.it.drafted(plan(self.on(days), author, why), milestones))

    @rule(days=SOME_DAYS, by=ACCOUNTS)
    def sign_some_day(self, days, by):
        self.sign(days, by)

    def sign(self, days, by):
        draft, before = self.it.draft, len(self.it.signed)
        earlier, kept = self.it.milestones_of(before), self.it.kept
        self.attempt(lambda: self.it.signed_off(by, "签字人", self.on(days)))
        if len(self.it.signed) > before > 0:
            assert draft.author != by and draft.why
            owning = {one.account for one in self.it.leaders_on(self.on(days))}
            assert by not in owning or not is_extended(earlier, self.it.milestones_of(before + 1), kept)

    @rule(days=SOME_DAYS, key=st.integers(0, 5), paper=PAPERS)
    def meet(self, days, key, paper):
        title, dated, digest = paper
        on = self.on(days)
        self.attempt(lambda: self.it.met(key, on, check_evidence(title, self.on(dated), digest, on)))

    @rule(days=SOME_DAYS, sort=st.sampled_from(list(ProgressKind)))
    def note(self, days, sort):
        before = commitments(self.it, self.today)
        self.attempt(lambda: self.it.noted(sort, self.on(days), "调度"))
        assert commitments(self.it, self.today) == before

    @rule(days=SOME_DAYS, paper=PAPERS)
    def claim(self, days, paper):
        title, dated, digest = paper
        on = self.on(days)
        self.attempt(
            lambda: self.it.claimed(
                OwnershipResult.RESOLVED, on, "已付清", check_evidence(title, self.on(dated), digest, on)
            )
        )

    @rule(days=SOME_DAYS, account=ACCOUNTS, unit=UNITS, confirmed=st.booleans())
    def look_back(self, days, account, unit, confirmed):
        found = check(self.on(days), confirmed=confirmed, account=account, unit=unit)
        self.attempt(lambda: self.it.checked(found))

    @rule(days=SOME_DAYS, why=st.sampled_from(["交办错了事项", " "]))
    def withdraw(self, days, why):
        self.attempt(lambda: withdrawn(self.it, self.on(days), why))
        assert not (self.it.withdrawals and self.it.signed)

    @rule(days=SOME_DAYS)
    def assign_again(self, days):
        def again():
            check_next(self.it, self.on(days))
            new = owned(assigned_on=self.on(days), leaders=(leader(self.on(days)),))
            self.before.append(self.it)
            return new

        self.attempt(again)

    @rule(promises=st.dictionaries(st.integers(1, 4), AHEAD, min_size=1, max_size=3), by=ACCOUNTS)
    def agree_on_a_plan(self, promises, by):
        milestones = [promise(key, self.on(due)) for key, due in promises.items()]
        self.attempt(lambda: self.it.drafted(plan(self.today, "clerk", "情况有变"), milestones))
        self.sign(days=0, by=by)

    @rule(most=st.integers(1, 3))
    def keep_promises(self, most):
        for one in [one for one in commitments(self.it, self.today) if one.kept is None][:most]:
            self.attempt(partial(self.it.met, one.key, self.today, replace(PAPER, dated_on=self.today)))

    @rule(confirmed=st.booleans())
    def report_and_look_back(self, confirmed):
        for one in [one for one in commitments(self.it, self.today) if one.kept is None]:
            self.attempt(partial(self.it.met, one.key, self.today, PAPER))
        self.attempt(lambda: self.it.claimed(OwnershipResult.AIDED, self.today, "已救助", PAPER))
        self.today += timedelta(3)
        self.attempt(lambda: self.it.checked(check(self.today, confirmed=confirmed)))

    @invariant()
    def there_is_one_owner_on_every_day(self):
        turns = [*self.before, self.it]
        for one in turns[-2:]:
            over = {one.ended_on or self.today, one.withdrawn_on or self.today}
            bounds = {one.assigned_on, self.today, *over, *(leader.since for leader in one.leaders)}
            for day in {day + timedelta(step) for day in bounds for step in (-1, 0, 1)}:
                assert len(owners_on(turns, day)) == any(owes(turn, day) for turn in turns)

    @invariant()
    def nothing_is_met_without_evidence_or_promise(self):
        for kept in (*self.it.kept, *self.it.claims):
            assert len(kept.sha256) == 64 and kept.title.strip() and kept.dated_on <= kept.on
        for kept in self.it.kept:
            assert any(
                one.key == kept.key and self.it.signed[one.plan - 1].signed_on <= kept.on
                for one in self.it.milestones
                if one.plan <= len(self.it.signed)
            )
        assert len({kept.key for kept in self.it.kept}) == len(self.it.kept)

    @invariant()
    def it_ends_only_by_a_confirmed_check_of_somebody_else(self):
        confirmed = [one for one in self.it.checks if one.is_confirmed]
        assert (self.it.ended_on is not None) == bool(confirmed) and len(confirmed) <= 1
        assert len(self.it.claims) - len(self.it.checks) in (0, 1)
        for one, claim in zip(self.it.checks, self.it.claims, strict=False):
            assert one.on > claim.on

    @invariant()
    def what_is_signed_stands_in_order(self):
        signed = self.it.signed
        assert self.it.plans[: len(signed)] == signed and len(self.it.plans) - len(signed) in (0, 1)
        assert all(plan.why for plan in signed[1:])
        assert [one.signed_on for one in signed] == sorted(one.signed_on for one in signed)

    @invariant()
    def any_day_can_be_asked(self):
        then = as_it_was(self.it, max(self.today, self.it.assigned_on))
        assert then is not None and len(five_ones(then, self.today)) == 5
        for one in commitments(then, self.today):
            assert not (one.is_late and one.is_ahead)
            assert all(day < self.today for day in one.broken_on)


def owes(one, day):
    """Whether an ownership owes an owner on a day: from its assignment to its end, both included."""
    before_end = one.ended_on is None or day <= one.ended_on
    return one.assigned_on <= day and before_end and (one.withdrawn_on is None or day < one.withdrawn_on)


Acts.TestCase.settings = settings(
    max_examples=LONG // STEPS if LONG else 60,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnySequenceOfActs = Acts.TestCase
