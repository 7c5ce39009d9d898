"""Places of the office's list, and those that endings show: what two texts have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.repeats import likeness
from workbench.repeats.likeness import ONE_PLACE, OTHER_PLACES, compared
from workbench.repeats.places import Named, Place, PlaceNames, Whereabouts, in_common
from workbench.repeats.words import plain

LIST = PlaceNames(
    (
        Place("渔潭村", "忠防镇", ("渔潭屋场",)),
        Place("渔潭", "聂市镇"),
        Place("新华村", "忠防镇"),
        Place("新华村", "聂市镇"),
        Place("白露苑"),
    ),
    (("忠防镇", "忠防"), ("聂市镇", "聂市")),
)


@pytest.mark.parametrize(
    ("text", "towns", "places"),
    [
        ("渔潭村村口路灯不亮", {"忠防镇"}, {"忠防镇渔潭村"}),
        ("渔潭 屋场的水管", {"忠防镇"}, {"忠防镇渔潭村"}),
        ("渔潭的码头", {"聂市镇"}, {"聂市镇渔潭"}),
        ("新华村修路", set(), {"忠防镇新华村", "聂市镇新华村"}),
        ("忠防新华村修路", {"忠防镇"}, {"忠防镇新华村"}),
        ("白露苑停车", set(), {"白露苑"}),
        ("我们村的路", set(), set()),
    ],
)
def test_a_text_names_the_places_of_the_list_with_their_towns(text, towns, places):
    assert LIST.named(text) == Named(frozenset(towns), frozenset(places))


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("渔潭村路灯", "忠防镇渔潭村路灯", {"忠防镇渔潭村"}),
        ("忠防镇渔潭村", "忠防镇新华村", set()),  # two villages of one town are no common place
        ("忠防镇渔潭村", "忠防镇路灯", {"忠防镇"}),
        ("聂市镇新华村", "新华村", {"聂市镇新华村"}),
        ("路灯", "路灯", set()),
    ],
)
def test_what_two_texts_have_in_common_is_told_at_the_finest_level_that_both_name(one, other, common):
    assert in_common(LIST.named(one), LIST.named(other)) == common
    assert in_common(LIST.named(other), LIST.named(one)) == common


def apart(*texts, known=None):
    where = Whereabouts([plain(text) for text in texts], known)
    return tuple(bool(one[0]) for one in where.compared([0], [1]))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("家住甲溪村三组", "位于甲溪村的路", (True, False)),
        ("家住甲溪村三组", "位于乙塘村的路", (False, True)),
        ("家住甲溪村三组", "村民反映村委会不作为，我们小区的路", (False, False)),
        ("伊景园滨河苑捆绑车位", "滨河苑业主", (True, False)),
    ],
)
def test_without_a_list_endings_show_places_and_people_or_bodies_are_none(one, other, found):
    assert apart(one, other) == found


def test_the_list_knows_what_endings_do_not_show_and_where_a_name_begins():
    assert apart("渔潭屋场的水管", "渔潭村的水管", known=LIST) == (True, False)
    assert apart("渔潭屋场的水管", "渔潭村的水管") == (False, False)
    assert apart("大渔潭村", "小渔潭村", known=LIST) == (True, False)


def test_a_place_that_everybody_names_tells_nothing_unless_it_is_on_the_list():
    everybody = [f"湖滨小区第{at}栋" for at in range(200)]

    assert apart(*everybody) == (False, False)
    assert apart(*everybody, known=PlaceNames((Place("湖滨小区"),))) == (True, False)


OTHERS = ("自来水每天傍晚停水，影响做饭", "公交线路取消，上学的路走了三个月", "路灯旁拖欠工资的工地")


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [("甲溪村", "甲溪村", ONE_PLACE), ("甲溪村", "乙塘村", -OTHER_PLACES), ("甲溪村", "门口", 0)],
)
def test_one_village_makes_texts_a_little_more_alike_and_others_a_little_less(monkeypatch, one, other, more):
    def alike():
        return compared([f"{one}路灯坏了三个月", f"{other}路灯旁停水影响做饭", *OTHERS], [(0, 1)])[0]

    found = alike()
    monkeypatch.setattr(likeness, "ONE_PLACE", 0)
    monkeypatch.setattr(likeness, "OTHER_PLACES", 0)

    assert 0 < alike() < 1
    assert found == pytest.approx(alike() + more, abs=1e-4)
    assert 0 < ONE_PLACE < 0.1 and 0 < OTHER_PLACES < 0.1


def test_whole_copies_stay_whole_and_places_alone_make_nothing_alike():
    assert compared(["甲溪村修路", "甲溪村修路", *OTHERS], [(0, 1)]) == [1.0]
    assert compared(["甲溪村", "另一件事", *OTHERS], [(0, 1)]) == [0.0]


@given(st.lists(st.text("甲乙溪塘村小区路灯的", max_size=12), min_size=2, max_size=6))
def test_whether_texts_share_a_place_does_not_depend_on_their_order(texts):
    words = [plain(text) for text in texts]
    there, back = Whereabouts(words), Whereabouts(words[::-1])
    last = len(words) - 1

    one, other = there.compared([0], [last]), back.compared([last], [0])
    assert [bool(x[0]) for x in one] == [bool(x[0]) for x in other]
    assert not (one[0][0] and one[1][0])
