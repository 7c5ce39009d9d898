"""Proposals of repeat matters: same person and same matter, with reasons; nothing says who."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.access.gate import NotPermittedError
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.acts.handling import Person
from workbench.acts.repeats import DecideRepeat
from workbench.queries.repeats import linked_later, repeat_proposals
from workbench.records.identity import IdentityKey
from workbench.repeats.places import Place
from workbench.terms import PetitionClass, RepeatRelation, RepeatVerdict, Role, Step

TODAY = date(2026, 3, 31)
ON = date(2026, 1, 5)
VIEWER = Viewer("clerk", "登记", Role.CLERK, OFFICE)
LAMP = "忠防镇渔潭村口的太阳能路灯坏了三个月，晚上老人摔倒两次，要求尽快修理路灯并赔偿医药费。"
LAMP_AGAIN = "渔潭村村口太阳能路灯仍然不亮，老人晚上又摔倒，要求忠防镇尽快修理路灯并赔偿医药费。"
OTHERS = (
    "小区物业长期不清运垃圾，楼道堆满杂物。",
    "自来水每天傍晚停水，影响做饭洗澡。",
    "公交线路取消后学生上学要走五公里。",
    "拖欠农民工工资十二万元，多次讨要无果。",
    "邻居违法搭建遮挡采光，城管一直没有拆除。",
    "养老金调整没有到账，窗口说系统问题。",
    "河道采砂导致农田塌陷，请求补偿青苗费。",
    "医院收费单据与实际用药不符，要求退费。",
)
WANG = Person(name="王小明", phone="13800001111")
LI = Person(name="李四海", phone="13900002222", id_number="11010519491231002X")
ZHAO = Person(name="赵大山", phone="13700003333")


def key(bench):
    return IdentityKey.read(bench.config.home)


def proposals(bench, *, as_of=TODAY, viewer=VIEWER, decided=False):
    return bench.ask(repeat_proposals, viewer, key(bench), as_of=as_of, is_decided=decided)


def matter(case_no, text, *persons, on=ON, **facts):
    return make_register(
        case_no=case_no,
        title="反映问题",
        narrative=text,
        persons=persons,
        on=on,
        people=len(persons),
        **facts,
    )


@pytest.fixture
def among(bench):
    """Eight matters of nobody, so that likeness has something to weigh against."""
    bench.perform(*(matter(f"N{at}", text, Person()) for at, text in enumerate(OTHERS)), actor=CLERK)
    return bench


def test_the_same_person_with_the_same_matter_is_proposed_with_its_reasons(among):
    among.perform(
        matter("A", LAMP, WANG),
        matter("B", LAMP_AGAIN, WANG, ZHAO, on=date(2026, 2, 9)),
        matter("C", LAMP_AGAIN, ZHAO, on=date(2026, 2, 10)),
        matter("D", OTHERS[3] + "工地在长安街道。", WANG, on=date(2026, 2, 11)),
        actor=CLERK,
    )
    found = proposals(among)

    assert {one.link_no for one in found} == {"A~B", "B~C"}
    one = next(one for one in found if one.link_no == "A~B")
    assert one.grounds.days_between == 35
    assert one.grounds.same_place and one.grounds.likeness >= 15
    assert one.places == ("忠防镇",)
    assert any("尽快修理路灯" in one.earlier.text[p.first : p.first + p.length] for p in one.passages)


def test_with_the_list_of_the_office_villages_tell_what_towns_do_not(among):
    village = (Place("渔潭村", "忠防镇", ("渔潭屋场",)), Place("新华村", "忠防镇"))
    among.perform(
        matter("A", LAMP, WANG),
        matter("B", "渔潭屋场的" + LAMP_AGAIN.removeprefix("渔潭村"), WANG, on=date(2026, 2, 9)),
        matter("C", LAMP_AGAIN.replace("渔潭村", "新华村"), WANG, on=date(2026, 2, 10)),
        actor=CLERK,
    )

    def found(places):
        pairs = among.ask(repeat_proposals, VIEWER, key(among), as_of=TODAY, places=places)
        return {one.link_no: (one.places, one.grounds.same_place, one.grounds.likeness) for one in pairs}

    towns, villages = found(()), found(village)
    assert {link: one[0] for link, one in towns.items()} == dict.fromkeys(towns, ("忠防镇",))
    assert villages["A~B"][0] == ("忠防镇渔潭村",)
    for link in ("A~C", "B~C"):  # two villages of one town are no common place
        assert villages.get(link, ((), False, 0))[:2] == ((), False)
        assert villages.get(link, ((), False, 0))[2] <= towns[link][2]


def test_a_decided_pair_tells_what_was_decided_and_why_without_a_name(among):
    among.perform(matter("A", LAMP, WANG), matter("B", LAMP_AGAIN, WANG, on=date(2026, 2, 9)), actor=CLERK)
    (one,) = proposals(among)
    reject = DecideRepeat(
        "A~B", "A", "B", date(2026, 3, 1), RepeatVerdict.REJECTED, one.grounds, "王小明说是两盏灯"
    )
    among.perform(reject, actor=CLERK)
    (decided,) = proposals(among, decided=True)
    assert proposals(among, decided=None) == (decided,)

    assert decided.verdict is RepeatVerdict.REJECTED
    (told,) = decided.decisions
    assert (told.on, told.verdict) == (date(2026, 3, 1), RepeatVerdict.REJECTED)
    assert "两盏灯" in told.why and "王小明" not in told.why
    assert proposals(among, as_of=date(2026, 2, 28))[0].decisions == ()


def test_one_person_of_a_group_or_a_joint_letter_is_enough_and_counts_stay(among):
    among.perform(
        matter("A", LAMP, WANG, LI, ZHAO),
        matter("B", LAMP_AGAIN, Person(name="别名", id_number="11010519491231002X"), on=date(2026, 2, 9)),
        actor=CLERK,
    )
    (one,) = proposals(among)
    before = among.snapshot(TODAY).rows("select case_no, batches, person_times from case_fact order by 1")
    among.perform(
        DecideRepeat("A~B", "A", "B", date(2026, 3, 1), RepeatVerdict.CONFIRMED, one.grounds), actor=CLERK
    )

    assert (one.earlier.people, one.later.people) == (3, 1)
    after = among.snapshot(TODAY).rows("select case_no, batches, person_times from case_fact order by 1")
    assert after == before
    assert proposals(among) == ()
    assert [one.verdict for one in proposals(among, decided=True)] == [RepeatVerdict.CONFIRMED]
    assert among.ask(linked_later, as_of=TODAY) == {"A": ("B",)}
    assert among.ask(linked_later, as_of=date(2026, 2, 28)) == {}
    assert [one.link_no for one in proposals(among, as_of=date(2026, 2, 28))] == ["A~B"]


def test_two_documents_are_two_people_even_with_one_name_and_phone(among):
    other = replace(LI, id_number="34052419800101001X")
    among.perform(matter("A", LAMP, LI), matter("B", LAMP_AGAIN, other), actor=CLERK)

    assert proposals(among) == ()


def test_sent_twice_on_a_day_is_told_from_a_repeat_after_the_reply(among):
    reply = make_take("A", Step.REPLY_DIRECTLY, date(2026, 1, 20), unit=OFFICE)
    among.perform(
        matter("A", LAMP, WANG, petition_class=PetitionClass.SUGGESTION, path=None),
        matter("B", LAMP_AGAIN, WANG),
        matter("C", LAMP_AGAIN, WANG, on=date(2026, 2, 9)),
        make_take("A", Step.HANDLE_DIRECTLY, date(2026, 1, 6), unit=OFFICE),
        reply,
        actor=CLERK,
    )
    found = {one.link_no: one.grounds.relation for one in proposals(among)}

    assert found["A~B"] is RepeatRelation.DUPLICATE
    assert found["A~C"] is RepeatRelation.AFTER_REPLY
    assert found["B~C"] is RepeatRelation.WHILE_HANDLING


def test_an_accusation_shows_no_text_and_only_who_may_decide_sees_proposals(among):
    secret = {"petition_class": PetitionClass.ACCUSATION, "path": None}
    among.perform(
        matter("A", LAMP, WANG, accused_unit=TOWN, **secret),
        matter("B", LAMP_AGAIN, WANG, **secret),
        actor=CLERK,
    )
    (one,) = proposals(among)

    assert (one.earlier.text, one.later.text, one.passages, one.places) == (
        ACCUSATION_NOTICE,
        ACCUSATION_NOTICE,
        (),
        (),
    )
    for role in set(Role) - {Role.SUPERVISOR, Role.CLERK}:
        with pytest.raises(NotPermittedError):
            proposals(among, viewer=Viewer("x", "x", role, OFFICE))
    assert proposals(among, viewer=Viewer("x", "x", Role.CLERK, TOWN)) == ()


def test_no_proposal_says_who_it_was(among):
    told = f"我叫王小明，电话13800001111。{LAMP}"
    among.perform(matter("A", told, WANG), matter("B", told, WANG, on=date(2026, 2, 9)), actor=CLERK)
    (one,) = proposals(among)

    assert "王小明" not in str(one) and "13800001111" not in str(one)
    assert not {"name", "phone", "id_hash", "person"} & {field.name for field in fields(one)}


NAMES = ("王小明", "李四海", "赵大山", "钱多多", "孙正义")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(NAMES), owners=st.lists(st.integers(0, 4), min_size=5, max_size=5))
def test_exchanging_names_without_changing_who_is_the_same_changes_nothing(among, reopen, order, owners):
    texts = (LAMP, LAMP_AGAIN, OTHERS[0] + "请求处理。", OTHERS[0] + "再次请求处理。", LAMP)

    def found(names):
        with among.transaction() as session:
            from workbench.acts.desk import Desk

            desk = Desk(session, actor=CLERK, identity_key=key(among))
            for at, (owner, text) in enumerate(zip(owners, texts, strict=True)):
                person = Person(name=names[owner], phone=f"1380000000{owner}")
                desk.perform(matter(f"P{at}", text, person, on=ON + timedelta(at)))
            desk.flush()
            answer = repeat_proposals(session.connection(), VIEWER, key(among), as_of=TODAY)
            session.rollback()
        return answer

    assert found(NAMES) == found(tuple(order))
