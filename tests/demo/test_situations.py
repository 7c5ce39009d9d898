"""What the invented petitions are about, and in which words."""

import string
from datetime import date

import pytest

from tests.architecture.test_charter import LABELS
from workbench.demo.dice import Dice
from workbench.demo.places import places
from workbench.demo.situations import TOWN, Situation, situations
from workbench.demo.story import tell
from workbench.law.topics import topics
from workbench.terms import Channel, PetitionClass, StatutoryChannel

SITUATIONS = situations()


def _sentences(situation: Situation) -> list[str]:
    return [
        sentence
        for strand in situation.strands
        for group in (
            strand.titles,
            (strand.story,),
            strand.plight,
            strand.asks,
            strand.found,
            strand.yes,
            strand.maybe,
            strand.no,
        )
        for sentence in group
    ]


def test_there_is_a_wide_choice_of_situations():
    assert len(SITUATIONS) >= 50
    assert len({situation.id for situation in SITUATIONS}) == len(SITUATIONS)


def test_situations_go_to_units_of_the_county():
    assert {situation.unit for situation in SITUATIONS} - {TOWN} <= places().keys()


def test_topics_stand_in_the_topic_tree():
    assert {situation.topic for situation in SITUATIONS} <= topics().keys()


def test_every_department_has_something_to_do():
    departments = {code for code in places() if code.startswith("430682D")}

    assert departments <= {situation.unit for situation in SITUATIONS}


def test_all_classes_and_paths_of_the_law_occur():
    assert {situation.petition_class for situation in SITUATIONS} == set(PetitionClass)
    assert {path for situation in SITUATIONS for path in situation.path_codes} == set(StatutoryChannel)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.id)
def test_a_situation_has_every_sentence_a_matter_can_need(situation):
    for strand in situation.strands:
        for group in (strand.titles, strand.asks, strand.found, strand.yes, strand.maybe, strand.no):
            assert group


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.id)
def test_every_word_in_braces_can_be_filled_in(situation):
    told = tell(Dice(5), situation, channel=Channel.LETTER, people=1, received_on=date(2026, 3, 2))
    told.words["due"] = "2026年10月1日"

    for sentence in _sentences(situation):
        filled = sentence.format_map(told.words)

        assert not set(filled) & set("{}|")


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.id)
def test_no_word_judges_a_petitioner(situation):
    text = "".join(_sentences(situation))

    assert [label for label in (*LABELS, "缠访", "闹访", "随访", "滞留") if label in text] == []


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.id)
def test_official_sentences_do_not_speak_as_the_petitioner(situation):
    for strand in situation.strands:
        for sentence in (*strand.found, *strand.yes, *strand.maybe, *strand.no):
            names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

            assert not names & {"self", "home"}
