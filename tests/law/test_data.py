"""Clauses, paths, classes, purposes, channels and topics: complete, sourced, and checked when read."""

from __future__ import annotations

import pytest

from workbench.law import clauses as clauses_module
from workbench.law import paths as paths_module
from workbench.law import topics as topics_module
from workbench.law.clauses import ADDRESSEES, clause, clause_text, clauses
from workbench.law.paths import paths
from workbench.law.tables import LawDataError, read_table
from workbench.law.topics import find_topic, topic_group, topic_label, topic_tree, topics
from workbench.terms import Channel, PetitionClass, Purpose, StatutoryChannel

CODES = {
    *(f"XF42-{number}" for number in range(1, 5)),
    *(f"XF43-{number}" for number in range(1, 3)),
    *(f"XF44-{number}" for number in range(1, 4)),
    *(f"XF45-{number}" for number in range(1, 5)),
    *(f"XF46-{number}" for number in range(1, 8)),
    *(f"ZRZ11-{number}" for number in range(1, 7)),
}


def test_every_clause_is_there_with_article_addressee_and_source() -> None:
    assert set(clauses()) == CODES
    for found in clauses().values():
        assert found.article.startswith("第") and found.text and found.source
        assert found.addressee in ADDRESSEES


def test_the_office_itself_answers_under_article_43() -> None:
    assert clause("XF43-1").addressee == "petition_office"
    assert clause_text("XF44-3") == (
        "《信访工作条例》第四十四条第三项：未在规定期限内书面告知信访人是否受理信访事项"
    )
    with pytest.raises(LawDataError, match="XF99-1"):
        clause("XF99-1")


@pytest.mark.parametrize(
    ("code", "is_put_right", "is_crime"),
    [
        ("XF42-1", False, True),
        ("XF43-1", True, False),
        ("XF44-3", True, False),
        ("XF45-1", True, False),
        ("XF46-4", True, True),
    ],
)
def test_every_article_provides_what_its_words_provide(code: str, is_put_right: bool, is_crime: bool) -> None:
    general = clause(code).general

    assert ("责令改正" in general, "刑事责任" in general) == (is_put_right, is_crime)
    assert "造成严重后果" in general


def test_three_classes_six_paths_and_only_one_with_the_sixty_days() -> None:
    assert set(paths().classes) == set(PetitionClass)
    assert set(paths().paths) == set(StatutoryChannel)
    with_limit = [one.path for one in paths().paths.values() if one.has_handling_limit]
    assert with_limit == [StatutoryChannel.PETITION_HANDLING]
    assert all(one.article.startswith("第三十一条第") for one in paths().paths.values())
    assert set(paths().channels) == set(Channel)
    assert paths().source


def test_purposes_mean_classes_and_the_vague_ones_are_left_to_a_person() -> None:
    assert paths().purposes == {
        Purpose.APPEAL: PetitionClass.CLAIM,
        Purpose.CLAIM: PetitionClass.CLAIM,
        Purpose.ACCUSATION: PetitionClass.ACCUSATION,
        Purpose.SUGGESTION: PetitionClass.SUGGESTION,
        Purpose.ENQUIRY: None,
        Purpose.OTHER: None,
    }


def test_the_topic_tree_has_two_levels_with_codes_and_a_source() -> None:
    assert (len(topic_tree().groups), len(topics())) == (17, 112)
    assert topic_tree().source and topic_tree().confidence == "medium"
    assert all(topic.code.startswith(topic.group) for topic in topics().values())


def test_a_topic_reads_with_its_group_and_an_unknown_one_as_it_stands() -> None:
    assert topic_label("0202") == "国土资源 / 土地征收"
    assert topic_label("02") == "国土资源"
    assert topic_group("0202") == topic_group("02") == "国土资源"
    assert topic_label("城管") == topic_group("城管") == "城管"
    assert topic_label(None) is topic_group(None) is None


def test_a_topic_is_found_by_code_or_by_name() -> None:
    assert find_topic(" 土地征收 ") == find_topic("国土资源 / 土地征收") == find_topic("0202") == "0202"
    assert find_topic("国土资源") == "02"
    assert find_topic("不在其中") is None


@pytest.mark.parametrize(
    ("module", "read", "change", "what"),
    [
        (clauses_module, clauses, lambda t: t["clause"].append(dict(t["clause"][0])), "重复"),
        (clauses_module, clauses, lambda t: t["clause"][0].update(addressee="somebody"), "addressee"),
        (clauses_module, clauses, lambda t: t["clause"][0].update(code="AB1"), "任何已列明的规定"),
        (paths_module, paths, lambda t: t["path"].pop("31-3"), "缺少“31-3”"),
        (paths_module, paths, lambda t: t["class"].update(praise={}), "多出“praise”"),
        (paths_module, paths, lambda t: t["purpose"]["appeal"].update({"class": "praise"}), "praise"),
        (topics_module, topic_tree, lambda t: t["group"][1].update(code="01"), "重复"),
        (topics_module, topic_tree, lambda t: t["group"][1].update(code="2"), "2位数字"),
        (topics_module, topic_tree, lambda t: t["group"][0]["topics"][0].update(code="0201"), "以 01 开头"),
        (topics_module, topic_tree, lambda t: t.pop("source"), "缺少该字段"),
    ],
)  # fmt: skip
def test_a_broken_data_file_says_in_chinese_what_is_wrong(monkeypatch, module, read, change, what) -> None:
    content = read_table(module.FILE)
    change(content)
    monkeypatch.setattr(module, "read_table", lambda _name: content)

    with pytest.raises(LawDataError, match=what):
        read.__wrapped__()


def test_a_missing_file_is_named() -> None:
    with pytest.raises(LawDataError, match=r"nothing\.toml 无法读取"):
        read_table("nothing.toml")
