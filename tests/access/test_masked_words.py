import pytest

from workbench.access.masked_words import is_masked, to_find, why_not_found
from workbench.access.masking import mask_id_number, mask_name, mask_phone, scrub

MASKS = (
    *(mask_name(name) for name in ("王小明", "欧阳修", "买买提")),
    mask_phone("13812345678"),
    mask_phone("110"),
    mask_id_number("2X"),
    scrub("11010519491231002X"),
)


@pytest.mark.parametrize("mask", MASKS)
def test_whatever_the_masking_leaves_of_somebody_is_no_word_to_look_for(mask):
    for word in (mask, f"关于{mask}反映工资的事项", f"（{mask}）", mask.lower()):
        assert is_masked(word), word


WRITTEN = "李某 李某反映 李某等人 王某某家 李* 李** 李× 李×× 李xx 张ＸＸ 李○○ 李某*"
PIECES = "某某 某 某某反映 某反映 ** *2X 8****5678 138**** 138xxxx"
UNNAMED = "某某公司 某村 某局 某某镇 某小区业主 李某某公司 王家村某砖厂 某某建筑有限公司 某些 某一门店 某几日"
STARRED = "附属****医院 ****医院 杭州**燃气 路**号 某户业主 3*5米 XX村 X栋 4XL"
ORDINARY = "拖欠工资 王家桥 李家村 路灯 A 2X 100% a_b ! 水 电 138 二○○八年 二〇二六年 LX-2026-0001"


@pytest.mark.parametrize("word", WRITTEN.split())
def test_masks_that_people_write_themselves_are_no_words_either(word):
    assert is_masked(word)


@pytest.mark.parametrize("word", PIECES.split())
def test_neither_is_a_piece_of_a_mask(word):
    assert is_masked(word)


@pytest.mark.parametrize("word", [*UNNAMED.split(), *STARRED.split(), *ORDINARY.split()])
def test_units_places_and_ordinary_words_stay_words_to_look_for(word):
    assert not is_masked(word)
    assert to_find(word) == word


def test_a_mask_becomes_what_stands_nowhere():
    found = to_find("王某某")

    assert "王" not in found and "某" not in found and "\0" not in found
    assert found == found.lower() and len(found.split()) == 1
    assert to_find("关于 王某某") == found


def test_a_surname_alone_finds_no_matters_either_but_may_find_an_official_in_another_list():
    assert to_find("王") == to_find("欠薪 王") == to_find("王某某")
    assert not is_masked("王")
    assert why_not_found("王")


def test_why_a_mask_finds_nothing_and_what_to_do_is_said_in_words():
    said = why_not_found("工资 王某某", "路灯")

    assert "“王某某”" in said and "不按姓名或号码汇总" in said
    assert "编号" in said and "事项内容" in said
    assert why_not_found("工资", "路灯") == why_not_found("") == ""
