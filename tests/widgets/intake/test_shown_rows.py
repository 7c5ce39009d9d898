"""Nothing of a person and nothing of an accusation reaches the screen before it is imported."""

import pytest

from tests.intake.files import GOOD, HEADINGS, csv, look, row, with_column, xlsx
from widgets.intake.finding_rows import correction_rows, fault_rows
from widgets.intake.shown_rows import sample_columns, sample_rows
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.intake.findings import IN_FILE

PEOPLE = (*HEADINGS, "联系电话", "证件号码", "住址", "备注甲")
CELLS = ("13812345678", "430682198001011236", "湖南省临湘市忠防镇某村三组", "李四光的邻居")


def shown(preview):
    return "".join(cell for cells in sample_rows(preview) for cell in cells)


def test_people_are_masked_by_what_their_column_holds():
    text = "张三丰说电话13912340000打不通。"
    preview = look(xlsx((*row(信访人姓名="张三丰", 信访内容=text), *CELLS), headings=PEOPLE))

    found = shown(preview)

    for secret in ("张三丰", *CELLS, "13912340000"):
        assert secret not in found
    assert "张某某" in found


def test_a_column_that_is_not_imported_is_not_shown():
    preview = look(xlsx((*GOOD, *CELLS), headings=PEOPLE))

    assert "备注甲" not in [one.heading for one in sample_columns(preview)]


def test_nothing_is_shown_before_the_columns_are_known():
    preview = look(with_column("稳控措施", "无"))

    assert preview.samples
    assert shown(preview) == ""


@pytest.mark.parametrize("word", ["检举控告类", "检举控告", "accusation", "举报"])
def test_the_texts_of_an_accusation_stay_closed(word):
    preview = look(with_column("诉求类别", word, "申诉求决类"))

    first, second = sample_rows(preview)

    assert first.count(ACCUSATION_NOTICE) == 2
    assert "村口路灯坏了三个月。" not in first
    assert ACCUSATION_NOTICE not in second


def test_a_row_taken_for_the_headings_is_not_told():
    preview = look(xlsx(("张三丰", "13812345678"), headings=("李四光", "13912345678")))

    assert fault_rows(preview)[0][2] == ""


def test_texts_of_faults_and_corrections_stay_in_the_file():
    mended = row(信访内容="机密\x0b线索")
    preview = look(csv(mended, row(信访件编号="XF-0002", 信访内容="另一_xD800_线索")).encode(), "台账.csv")

    told = [*fault_rows(preview), *correction_rows(preview)]

    assert IN_FILE in [cell for cells in told for cell in cells]
    assert not any("线索" in str(cell) for cells in told for cell in cells)


def test_remedies_speak_of_the_screen_and_not_of_the_command_line():
    headings = tuple("甲乙丙" if heading == "信访件编号" else heading for heading in HEADINGS)

    remedies = [str(cells[4]) for cells in fault_rows(look(xlsx(GOOD, headings=headings)))]

    assert "栏目对应" in remedies[0]
    assert not any("--" in remedy for remedy in remedies)
