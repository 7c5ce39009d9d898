"""Personal values deleted or restricted: gone from every file, and the ledger still verifies."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.access.actor import Actor
from workbench.acts.amending import Correct, NameAccused
from workbench.acts.base import read_act
from workbench.acts.erasing import (
    DeclineErasure,
    EraseValues,
    RequestErasure,
    RestrictValues,
    values_to_erase,
)
from workbench.acts.exporting import ledger_lines
from workbench.acts.handling import Person
from workbench.acts.hidden import PLACE
from workbench.acts.past import records_at
from workbench.law.erasure import ErasedValue, Erasure, ErasureError
from workbench.terms import ErasureBasis, ErasureState, PetitionClass, RetentionGround, Role, Step, ValueForm

AUDITOR = Actor("auditor", Role.AUDITOR, OFFICE)
ON = date(2026, 3, 31)
NAME, PHONE, TALE = "王小二甲乙丙", "13800001111", "邻居的羊吃了我家的稻子甲乙丙"
BASIS = ErasureBasis.CONSENT_WITHDRAWN


@pytest.fixture
def told(either_bench):
    """A matter with a person, an identity number, a story and a note; and another that stays."""
    person = Person(name=NAME, phone=PHONE, id_number="11010519491231002X", address="忠防镇甲乙丙村")
    either_bench.perform(
        make_register(case_no="A", persons=(person,), narrative=TALE),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN, note="转交甲乙丙"),
        make_register(case_no="B", persons=(Person(name="李留下"),)),
        actor=CLERK,
    )
    return either_bench


def private_places(bench, case_no="A"):
    with bench.reading() as session:
        asked = (
            "SELECT p.seq, p.field FROM ledger_payload p JOIN ledger_entry e ON e.seq = p.seq "
            "WHERE e.object = :no AND p.field <> 'accused_unit' ORDER BY p.seq, p.field"
        )
        return [tuple(row) for row in session.execute(text(asked), {"no": case_no})]


def request(bench, places=None, number="S-1"):
    with bench.reading() as session:
        values = values_to_erase(session.connection(), places or private_places(bench))
    bench.perform(RequestErasure(number, values, BASIS, ON, "本人撤回同意"), actor=CLERK)
    return values


def contents(bench):
    found = {}
    with bench.reading() as session:
        for table in ("petitioner", "petition_text", "step_note"):
            found[table] = [
                tuple(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))
            ]
    return str(found)


def test_deleted_values_are_gone_and_the_ledger_verifies(told):
    root_before = told.anchors.checkpoint().checkpoint
    values = request(told)
    assert NAME in contents(told)

    told.perform(EraseValues("S-1", values, BASIS, ON), actor=AUDITOR)

    left = contents(told)
    assert NAME not in left and PHONE not in left and "甲乙丙" not in left
    assert PLACE[ErasureState.ERASED] in left and "李留下" in left
    assert private_places(told) == []
    found = told.verify_ledger()
    assert found.is_sound, found.differences
    assert told.anchors.code_at(root_before.size) == root_before.code


def test_the_bytes_are_in_no_file_and_in_no_copy(file_bench, tmp_path):
    person = Person(name=NAME, phone=PHONE)
    title = "丁戊己家的羊"
    file_bench.perform(
        make_register(case_no="A", persons=(person,), title=title, narrative=TALE), actor=CLERK
    )
    file_bench.snapshot()
    file_bench.shelf.create(ON)
    marks = [mark.encode() for mark in (NAME, PHONE, TALE, TALE[:8], title)]
    assert any(mark in content for content in files(file_bench) for mark in marks)

    file_bench.perform(EraseValues("S-1", request(file_bench), BASIS, ON), actor=AUDITOR)
    file_bench.snapshot()

    with file_bench.reading() as session:
        lines = "".join(ledger_lines(session.connection(), with_values=True)).encode()
        with records_at(session.connection(), file_bench.ledger_size(), tmp_path / "past.sqlite") as past:
            assert past.execute(text("SELECT count(*) FROM petitioner")).scalar() == 1
    copy = tmp_path / "copy.sqlite"
    with (
        closing(sqlite3.connect(file_bench.config.home / "workbench.sqlite")) as one,
        closing(sqlite3.connect(copy)) as other,
    ):
        one.backup(other)
    everything = [*files(file_bench), lines, copy.read_bytes(), (tmp_path / "past.sqlite").read_bytes()]
    assert [mark for mark in marks for content in everything if mark in content] == []
    assert file_bench.verify_ledger().is_sound


def files(bench):
    return [path.read_bytes() for path in bench.config.home.rglob("*") if path.is_file()]


def test_restricted_values_are_shown_nowhere_but_kept(told):
    values = request(told)
    told.perform(RestrictValues("S-1", RetentionGround.PERIOD, ON, date(2026, 4, 30)), actor=AUDITOR)

    assert "甲乙丙" not in contents(told) and PLACE[ErasureState.RESTRICTED] in contents(told)
    assert len(private_places(told)) == len(values)
    assert told.verify_ledger().is_sound
    with pytest.raises(ErasureError, match="届满后才能删除"):
        told.perform(EraseValues("S-1", values, BASIS, ON), actor=AUDITOR)

    told.perform(EraseValues("S-1", values, BASIS, date(2026, 5, 1)), actor=AUDITOR)
    assert private_places(told) == []
    assert told.verify_ledger().is_sound


def test_a_declined_request_shows_restricted_values_again(told):
    before = contents(told)
    request(told)
    told.perform(RestrictValues("S-1", RetentionGround.TECHNICAL, ON), actor=AUDITOR)
    assert contents(told) != before

    told.perform(DeclineErasure("S-1", ON, "仍在办理"), actor=AUDITOR)

    assert contents(told) == before
    assert told.verify_ledger().is_sound


def test_whoever_asked_cannot_decide(told):
    values = request(told)
    for act in (
        EraseValues("S-1", values, BASIS, ON),
        RestrictValues("S-1", RetentionGround.TECHNICAL, ON),
        DeclineErasure("S-1", ON, "x"),
    ):
        with pytest.raises(ErasureError, match="申请人不能批准自己的申请"):
            told.perform(act, actor=CLERK)
    assert NAME in contents(told)
    assert told.verify_ledger().is_sound


def test_other_values_or_another_ground_than_asked_for_are_refused(told):
    values = request(told)
    for act in (
        EraseValues("S-1", values[:1], BASIS, ON),
        EraseValues("S-1", values, ErasureBasis.OTHER_LAW, ON),
        EraseValues("S-2", values, BASIS, ON),
    ):
        with pytest.raises(ValueError):
            told.perform(act, actor=AUDITOR)


def test_without_an_act_nothing_can_be_deleted_and_a_deletion_by_force_is_found(told):
    request(told)
    with pytest.raises(DBAPIError, match="只能追加"), told.engine.begin() as connection:
        connection.execute(text("DELETE FROM ledger_payload WHERE field = 'narrative'"))
    from tests.tampering import tampered

    found = tampered(told, "DELETE FROM ledger_payload WHERE field = 'narrative'")
    assert any("没有抹除记录" in one.message for one in found.differences)


def test_a_value_put_back_after_its_deletion_is_found(told):
    values = request(told)
    told.perform(EraseValues("S-1", values, BASIS, ON), actor=AUDITOR)
    from tests.tampering import tampered

    back = "INSERT INTO ledger_payload (seq, field, salt, value) VALUES (:seq, :field, :salt, 'x')"
    found = tampered(told, back, seq=values[0].entry, field=values[0].field, salt=b"0" * 16)
    assert any("却还在" in one.message for one in found.differences)


def test_an_alteration_is_not_swept_away_with_a_deletion(told):
    values = request(told)
    with told.engine.begin() as connection:
        connection.execute(
            text("UPDATE petition_text SET narrative = '改过' WHERE narrative <> :tale"), {"tale": TALE}
        )
    with pytest.raises(ErasureError, match="先运行 workbench ledger verify"):
        told.perform(EraseValues("S-1", values, BASIS, ON), actor=AUDITOR)
    assert NAME in contents(told)


def test_a_value_that_the_records_stand_on_is_refused(told):
    told.perform(Correct("A", 1, "people", "2", "补录"), actor=CLERK)
    values = request(told, [(told.ledger_size(), "value")])
    with pytest.raises(ErasureError, match="赖以成立"):
        told.perform(EraseValues("S-1", values, BASIS, ON), actor=AUDITOR)
    assert told.verify_ledger().is_sound


def test_whom_an_accusation_is_about_is_not_deleted_and_keeps_him_away(told):
    """Without the account, or the unit, the matter would be open to the one whom it accuses."""
    told.perform(
        make_register(case_no="C", petition_class=PetitionClass.ACCUSATION, path=None),
        NameAccused("C", OTHER_TOWN, "zhang.san"),
        make_register(case_no="D", narrative="聂市镇的干部收受好处费"),
        actor=CLERK,
    )
    places = [*private_places(told, "C"), (told.ledger_size() - 2, "accused_unit")]
    places += [one for one in private_places(told, "D") if one[0] == told.ledger_size()]
    for place in places:
        if place[1] in ("accused_account", "accused_unit", "units"):
            with pytest.raises(ErasureError, match="第三十条"):
                request(told, [place])
            with pytest.raises(ErasureError, match="第三十条"):
                values = (ErasedValue(*place, ValueForm.TEXT),)
                told.perform(RequestErasure("S-2", values, BASIS, ON, "x"), actor=CLERK)
    assert {field for _, field in places} >= {"accused_account", "accused_unit", "units"}


def test_work_goes_on_after_a_deletion_at_the_same_desk(told):
    values = request(told)
    take = make_take("A", Step.ACCEPT, date(2026, 1, 12), unit=TOWN)
    told.perform(EraseValues("S-1", values, BASIS, ON), take, actor=AUDITOR)
    assert told.verify_ledger().is_sound


def test_an_unknown_value_is_refused(told):
    with told.reading() as session, pytest.raises(ErasureError, match="没有附值"):
        values_to_erase(session.connection(), [(1, "name")])


def test_a_name_that_stands_in_a_text_is_deleted_with_it_or_not_at_all(bench):
    """A text is masked by the names that are known: without the name it would be shown to everybody."""
    person = Person(name="王小二", phone=PHONE)
    told = {"title": "王小二反映路灯", "narrative": "本人王小二，路灯坏了"}
    bench.perform(make_register(case_no="A", persons=(person,), **told), actor=CLERK)
    seq = bench.ledger_size()
    with pytest.raises(ErasureError, match=f"第{seq}条的反映内容、台账第{seq}条的标题里.*先更正"):
        request(bench, [(seq, "person.1.name")])
    bench.perform(Correct("A", 1, "title", "反映路灯", "隐去姓名"), actor=CLERK)
    bench.perform(Correct("A", 1, "narrative", "路灯坏了", "隐去姓名"), actor=CLERK)

    values = request(bench, [(seq, "person.1.name"), (seq, "title"), (seq, "narrative")])
    bench.perform(EraseValues("S-1", values, BASIS, ON), actor=AUDITOR)

    asked = "select title, body from case_fact join case_text using (case_id)"
    assert bench.snapshot().rows(asked) == [("反映路灯", "反映路灯\n路灯坏了")]
    assert bench.verify_ledger().is_sound


def test_a_corrected_name_is_looked_for_too(bench):
    told = {"title": "王小二反映路灯", "persons": (Person(name="王二小"),)}
    bench.perform(make_register(case_no="A", **told), actor=CLERK)
    bench.perform(Correct("A", 1, "name", "王小二", "姓名录错", person=1), actor=CLERK)

    with pytest.raises(ErasureError, match="标题里"):
        request(bench, [(bench.ledger_size(), "value")])


def test_a_name_that_is_still_known_by_another_visit_may_go(bench):
    person = Person(name="王小二")
    bench.perform(
        make_register(case_no="A", persons=(person, person), title="王小二反映路灯"),
        make_register(
            case_no="B", narrative="王小二是邻居"
        ),  # is about another matter, and masked by no name
        actor=CLERK,
    )

    assert len(request(bench, [(bench.ledger_size() - 1, "person.2.name")])) == 1


VALUE = ErasedValue(3, "narrative", ValueForm.TEXT)


@pytest.mark.parametrize(
    "act",
    [
        RequestErasure("S-1", (VALUE,), BASIS, ON, "撤回"),
        RestrictValues("S-1", RetentionGround.PERIOD, ON, date(2027, 1, 1)),
        EraseValues("S-1", (VALUE,), BASIS, ON),
        DeclineErasure("S-1", ON, "办理中"),
    ],
)
def test_the_acts_read_back(act):
    assert read_act(act.kind, act.object, act.public(), act.private()) == act


steps = st.lists(
    st.tuples(
        st.sampled_from(["restrict", "erase", "decline"]),
        st.sampled_from(["clerk", "auditor"]),
        st.integers(-2, 40),
    ),
    max_size=8,
)


@given(steps)
def test_however_it_goes_two_people_and_the_period_are_kept(steps):
    one = Erasure(9, "S-1", BASIS, ON, "clerk", values=(VALUE,))
    for what, by, days in steps:
        on = ON + timedelta(days)
        try:
            if what == "restrict":
                one = one.restricted(by, on, RetentionGround.PERIOD, on + timedelta(10))
            else:
                one = one.erased(by, on) if what == "erase" else one.declined(by, on)
        except ErasureError:
            continue
    assert one.erased_by != "clerk" and one.declined_by != "clerk" and one.restricted_by != "clerk"
    assert one.erased_on is None or one.declined_on is None
    if one.erased_on is not None and one.until is not None:
        assert one.erased_on > one.until
