"""The matters that come back in the real messages are found, as well as the hand-checked pairs say.

``labelled_pairs.csv`` holds 320 pairs by their numbers only, drawn at random within strata: by likeness over
groups of three characters, pairs with like titles, and pairs of one user, the last two outside the former.
Somebody read both texts and said whether they are about the same matter: the same facts at the same place and
the same claim, whoever wrote. Recall is therefore recall within that pool, not within all nine million pairs.
"""

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from workbench.law.repeat import repeat_settings
from workbench.repeats import likeness
from workbench.repeats.groups import groups
from workbench.repeats.likeness import like_pairs

pytestmark = pytest.mark.real_files
PLACES = ("伊景园", "滨河苑", "武广新城")
LABELS = Path(__file__).with_name("labelled_pairs.csv")


class Messages:
    def __init__(self, path):
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        at = {heading: place for place, heading in enumerate(rows[0])}
        self.numbers, self.users, self.texts, self.planted = [], [], [], []
        for row in rows[1:]:
            self.numbers.append(str(row[at["留言编号"]]).removesuffix(".0"))
            self.users.append(row[at["留言用户"]])
            self.texts.append(f"{row[at['留言主题']]}\n{row[at['留言详情']]}")
            is_dated = isinstance(row[at["留言时间"]], date | datetime)
            self.planted.append(is_dated or self.users[-1].startswith("A909"))


@pytest.fixture(scope="module")
def messages(shared_data):
    return Messages(shared_data / "messages" / "附件3_全量_4326.xlsx")


@pytest.fixture(scope="module")
def pairs(messages):
    return like_pairs(messages.texts, at_least=0.15)


def quality(messages, pairs, *, at_least, with_planted):
    """Precision and recall over the labelled pairs, each standing for its share of its stratum."""
    alike = {(messages.numbers[p.first], messages.numbers[p.second]): p.likeness for p in pairs}
    planted = {
        number for number, is_planted in zip(messages.numbers, messages.planted, strict=True) if is_planted
    }
    rows = list(csv.DictReader(LABELS.open(encoding="utf-8")))
    drawn = Counter(row["stratum"] for row in rows)
    right = wrong = missed = 0.0
    for row in rows:
        pair = row["first"], row["second"]
        if not with_planted and not planted.isdisjoint(pair):
            continue
        weight = int(row["pairs_in_stratum"]) / drawn[row["stratum"]]
        is_same, is_found = row["same_matter"] == "1", alike.get(pair, 0) >= at_least
        right += weight * (is_same and is_found)
        wrong += weight * (is_found and not is_same)
        missed += weight * (is_same and not is_found)
    return right / (right + wrong), right / (right + missed)


def test_the_labels_are_of_this_file(messages):
    rows = list(csv.DictReader(LABELS.open(encoding="utf-8")))

    assert len(rows) == 320
    assert sum(messages.planted) == 216
    assert {row[end] for row in rows for end in ("first", "second")} <= set(messages.numbers)


@pytest.mark.parametrize(
    ("at_least", "with_planted", "precision", "recall"),
    [
        (0.3, True, 0.93, 0.39),
        (0.25, True, 0.87, 0.52),
        (0.2, True, 0.78, 0.80),
        (0.3, False, 0.90, 0.52),
        (0.25, False, 0.79, 0.62),
        (0.2, False, 0.59, 0.68),
    ],
)
def test_pairs_are_as_good_as_measured(messages, pairs, at_least, with_planted, precision, recall):
    found = quality(messages, pairs, at_least=at_least, with_planted=with_planted)

    assert found[0] >= precision and found[1] >= recall, found


def test_places_make_proposals_better_where_the_law_draws_its_lines(messages, pairs, monkeypatch):
    for name in ("ONE_PLACE", "OTHER_PLACES"):
        monkeypatch.setattr(likeness, name, 0)
    words_alone = like_pairs(messages.texts, at_least=0.15)
    settings = repeat_settings()

    for at_least in (settings.with_agreement, settings.enough):
        for with_planted in (True, False):
            before = quality(messages, words_alone, at_least=at_least, with_planted=with_planted)
            after = quality(messages, pairs, at_least=at_least, with_planted=with_planted)
            assert after[0] >= before[0] - 0.005, "precision"  # one pair of 320 weighs as much
            assert after[1] >= before[1], "recall"


@pytest.mark.parametrize(
    ("is_about", "share"),
    [
        (lambda text: "搅拌" in text and "丽发" in text, 0.95),
        (
            lambda text: "车位" in text and any(place in text for place in ("伊景园", "滨河苑", "武广新城")),
            0.9,
        ),
    ],
    ids=["mixing plant", "parking spaces"],
)
def test_a_topic_that_comes_back_is_one_group(messages, pairs, is_about, share):
    about = {place for place, text in enumerate(messages.texts) if is_about(text)}
    best = max(
        groups([pair for pair in pairs if pair.likeness >= 0.2], len(messages.texts)),
        key=lambda group: len(about.intersection(group)),
    )

    assert len(about.intersection(best)) >= share * len(about)
    assert len(about.intersection(best)) >= 0.9 * len(best)


def test_whole_copies_are_all_found(messages, pairs):
    bodies = Counter(text.split("\n", 1)[1].strip() for text in messages.texts)
    by_body = {}
    for place, text in enumerate(messages.texts):
        by_body.setdefault(text.split("\n", 1)[1].strip(), []).append(place)
    copies = [places for body, places in by_body.items() if bodies[body] > 1 and len(body) > 20]
    alike = {(pair.first, pair.second) for pair in pairs if pair.likeness >= 0.5}

    assert len(copies) > 50
    missed = [places for places in copies if (places[0], places[1]) not in alike]
    assert missed == []
