"""The quick ways of comparing give what the plain ones give, on random small cases."""

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer

from workbench.queries.same_person import _without
from workbench.repeats import likeness
from workbench.repeats.places import Place, PlaceNames, Whereabouts
from workbench.repeats.words import plain

LETTERS = "甲乙丙村小区]^-\\民"
TEXTS = st.lists(st.text(alphabet=LETTERS, max_size=25), min_size=1, max_size=9)
NAMES = st.lists(st.text(alphabet=LETTERS, min_size=2, max_size=4), min_size=1, max_size=6)


def longest_names(text, names):
    """Return what stands between names and the names, letter by letter: the plain way."""
    sizes, at, left, found = sorted({len(one) for one in names}, reverse=True), 0, "", []
    while at < len(text):
        size = next((one for one in sizes if text[at : at + one] in names), 0)
        if size:
            found.append((at + size, text[at : at + size]))
        else:
            left += text[at]
        at += size or 1
    return left, found


@settings(max_examples=60)
@given(TEXTS, NAMES)
def test_names_are_left_out_and_places_found_as_letter_by_letter(texts, names):
    starts = re.compile(f"[{re.escape(''.join(sorted({one[0] for one in names})))}]")
    sizes = sorted({len(one) for one in names}, reverse=True)
    known = PlaceNames(Place(one) for one in names)
    said = {plain(one) for one in names} - {""}
    for text in texts:
        assert _without(text, set(names), starts, sizes) == longest_names(text, set(names))[0]
        assert known.found(text) == longest_names(text, said)[1]


@settings(max_examples=60)
@given(TEXTS)
def test_weights_are_those_of_scikit_learn_to_the_bit(texts):
    counts = likeness._counts(texts, 2)
    if 0 not in counts.shape:
        theirs = TfidfTransformer(sublinear_tf=True).fit_transform(counts.copy()).tocsr()
        assert np.array_equal(likeness._weighed(counts).toarray(), theirs.toarray())


@settings(max_examples=60)
@given(TEXTS, NAMES, st.data())
def test_places_of_the_compared_texts_alone_tell_what_places_of_all_tell(texts, names, data):
    many = texts * data.draw(st.sampled_from((1, 40)))  # so that some names are too common to tell anything
    at = st.integers(0, len(many) - 1)
    pairs = np.array(data.draw(st.lists(st.tuples(at, at), min_size=1, max_size=5)))
    known = PlaceNames(Place(one) for one in names)
    quick = Whereabouts(many, known, only=set(pairs.ravel().tolist())).compared(*pairs.T)
    of_all = Whereabouts(many, known).compared(*pairs.T)
    assert np.array_equal(quick, of_all)
