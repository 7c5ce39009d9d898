"""Filters with a name: one's own, shared within the unit, never about a person."""

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register
from workbench.acts.handling import Person
from workbench.intake.firewall import shipped_firewall
from workbench.queries.saved_views import (
    MOST_VIEWS,
    Owner,
    SavedViewError,
    delete_view,
    keep_view,
    rename_view,
    saved_views,
    share_view,
)

ME = Owner("zhang", OFFICE)
COLLEAGUE = Owner("li", OFFICE)
STRANGER = Owner("wang", TOWN)
refused = shipped_firewall().term_in_tag


@pytest.fixture
def bench(either_bench):
    person = Person(name="周大山", phone="13700001111")
    either_bench.perform(
        make_register(
            on=date(2026, 3, 2),
            title="村道塌方",
            persons=(person,),
            narrative="周大山反映村道塌方，电话13700001111。",
        ),
        actor=CLERK,
    )
    return either_bench


@pytest.fixture
def keep(bench):
    snapshot = bench.snapshot()

    def kept(name, query="late=1", *, owner=ME, is_shared=False):
        with bench.transaction() as session:
            return keep_view(
                session,
                snapshot,
                owner,
                screen="case_review",
                name=name,
                query=query,
                is_shared=is_shared,
                now=bench.now(),
                refused_term=refused,
            )

    return kept


def names(bench, owner):
    with bench.reading() as session:
        return [view.name for view in saved_views(session, owner, "case_review")]


def test_a_view_is_its_owners_until_it_is_shared_within_the_unit(bench, keep):
    view = keep("超期的")

    assert (names(bench, ME), names(bench, COLLEAGUE)) == (["超期的"], [])

    with bench.transaction() as session:
        share_view(session, ME, view, True)
    assert (names(bench, COLLEAGUE), names(bench, STRANGER)) == (["超期的"], [])
    with bench.reading() as session:
        (seen,) = saved_views(session, COLLEAGUE, "case_review")
    assert (seen.query, seen.is_own, seen.owner) == ("late=1", False, "zhang")

    with bench.transaction() as session:
        share_view(session, ME, view, False)
    assert names(bench, COLLEAGUE) == []


def test_only_the_owner_changes_a_view(bench, keep):
    view = keep("超期的", is_shared=True)

    for change in (
        lambda session: rename_view(session, COLLEAGUE, view, "别的", refused),
        lambda session: share_view(session, COLLEAGUE, view, False),
        lambda session: delete_view(session, COLLEAGUE, view),
        lambda session: delete_view(session, ME, "0" * 32),
    ):
        with pytest.raises(SavedViewError, match="不是您的"), bench.transaction() as session:
            change(session)
    assert names(bench, ME) == ["超期的"]


def test_one_owner_has_each_name_once(bench, keep):
    keep("超期的")
    keep("超期的", owner=COLLEAGUE)
    other = keep("在办的", "open=1")

    with pytest.raises(SavedViewError, match="已有名为“超期的”"):
        keep(" 超期的 ")
    with pytest.raises(SavedViewError, match="已有名为“超期的”"), bench.transaction() as session:
        rename_view(session, ME, other, "超期的", refused)

    with bench.transaction() as session:
        rename_view(session, ME, other, "在办", refused)
        delete_view(session, ME, other)
    assert names(bench, ME) == ["超期的"]


@pytest.mark.parametrize("name", ["", "  ", "长" * 31, "换\x00行", "13700001111", "重点人员名单", "稳控"])
def test_a_name_that_says_nothing_or_speaks_of_a_person_is_refused(bench, keep, name):
    with pytest.raises(SavedViewError):
        keep(name)

    assert names(bench, ME) == []


def test_a_view_of_a_masked_name_is_refused_with_the_reason(keep):
    for name in ("text", "col.title"):
        with pytest.raises(SavedViewError, match="不按姓名或号码汇总"):
            keep("我的", f"{name}=%E5%91%A8%E6%9F%90%E6%9F%90")  # 周某某


@pytest.mark.parametrize("is_shared", [False, True])
@pytest.mark.parametrize(
    "query",
    [
        "text=13700001111",
        "text=11010519491231002X",
        "batch=11010519491231002X",
        "text=%E5%91%A8%E5%A4%A7%E5%B1%B1",  # 周大山, the petitioner
        "text=%E6%9D%91%E9%81%93+%E5%91%A8%E5%A4%A7%E5%B1%B1",  # 村道 周大山
        "text=%E6%9D%8E%E5%9B%9B%E6%B5%B7",  # 李四海, who never petitioned: the same answer
        "text=%E7%A8%B3%E6%8E%A7",  # 稳控
        "case=X1",
        "text=" + "a" * 4000,
    ],
)
def test_a_view_about_a_person_is_refused(bench, keep, query, is_shared):
    with pytest.raises(SavedViewError):
        keep("我的", query, is_shared=is_shared)

    assert names(bench, ME) == []


def test_words_about_the_matter_are_kept(bench, keep):
    keep("塌方", "late=1&text=%E5%A1%8C%E6%96%B9")

    assert names(bench, ME) == ["塌方"]


def test_an_account_without_a_unit_keeps_but_does_not_share(bench, keep):
    nobody = Owner("zhao", None)
    keep("自己的", owner=nobody)

    with pytest.raises(SavedViewError, match="没有登记单位"):
        keep("共用的", owner=nobody, is_shared=True)
    assert names(bench, nobody) == ["自己的"]


def test_there_is_an_end_to_the_views_of_one_owner(bench, keep):
    for number in range(MOST_VIEWS):
        keep(f"视图{number}")

    with pytest.raises(SavedViewError, match="删除不用的"):
        keep("再一个")


def test_views_are_no_act_and_leave_the_ledger_alone(bench, keep):
    before = bench.ledger_size()
    keep("超期的")

    assert bench.ledger_size() == before
    assert bench.verify_ledger().is_sound
