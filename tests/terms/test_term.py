"""A code and its label find each other, and every room of the vocabulary is offered in one place."""

import importlib
import pkgutil

import pytest

from workbench import terms
from workbench.terms import Channel, Term


@pytest.mark.parametrize("channel", Channel)
def test_a_term_is_found_by_its_code_and_by_its_label(channel):
    assert Channel.coded(channel.value) is channel
    assert Channel.labelled(channel.label) is channel


def test_an_unknown_code_is_refused_by_name():
    with pytest.raises(ValueError, match="“telepathy”不是已知的代码"):
        Channel.coded("telepathy")


def test_an_unknown_label_is_refused_with_those_that_are_known():
    with pytest.raises(ValueError, match="“飞鸽”不在可选范围内（来信、来访、来电、网上）"):
        Channel.labelled("飞鸽")


def test_every_term_of_every_room_is_offered_in_one_place():
    rooms = [
        importlib.import_module(f"workbench.terms.{room.name}")
        for room in pkgutil.iter_modules(terms.__path__)
    ]
    written = {
        name
        for room in rooms
        for name, value in vars(room).items()
        if isinstance(value, type) and issubclass(value, Term)
    }

    assert written == set(terms.__all__)
