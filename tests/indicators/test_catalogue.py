import pytest

from workbench.indicators.catalogue import DefinitionError, catalogue, check, indicator
from workbench.snapshots.schema import CASE_COLUMNS, PETITION_COLUMNS

GOOD = {
    "id": "x",
    "name": "某率",
    "kind": "core",
    "of": "is_open = 1",
    "date": "registered_on",
    "date_name": "登记日期",
    "words": "在办的",
    "source": "第三十四条",
    "caution": "无",
    "since": "2022-05-01",
}


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_a_definition_without_one_of_its_parts_is_refused(missing):
    with pytest.raises(DefinitionError, match=missing):
        check({key: value for key, value in GOOD.items() if key != missing})


@pytest.mark.parametrize("column", ["petitioner_id", "phone", "id_hash", "address"])
def test_a_figure_about_a_person_is_refused(column):
    with pytest.raises(DefinitionError, match="章程"):
        check({**GOOD, "of": f"{column} is not null"})


def test_an_unknown_key_is_refused_so_that_a_typing_error_cannot_hide():
    with pytest.raises(DefinitionError, match="colour"):
        check({**GOOD, "colour": "red"})


def test_every_figure_says_its_source_and_a_date_column_that_exists():
    for definition in catalogue().values():
        assert definition.source.startswith(("《", "信访"))
        assert definition.date in CASE_COLUMNS | PETITION_COLUMNS


def test_volumes_are_context_and_never_a_target():
    assert indicator("received").kind == "context"
    assert "不是目标" in indicator("received").caution


def test_an_unknown_figure_is_named_in_the_answer():
    with pytest.raises(DefinitionError, match="no_such"):
        indicator("no_such")
