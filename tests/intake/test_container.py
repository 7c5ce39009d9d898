"""Bad inputs 1 to 18: the container. Numbers as in the list of bad inputs of the reliability study."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.intake.files import (
    GOOD,
    HEADINGS,
    SMALL,
    compound,
    csv,
    good_markup,
    look,
    markup_row,
    parts,
    reasons,
    repeated_text,
    row,
    saved,
    workbook,
    xls,
    xlsx,
    zipped,
)
from workbench.intake.limits import shipped_limits
from workbench.intake.preview import inspect
from workbench.intake.reading.container import RefusedFileError
from workbench.intake.reading.original import safe_name, take_original
from workbench.intake.reading.parent import read_cells


def refused(content: bytes, name: str = "台账.xlsx", **options: object) -> str:
    with pytest.raises(RefusedFileError) as caught:
        look(content, name, **options)
    return str(caught.value)


def test_case_01_a_zip_bomb_is_refused_by_the_sizes_in_its_directory():
    bomb = zipped({**parts(good_markup()), "xl/media/big.bin": b"\0" * 60_000_000})

    assert "压缩炸弹" in refused(bomb)


def test_case_01_a_zip_bomb_that_lies_about_its_size_is_refused_by_the_bytes_that_come_out():
    bomb = zipped({**parts(good_markup()), "xl/media/big.bin": b"\0" * 60_000_000})
    lying = bomb.replace((60_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != bomb

    assert "另存" in refused(lying) or "损坏" in refused(lying)


def test_case_02_too_many_rows_are_refused_with_the_limit():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(3, 1_003))

    assert "超过上限 1,000 行" in refused(zipped(parts(good_markup(rows))), limits=SMALL)


def test_case_02_a_hundred_thousand_rows_are_within_the_shipped_limits():
    assert shipped_limits().rows >= 100_001
    assert shipped_limits().file_bytes >= 50 * 1024 * 1024


def test_case_03_one_cell_at_the_last_column_is_read_without_hanging():
    far = good_markup('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    begun = time.monotonic()

    preview = look(zipped(parts(far)))

    assert time.monotonic() - begun < 20
    assert len(preview.drafts) == 1
    assert [one.column for one in preview.corrections] == ["XFD"]


def test_case_03_ghost_rows_with_nothing_but_formats_take_no_time():
    ghosts = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}"/></row>' for n in range(3, 65_203))
    begun = time.monotonic()

    preview = look(zipped(parts(good_markup(ghosts))))

    assert time.monotonic() - begun < 5
    assert preview.rows_read == 1


def test_case_04_billion_laughs_are_refused_at_once():
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    begun = time.monotonic()

    assert "实体声明" in refused(zipped(parts(good_markup(), head=laughs)))
    assert time.monotonic() - begun < 3


def test_case_05_an_external_entity_is_refused_and_never_opened():
    outside = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    members = parts(good_markup())
    members["xl/sharedStrings.xml"] = f"{outside}<sst>&e;</sst>"

    assert "实体声明" in refused(zipped(members))


def test_case_06_a_truncated_zip_is_no_valid_workbook():
    assert "不是有效的 xlsx" in refused(xlsx(row())[:-400])


def test_case_06_a_workbook_with_damaged_bytes_is_no_valid_workbook():
    content = bytearray(zipped(parts(good_markup())))
    content[content.index(b"sheet1.xml") + 20 : content.index(b"sheet1.xml") + 40] = b"\xff" * 20

    assert "xlsx" in refused(bytes(content))


def test_case_07_an_empty_file_is_refused():
    assert "空的" in refused(b"")


def test_case_08_html_named_xlsx_is_recognised():
    page = "<html><table><tr><td>信访件编号</td></tr></table></html>".encode()

    assert "网页" in refused(page)
    assert "网页" in refused(b"\xef\xbb\xbf\r\n" + page, "台账.xls")


def test_case_09_an_old_xls_is_read_with_a_notice():
    preview = look(xls(row()), "台账.xls")

    assert len(preview.drafts) == 1
    assert "旧格式" in preview.notes[0]


@pytest.mark.parametrize(
    ("members", "word"),
    [
        ({"xl/workbook.bin": b"x"}, ".xlsb"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}, ".ods"),
    ],
)
def test_case_10_xlsb_and_ods_are_told_to_be_saved_as_xlsx(members: dict[str, str | bytes], word: str):
    sentence = refused(zipped(members), f"台账{word}")

    assert word in sentence
    assert "另存为 .xlsx" in sentence


def test_case_10_a_wps_et_file_is_told_to_be_saved_as_xlsx():
    assert "WPS" in refused(xls(row()), "台账.et")


def test_case_11_a_password_protected_workbook_is_called_encrypted():
    locked = compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y" * 5000})

    assert "已加密" in refused(locked)


def test_case_12_macros_are_ignored_and_this_is_said():
    members = {**parts(good_markup()), "xl/vbaProject.bin": b"Sub Auto_Open()"}

    preview = look(zipped(members), "台账.xlsm")

    assert len(preview.drafts) == 1
    assert any("宏没有读取" in note for note in preview.notes)


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "C:\\windows\\x", "xl/../../x"])
def test_case_13_names_that_lead_out_of_the_archive_are_refused(name: str):
    assert "外部路径" in refused(zipped({**parts(good_markup()), name: b"x"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_case_14_two_parts_of_one_name_are_refused():
    doubled = zipped(parts(good_markup()), again=("xl/worksheets/sheet1.xml",))

    assert "重名部件" in refused(doubled)


def test_case_15_external_links_and_data_connections_are_never_fetched():
    members = parts(good_markup())
    members["xl/externalLinks/externalLink1.xml"] = "<externalLink/>"
    members["xl/connections.xml"] = '<connections><connection url="http://192.0.2.1/"/></connections>'

    preview = look(zipped(members))

    assert len(preview.drafts) == 1
    assert any("没有联网" in note or "没有读取" in note for note in preview.notes)


@pytest.mark.parametrize(
    "name",
    ["../../台账.xlsx", "台账\0.xlsx", "台" * 300 + ".xlsx", "台账\u202excod.xlsx", "C:\\temp\\台账.xlsx"],
)
def test_case_16_a_hostile_file_name_is_made_safe_and_never_used_as_a_path(name: str):
    preview = look(xlsx(row()), name)

    kept = preview.original.name
    assert len(kept) <= 200
    assert kept.isprintable()
    assert "/" not in kept and "\\" not in kept and ".." not in kept.removesuffix(".xlsx")
    assert kept.endswith(".xlsx")


def test_case_16_a_name_of_nothing_gets_a_name():
    assert safe_name("../..") == "未命名"
    assert safe_name("\0") == "未命名"


def test_case_17_content_decides_and_not_the_extension():
    assert len(look(xlsx(row()), "台账.xls").drafts) == 1
    assert len(look(csv(row()).encode(), "台账.xlsx").drafts) == 1
    assert "内容与扩展名不符" in refused(b"no table at all", "台账.xlsx")
    assert "PDF" in refused(b"%PDF-1.7", "台账.xlsx")
    assert "不支持的文件类型" in refused(csv(row()).encode(), "台账.docx")
    assert "没有工作簿" in refused(zipped({"a.txt": b"x"}), "台账.xlsx")


class GrowingFile(type(Path())):  # type: ignore[misc]
    """A file that somebody else is still writing to."""

    def read_bytes(self) -> bytes:
        content = super().read_bytes()
        with self.open("ab") as file:
            file.write(b"more")
        return content


def test_case_18_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path):
    path = GrowingFile(tmp_path / "台账.xlsx")
    path.write_bytes(xlsx(row()))

    with pytest.raises(RefusedFileError, match="被改动"):
        take_original(path, None, shipped_limits())


def test_case_18_the_original_bytes_are_kept_with_their_checksum(tmp_path: Path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(xlsx(row()))

    preview = inspect(path)

    assert preview.original.content == path.read_bytes()
    assert len(preview.original.sha256) == 64


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "大.csv"
    path.write_bytes(b"x" * 1_000_001)

    with pytest.raises(RefusedFileError, match="超过上限 1 MB"):
        inspect(path, limits=SMALL)


def test_a_file_that_takes_too_long_is_stopped_and_nothing_remains():
    rows = "".join(markup_row(n, ("x",) * 20) for n in range(3, 40_000))
    content = zipped(parts(good_markup(rows)))
    limits = replace(shipped_limits(), seconds=1)
    begun = time.monotonic()

    try:
        look(content, limits=limits)
    except RefusedFileError as error:
        assert "秒" in str(error)
    assert time.monotonic() - begun < 8


def test_a_file_that_keeps_the_processor_too_long_is_stopped_with_a_sentence_of_its_own():
    rows = "".join(markup_row(n, ("x",) * 20) for n in range(3, 40_000))

    told = refused(zipped(parts(good_markup(rows))), limits=replace(shipped_limits(), cpu_seconds=1))

    assert "处理器 1 秒" in told and "分成几个文件" in told


def test_what_a_file_may_cost_is_what_was_promised():
    limits = shipped_limits()

    assert limits.cpu_seconds <= 30
    assert limits.memory_bytes <= 512 * 1024 * 1024


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_long_text_repeated_in_every_row_is_refused_by_its_characters(is_shared: bool):
    rows = 200
    content = repeated_text(rows, "路灯不亮，" * 6_400, is_shared=is_shared)
    assert len(content) < 200_000  # a few kB that become gigabytes

    told = refused(content, limits=replace(SMALL, ratio=10_000, text_characters=4_000_000))

    assert "全部文字超过上限 4,000,000 字" in told and "分成几个文件" in told


def test_the_characters_of_all_sheets_and_of_text_files_count_too():
    book = workbook(row())
    for name in ("一", "二"):
        book.create_sheet(name).append(["字" * 600])
    limits = replace(SMALL, text_characters=1_000)

    assert "全部文字超过上限" in refused(saved(book), limits=limits)
    assert "全部文字超过上限" in refused(csv(row(信访内容="字" * 1_100)).encode(), "台账.csv", limits=limits)


def test_cells_that_begin_to_the_right_keep_their_columns():
    content = zipped(parts(good_markup()))
    moved = zipped(parts("".join(markup_row(n, (None, *cells)) for n, cells in ((2, HEADINGS), (3, GOOD)))))

    there = read_cells(take_original(content, "台账.xlsx", SMALL), SMALL).sheets[0].rows
    right = read_cells(take_original(moved, "台账.xlsx", SMALL), SMALL).sheets[0].rows

    assert right == [(number + 1, [None, *cells]) for number, cells in there]


# Less than Python itself takes; and less than both readers hold at once, who read all shared texts whole.
@pytest.mark.parametrize("memory", [40_000_000, 75_000_000])
def test_a_file_that_needs_too_much_memory_is_refused_with_the_limit(memory: int):
    content = repeated_text(1, random.Random(1).randbytes(18_000_000).hex(), is_shared=True)

    # A child that stood still instead of ending would be refused for its time, whatever the machine does.
    assert "内存" in refused(content, limits=replace(shipped_limits(), memory_bytes=memory))


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(RefusedFileError, match="无法读取文件"):
        inspect(tmp_path / "没有.xlsx")


def test_a_workbook_without_rows_says_so():
    assert "没有任何内容" in reasons(look(saved(workbook(headings=()))))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no files without a name here")
def test_the_copy_that_is_read_bears_no_name_that_could_outlast_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found: list[list[Path]] = []

    look(xlsx(row()), progress=lambda *_: found.append(list(tmp_path.iterdir())))

    assert found and not any(found)
