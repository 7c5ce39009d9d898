"""The acts of the demo county: the same every time, lawful, and of every kind the law knows."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from tests.architecture.test_charter import LABELS
from tests.demo.conftest import in_matters
from workbench.acts.handling import Register, RegisterRepeat, Take
from workbench.china_time import CHINA
from workbench.demo.county import recorded_acts
from workbench.demo.places import DISCIPLINE, OFFICE
from workbench.demo.plan import GROUP, LAST_DAY, years_of
from workbench.law.facts import CaseFile
from workbench.law.lifecycle import advance, standings
from workbench.terms import (
    CaseState,
    Channel,
    DocumentKind,
    Outcome,
    PetitionClass,
    Procedure,
    Satisfaction,
    StatutoryChannel,
    Step,
)

FINGERPRINT = """
import hashlib, json
from workbench.demo.county import recorded_acts
digest = hashlib.sha256()
for each in recorded_acts(60):
    persons = [person.id_number for person in getattr(each.act, "persons", ())]
    told = [str(each.now), each.actor.id, each.act.object, each.act.public(), persons]
    digest.update(json.dumps(told).encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def files(whole_county):
    """The file of every matter, each step checked by the law as it is taken."""
    found, states = {}, {}
    for each in whole_county:
        number, step = each.act.object, each.act.step
        file = found.get(number, CaseFile(number))
        states[number] = advance(states.get(number), file, step)
        found[number] = file.with_step(step)
    return found


def _kinds(file):
    return [step.kind for step in file.steps]


def _words(act):
    texts = [document.text or "" for document in act.documents]
    if isinstance(act, Take):
        return "".join([*texts, act.note or ""])
    return "".join([act.narrative, act.title or "", *texts])


def test_two_runs_give_the_same_acts(small_county):
    assert list(recorded_acts(400)) == small_county


def test_the_order_of_hashes_changes_nothing():
    printed = {
        subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(printed) == 1


def test_another_seed_gives_another_county(small_county):
    assert [each.act for each in recorded_acts(400, seed=1)] != [each.act for each in small_county]


def test_the_registered_petitions_are_exactly_those_of_the_plan(whole_county):
    for year in years_of():
        steps = [
            each.act.step
            for each in whole_county
            if isinstance(each.act, Register | RegisterRepeat) and year.start <= each.act.step.on <= year.end
        ]
        visits = [step for step in steps if step.channel is Channel.VISIT]

        assert len(steps) == year.batches
        assert sum(step.people for step in steps) == year.person_times
        assert len(visits) == year.visit_batches
        assert sum(step.people for step in visits) == year.visit_person_times
        assert sum(step.kind is Step.REPEAT for step in steps) == year.repeats


def test_the_law_allows_every_step(files):
    assert len(files) == sum(year.matters for year in years_of())


@pytest.mark.parametrize(("matters", "seed"), [(20, 1), (60, 3), (700, 5), (1500, 6)])
def test_the_law_allows_every_step_of_other_counties_too(matters, seed):
    files, states = {}, {}
    for each in in_matters(list(recorded_acts(matters, seed))):
        number, step = each.act.object, each.act.step
        file = files.get(number, CaseFile(number))
        states[number] = advance(states.get(number), file, step)
        files[number] = file.with_step(step)

    assert len(files) == matters


def test_acts_are_recorded_in_the_order_of_time_until_the_last_day(every_act):
    moments = [each.now for each in every_act]

    assert moments == sorted(moments)
    assert moments[-1].astimezone(CHINA).date() == LAST_DAY


def test_nothing_is_recorded_before_it_happened(whole_county, every_act):
    assert all(each.act.step.on <= each.now.astimezone(CHINA).date() for each in whole_county)
    told = [each for each in every_act if hasattr(each.act, "on")]
    assert len(told) > 4_000
    assert all(each.act.on <= each.now.astimezone(CHINA).date() for each in told)


def test_some_facts_are_recorded_days_after_they_happened(whole_county):
    late = [each for each in whole_county if each.now.astimezone(CHINA).date() > each.act.step.on]

    assert 0.03 < len(late) / len(whole_county) < 0.2


def test_every_step_of_the_law_is_taken(files):
    taken = Counter(kind for file in files.values() for kind in _kinds(file))

    assert set(taken) == set(Step)
    assert min(taken.values()) >= 10


def test_matters_stand_in_nearly_every_state_on_the_last_day(files):
    states = Counter(standings(file)[-1].state for file in files.values())

    # Declined and objected matters move on within days; whether one stands there on a given day is chance.
    assert set(CaseState) - set(states) <= {CaseState.DECLINED, CaseState.OBJECTED}
    assert 0.02 < 1 - states[CaseState.CONCLUDED] / len(files) < 0.08


def test_classes_paths_procedures_outcomes_and_ratings_all_occur(files):
    steps = [step for file in files.values() for step in file.steps]

    assert {step.petition_class for step in steps} >= set(PetitionClass)
    assert {step.path for step in steps} >= set(StatutoryChannel)
    assert {step.procedure for step in steps} >= set(Procedure)
    assert {step.outcome for step in steps} >= set(Outcome)
    assert {step.satisfaction for step in steps} >= set(Satisfaction)


def test_extensions_are_void_where_nobody_approved_or_nobody_was_told(files):
    extended = [file for file in files.values() if Step.EXTEND in _kinds(file)]

    unapproved = [file for file in extended if not file.first(Step.EXTEND).approved_by_head]
    untold = [file for file in extended if Step.TELL_EXTENSION not in _kinds(file)]

    assert unapproved
    assert untold
    assert len(extended) > len(unapproved) + len(untold)


def test_some_matters_get_a_late_notice_and_some_none(files):
    decided = [file for file in files.values() if Step.ISSUE_OPINION in _kinds(file)]

    late = [
        file
        for file in decided
        if (notice := file.first(Step.ACCEPT))
        and notice.on > file.last(Step.TRANSFER, Step.ASSIGN, Step.HANDLE_DIRECTLY).on + timedelta(days=17)
    ]

    assert late
    assert [file for file in decided if Step.ACCEPT not in _kinds(file)]


def test_some_supported_requests_are_not_carried_out(files):
    waiting = [
        file
        for file in files.values()
        if standings(file)[-1].state is CaseState.EXECUTING
        and (opinion := file.last(Step.ISSUE_OPINION))
        and opinion.due_on is not None
        and opinion.due_on < LAST_DAY
    ]

    assert waiting


def test_the_result_of_an_assignment_is_told_except_now_and_then_of_a_recent_one(files):
    assigned = [
        file for file in files.values() if Step.ASSIGN in _kinds(file) and Step.CONCLUDE in _kinds(file)
    ]
    untold = [
        file
        for file in assigned
        if Step.REPORT_BACK not in _kinds(file) and file.last(Step.ASSIGN).due_on < LAST_DAY
    ]
    told_late = [
        file
        for file in assigned
        if (told := file.last(Step.REPORT_BACK)) and told.on > file.last(Step.ASSIGN).due_on
    ]

    assert 1 <= len(untold) <= 12
    assert all(LAST_DAY - file.last(Step.ASSIGN).due_on < timedelta(days=365) for file in untold)
    assert 0.02 < len(told_late) / len(assigned) < 0.2


def test_nothing_is_left_undone_for_years(files):
    unfinished = [file for file in files.values() if standings(file)[-1].state not in CaseState.answered()]

    assert unfinished
    assert all(LAST_DAY - file.steps[-1].on < timedelta(days=730) for file in unfinished)


def test_a_simple_matter_may_become_an_ordinary_one(files):
    simple = [file for file in files.values() if file.steps[0].procedure is Procedure.SIMPLE]

    assert [file for file in simple if Step.CONVERT_TO_ORDINARY in _kinds(file)]
    assert [file for file in simple if Step.CONVERT_TO_ORDINARY not in _kinds(file)]


def test_many_come_together_by_visit_and_by_letter(files):
    first = [file.steps[0] for file in files.values()]

    assert [step for step in first if step.channel is Channel.VISIT and step.people >= GROUP]
    assert [step for step in first if step.channel is Channel.LETTER and step.people >= GROUP]


def test_most_petitioners_say_nothing_about_how_they_were_served(files):
    concluded = [file for file in files.values() if Step.CONCLUDE in _kinds(file)]
    rated = [file for file in concluded if Step.RATE in _kinds(file)]

    assert 0.2 < len(rated) / len(concluded) < 0.6


def test_the_same_matter_is_raised_again_by_one_of_the_same_people(whole_county):
    known = defaultdict(set)
    for each in whole_county:
        if isinstance(each.act, Register):
            known[each.act.object] = {person.name for person in each.act.persons}
        elif isinstance(each.act, RegisterRepeat):
            assert known[each.act.object] & {person.name for person in each.act.persons}


def test_a_finalised_matter_raised_again_is_told_that_it_is_not_taken_up(files):
    told = [file for file in files.values() if Step.DECLINE_FURTHER in _kinds(file)]

    assert told
    assert all(Step.DECIDE_FINAL_REVIEW in _kinds(file) and Step.REPEAT in _kinds(file) for file in told)


def test_only_what_a_unit_received_itself_is_declined(files):
    """What was sent to it binds it unless it objected in time, or the matter is in hand elsewhere."""
    declined = [_kinds(file) for file in files.values() if Step.DECLINE in _kinds(file)]

    assert declined
    assert not any({Step.TRANSFER, Step.ASSIGN} & set(kinds) for kinds in declined)


def test_an_accusation_reaches_only_the_authority_over_cadres(whole_county):
    accusations = {
        each.act.object: each.act
        for each in whole_county
        if isinstance(each.act, Register) and each.act.accused_unit
    }
    reached = defaultdict(set)
    for each in whole_county:
        if each.act.object in accusations:
            reached[each.act.object] |= {each.act.step.unit, each.act.step.to_unit} - {None}

    assert len(accusations) >= 100
    assert all(units <= {OFFICE, DISCIPLINE} for units in reached.values())
    assert all(act.accused_unit not in reached[number] for number, act in accusations.items())


def test_opinions_have_the_four_elements_and_the_remedy(whole_county):
    opinions = [
        document.text
        for each in whole_county
        for document in each.act.documents
        if document.kind is DocumentKind.OPINION
    ]

    assert len(opinions) > 4_000
    for text in opinions:
        for element in (
            "一、投诉请求：",
            "二、事实和理由：",
            "三、处理意见：",
            "四、法律法规依据：",
            "30日内",
        ):
            assert element in text


def test_documents_cite_the_regulation_in_force_on_their_day(whole_county):
    for each in whole_county:
        if each.act.step.on.isoformat() < "2022-05-01":
            assert "《信访工作条例》" not in "".join(document.text or "" for document in each.act.documents)


def test_petitions_differ_from_each_other(whole_county):
    told = [each.act.narrative for each in whole_county if isinstance(each.act, Register)]

    assert len(set(told)) / len(told) > 0.97
    assert all(20 < len(text) < 400 for text in told)


def test_no_text_labels_a_person_or_leaves_a_gap(whole_county):
    for each in whole_county:
        words = _words(each.act)
        assert not re.search(r"[{}|]|None", words)
        assert not [label for label in LABELS if label in words]


def test_documents_are_numbered_without_gaps_by_unit_and_year(small_county):
    numbers = defaultdict(list)
    for each in in_matters(small_county):
        number = each.act.step.document_no
        if number is not None:
            head, _, serial = number.removesuffix("号").partition("〕")
            numbers[head].append(int(serial))

    assert all(serials == list(range(1, len(serials) + 1)) for serials in numbers.values())


def test_the_acts_can_be_read_back_from_the_ledger_form(small_county):
    digest = hashlib.sha256()
    for each in small_county:
        if any(person.id_number for person in getattr(each.act, "persons", ())):
            continue  # identity numbers are sealed before the ledger sees them
        public, private = each.act.public(), each.act.private()
        assert type(each.act).from_entry(each.act.object, json.loads(json.dumps(public)), private) == each.act
        digest.update(repr(public).encode())

    assert digest.digest()
