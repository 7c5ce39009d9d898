"""Nothing by person, no word that judges a petitioner: the charter, read off the code."""

import re

import pytest

from tests.architecture.sources import SHIPPED, files, identifiers, modules, name, strings

# Words that label people. They may stand only where they are refused, and in the prose of documents.
LABELS = (
    "稳控",
    "劝返",
    "重点人员",
    "重点人群",
    "异常访",
    "非访",
    "进京",
    "赴省",
    "越级",
    "随访",
    "缠访",
    "闹访",
    "老户",
)
REFUSED_HERE = ("workbench/intake/firewall.toml",)
JUDGING = re.compile(
    r"stability|leapfrog|skip_level|black_?list|watch_?list|trouble_?maker|key_person|risk_person|person_risk"
    r"|person_score|abnormal_visit|illegal_visit|dissuade|intercept_",
    re.IGNORECASE,
)
PINYIN = re.compile(
    r"(?:^|_)(?:xinfang|shangfang|wenkong|quanfan|shouli|banli|banjie|jiaoban|zhuansong|baoan)(?:_|$)"
)


@pytest.mark.parametrize("path", modules(), ids=name)
def test_no_text_labels_a_person(path):
    found = [(line, word) for text, line in strings(path) for word in LABELS if word in text]

    assert found == []


@pytest.mark.parametrize("path", modules(), ids=name)
def test_no_identifier_judges_a_person(path):
    found = [
        (line, word)
        for word, line in identifiers(path)
        if JUDGING.search(word) or PINYIN.search(word.lower())
    ]

    assert found == []


def test_no_data_file_labels_a_person():
    found = [
        (name(path), word)
        for path in files(
            *SHIPPED, "notebooks", endings=(".toml", ".js", ".css", ".html", ".json", ".ipynb", ".csv")
        )
        if name(path) not in REFUSED_HERE
        for word in LABELS
        if word in path.read_text("utf-8")
    ]

    assert found == []
