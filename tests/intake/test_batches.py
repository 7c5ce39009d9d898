"""Bad inputs 64 and 83 to 87: references, batches, settings, databases, forms."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from tests.factories import CLERK, make_register
from tests.intake.files import csv, look, only_fault, row, settings_file, xlsx
from workbench.acts.units import EstablishUnit, MergeUnit, RenameUnit
from workbench.app import Workbench
from workbench.config import Config
from workbench.intake.limits import read_limits
from workbench.intake.load import NotAcceptedError, NotConfirmedError, Result, load
from workbench.intake.mapping import UnknownMappingError, find_mapping, read_mapping
from workbench.intake.preview import Preview, inspect
from workbench.intake.reading.parent import CancelledError
from workbench.intake.settings import LARGEST, SettingsError
from workbench.ledger.entries import UnwritableTextError
from workbench.records.batches import ImportBatch, ImportFile
from workbench.records.petitions import PetitionCase
from workbench.records.sqlite_file import DatabaseError
from workbench.terms import UnitKind


def taken_in(bench: Workbench, content: bytes, name: str = "台账.xlsx") -> Result:
    return load(bench, inspect(content, name, bench=bench), CLERK, confirmed=True)


def count(bench: Workbench) -> int:
    with bench.reading() as session:
        return session.scalars(select(func.count()).select_from(PetitionCase)).one()


def test_case_64_a_number_that_is_registered_already_with_other_content_is_refused(bench: Workbench):
    taken_in(bench, xlsx(row()))

    preview = inspect(xlsx(row(标题="另一件事")), "二月.xlsx", bench=bench)

    assert "该编号已登记" in only_fault(preview).reason
    with pytest.raises(NotAcceptedError):
        load(bench, preview, CLERK, confirmed=True)
    assert count(bench) == 1


@pytest.mark.parametrize("written", ["xf-2026-0001", "XF - 2026-0001"])
def test_a_number_that_differs_in_case_or_blanks_alone_is_asked_about(bench: Workbench, written: str):
    taken_in(bench, xlsx(row(信访件编号="XF-2026-0001")))

    asked = inspect(xlsx(row(信访件编号=written)), "二月.xlsx", bench=bench)

    (question,) = asked.questions
    assert "已登记的“XF-2026-0001”" in question.text and asked.blockers
    same, other = (asked.answer({question.id: one}) for one in ("same", "other"))
    assert (same.drafts, same.existing, len(other.drafts)) == ((), 1, 1)
    assert "是同一件" in same.corrections[-1].reason
    assert asked.answer({question.id: "merge"}).questions == asked.questions


def test_a_number_of_full_width_with_blanks_around_is_the_number(bench: Workbench):
    taken_in(bench, xlsx(row(信访件编号="XF-2026-0001")))

    preview = inspect(xlsx(row(信访件编号="ＸＦ－2026－0001　")), "二月.xlsx", bench=bench)

    assert (preview.questions, preview.drafts, preview.existing) == ((), (), 1)


def test_of_like_numbers_in_one_file_the_later_is_asked_about_and_of_many_all_together(bench: Workbench):
    rows = [row(信访件编号=f"{prefix}-{number}") for prefix in ("xf", "XF") for number in range(22)]

    asked = inspect(xlsx(*rows), "台账.xlsx", bench=bench)

    assert len(asked.questions) == 21
    assert "第 2 行的“xf-0”" in asked.questions[0].text
    assert asked.questions[-1].text.startswith("另有 2 行（第 44、45 行）")
    every = asked.answer({question.id: "same" for question in asked.questions})
    assert (len(every.drafts), every.questions) == (22, ())


def test_case_83_an_unknown_unit_is_asked_about_with_the_nearest_names():
    preview = look(xlsx(row(责任单位="忠坊镇")))

    question = preview.questions[0]
    assert question.id == "unit:忠坊镇"
    assert "430682101" in {choice.value for choice in question.choices}
    assert len(preview.answer({"unit:忠坊镇": "430682101"}).drafts) == 1


def test_case_83_a_unit_that_is_not_to_be_registered_is_listed_before_anything_is_confirmed():
    asked = look(xlsx(row(责任单位="忠坊镇")))

    (listed,) = asked.answer({"unit:忠坊镇": ""}).corrections

    assert (listed.before, listed.after) == ("单位“忠坊镇”按所答不登记", "1 行")


def test_case_83_a_renamed_unit_is_known_by_its_old_name_on_the_days_it_bore_it(bench: Workbench):
    bench.perform(RenameUnit("430682101", "新忠防镇", date(2026, 2, 1)), actor=CLERK)

    before = inspect(xlsx(row()), "a.xlsx", bench=bench)
    after = inspect(xlsx(row(登记日期="2026-03-01")), "b.xlsx", bench=bench)

    assert len(before.drafts) == 1
    assert "2026-02-01起已更名为“新忠防镇”" in after.questions[0].text


def test_case_83_a_merged_unit_leads_to_its_successor(bench: Workbench):
    bench.perform(MergeUnit("430682101", "430682103", date(2026, 1, 1)), actor=CLERK)

    question = inspect(xlsx(row()), "a.xlsx", bench=bench).questions[0]

    assert "撤并到“聂市镇”" in question.text
    assert question.choices[0].value == "430682103"


def test_case_83_a_name_that_two_units_bear_is_asked_about(bench: Workbench):
    double = EstablishUnit("430682X1", "忠防镇", UnitKind.OTHER, parent="430682")
    bench.perform(double, actor=CLERK)

    assert "有几个单位" in inspect(xlsx(row()), "a.xlsx", bench=bench).questions[0].text


def test_case_83_a_short_name_is_taken_for_the_full_one_and_listed():
    preview = look(xlsx(row(责任单位="市教育局")))

    assert preview.drafts[0].acts[0].step.to_unit == "430682D10"  # type: ignore[attr-defined]
    assert "单位“市教育局”登记为“临湘市教育局”" in preview.corrections[0].before


def test_case_84_the_same_file_twice_changes_nothing(bench: Workbench):
    first = taken_in(bench, xlsx(row()))
    size = bench.ledger_size()

    preview = inspect(kept_bytes(bench), "改了名.xlsx", bench=bench)
    second = load(bench, preview, CLERK)

    assert (second.already_imported, second.imported, second.batch) == (True, 0, first.batch)
    assert "已导入" in second.sentence
    assert bench.ledger_size() == size


def kept_bytes(bench: Workbench) -> bytes:
    with bench.reading() as session:
        content = session.scalars(select(ImportFile.content)).one()
    assert content is not None
    return content


def test_case_84_the_same_rows_in_another_file_are_known(bench: Workbench):
    taken_in(bench, xlsx(row(), row(信访件编号="XF-0002")))

    later = csv(row(), row(信访件编号="XF-0002"), row(信访件编号="XF-0003")).encode()
    result = taken_in(bench, later, "台账.csv")

    assert (result.read, result.imported, result.existing) == (3, 1, 2)
    assert count(bench) == 3


def test_case_84_an_import_that_breaks_half_way_leaves_nothing_and_can_be_repeated(bench: Workbench):
    preview = inspect(xlsx(row(), row(信访件编号="XF-0002")), "台账.xlsx", bench=bench)
    broken = replace(preview.drafts[1].acts[0], narrative="半个字符\ud800")  # type: ignore[type-var]
    drafts = (preview.drafts[0], replace(preview.drafts[1], acts=(broken,)))

    with pytest.raises(UnwritableTextError):
        load(bench, replace(preview, drafts=drafts), CLERK, confirmed=True)

    assert count(bench) == 0
    assert load(bench, preview, CLERK, confirmed=True).imported == 2


def test_case_84_of_two_people_who_import_one_file_at_once_one_wins_and_the_other_is_told(
    bench: Workbench, reopen: Callable[[Workbench], Workbench]
):
    content = xlsx(*(row(信访件编号=f"XF-{n}") for n in range(50)))
    other = reopen(bench)
    previews = [inspect(content, "台账.xlsx", bench=one) for one in (bench, other)]

    with ThreadPoolExecutor() as pool:
        results = list(
            pool.map(
                lambda pair: load(pair[0], pair[1], CLERK, confirmed=True),
                zip((bench, other), previews, strict=True),
            )
        )

    assert sorted(result.already_imported for result in results) == [False, True]
    assert {result.batch for result in results} == {previews[0].batch}
    assert count(bench) == 50


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('name = "x"\nweight = 1', "weight"),
        ("name = 3", "name"),
        ('name = "x"\nname = "y"', "TOML"),
        ('name = "x"\ndate_order = "guess"', "date_order"),
        ('name = "x"\n[columns]\nunknown = ["x"]', "columns.unknown"),
        ('name = "x"\n[columns]\ntitle = "标题"', "columns.title"),
        ('name = "x"\n[columns]\ntitle = ["稳控责任人"]', "稳控"),
        ('name = "x"\n[assume]\npeople = "-1"', "assume.people"),
        ('name = "x"\n[assume]\npath = "31-7"', "assume.path"),
        ('name = "x"\n[assume]\ncase_no = "1"', "assume.case_no"),
        ('name = "x"\n[undated]\nclosed = "vanish"', "undated"),
        ('name = !!python/object:os.system "x"', "TOML"),
        ('name = "x"\n[values.channel]\n"信" = "pigeon"', "values.channel.信"),
        ("", "name"),
    ],
)
def test_case_85_a_wrong_mapping_is_refused_at_load_with_the_place(tmp_path: Path, text: str, word: str):
    with pytest.raises(SettingsError) as caught:
        read_mapping(settings_file(tmp_path, text))

    assert word in str(caught.value)
    assert "mine.toml" in str(caught.value)


@pytest.mark.parametrize("value", ["-1", "0", "nan", "inf", "1.5", '"50"', "true"])
def test_case_85_a_wrong_limit_is_refused_at_load(tmp_path: Path, value: str):
    shipped = Path("workbench/intake/limits.toml").read_text("utf-8")
    text = "\n".join(f"rows = {value}" if line.startswith("rows") else line for line in shipped.splitlines())

    with pytest.raises(SettingsError, match="rows"):
        read_limits(settings_file(tmp_path, text))


def test_case_85_a_settings_file_of_ten_megabytes_or_other_bytes_is_refused(tmp_path: Path):
    large = settings_file(tmp_path, f'name = "{"x" * 10_000_000}"', "large.toml")
    other = tmp_path / "other.toml"
    other.write_bytes(b'name = "\xff"')

    with pytest.raises(SettingsError, match=f"{LARGEST:,}"):
        read_mapping(large)
    with pytest.raises(SettingsError, match="UTF-8"):
        read_mapping(other)


def test_case_85_a_mapping_of_ones_own_is_found_by_its_path(tmp_path: Path):
    path = settings_file(tmp_path, 'name = "自备"\ngeneral = true\nprefix = "本地-"\n[assume]\npeople = "1"')

    assert find_mapping(str(path)).name == "自备"
    assert look(xlsx(row()), mapping=str(path)).drafts[0].case_no == "本地-XF-0001"
    with pytest.raises(UnknownMappingError, match=r"可用：.*general"):
        find_mapping("没有")


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, b"SQLite format 3\0" + b"\1" * 2000])
def test_case_86_a_file_that_is_no_database_of_ours_is_refused_and_left_alone(tmp_path: Path, content: bytes):
    path = tmp_path / "workbench.sqlite"
    path.write_bytes(content)
    bench = Workbench(Config(f"sqlite:///{path.as_posix()}", tmp_path))

    with pytest.raises(DatabaseError):
        inspect(xlsx(row()), "台账.xlsx", bench=bench)

    assert path.read_bytes() == content


def test_case_86_a_database_of_another_program_is_refused(tmp_path: Path):
    path = tmp_path / "workbench.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table petition_case (id integer)")
    connection.close()
    bench = Workbench(Config(f"sqlite:///{path.as_posix()}", tmp_path))

    with pytest.raises(DatabaseError):
        inspect(xlsx(row()), "台账.xlsx", bench=bench)


def test_case_86_a_missing_database_is_no_reason_to_make_one(tmp_path: Path):
    path = tmp_path / "workbench.sqlite"
    bench = Workbench(Config(f"sqlite:///{path.as_posix()}", tmp_path))

    with pytest.raises(DatabaseError):
        inspect(xlsx(row()), "台账.xlsx", bench=bench)

    assert not path.exists()


def test_case_87_a_double_click_imports_once(bench: Workbench):
    preview = inspect(xlsx(row()), "台账.xlsx", bench=bench)

    first, second = (load(bench, preview, CLERK, confirmed=True) for _ in range(2))

    assert (first.imported, second.imported, second.already_imported) == (1, 0, True)
    assert count(bench) == 1


def test_case_87_a_stale_preview_cannot_overwrite_what_came_in_meanwhile(bench: Workbench):
    preview = inspect(xlsx(row()), "台账.xlsx", bench=bench)
    bench.perform(make_register(case_no="XF-0001"), actor=CLERK)

    with pytest.raises(ValueError, match="XF-0001"):
        load(bench, preview, CLERK, confirmed=True)

    assert count(bench) == 1


@pytest.mark.parametrize(
    "answers",
    [
        {"sheet": "没有这张表"},
        {"unit:忠防镇": "999999"},
        {"column:B": "petition_case.id"},
        {"field:title": "ZZ"},
        {"value:channel:来信": "'; drop table petition_case; --"},
    ],
)
def test_case_87_a_crafted_answer_outside_the_choices_changes_nothing(answers: dict[str, str]):
    preview = look(xlsx(row()), answers=answers)

    for draft in preview.drafts:
        assert draft.acts[0].step.channel is not None  # type: ignore[attr-defined]
        assert draft.acts[0].step.to_unit == "430682101"  # type: ignore[attr-defined]


def test_case_87_a_megabyte_pasted_into_a_cell_is_refused_quickly():
    assert "超过上限" in only_fault(look(csv(row(信访内容="长" * 1_000_000)).encode(), "台账.csv")).reason


def test_nothing_is_written_unless_what_differs_is_confirmed(bench: Workbench):
    preview = inspect(xlsx(row()), "台账.xlsx", bench=bench)
    size = bench.ledger_size()

    with pytest.raises(NotConfirmedError):
        load(bench, preview, CLERK)

    assert bench.ledger_size() == size


def test_a_cancelled_import_leaves_nothing(bench: Workbench):
    preview = inspect(xlsx(row()), "台账.xlsx", bench=bench)
    cancel = Event()
    cancel.set()

    with pytest.raises(CancelledError):
        load(bench, preview, CLERK, confirmed=True, cancel=cancel)
    with pytest.raises(CancelledError):
        inspect(xlsx(row()), "台账.xlsx", bench=bench, cancel=cancel)

    assert count(bench) == 0


def test_progress_is_told_while_reading_and_writing(bench: Workbench):
    told: list[tuple[str, int, int]] = []
    content = xlsx(*(row(信访件编号=f"XF-{n}") for n in range(2_100)))

    preview = inspect(content, "台账.xlsx", bench=bench, progress=lambda *step: told.append(step))
    load(bench, preview, CLERK, confirmed=True, progress=lambda *step: told.append(step))

    assert {what for what, _, _ in told} == {"读取文件", "核对内容", "写入登记"}
    assert told[-1] == ("写入登记", 2_100, 2_100)


def test_the_batch_keeps_the_original_and_its_name(bench: Workbench):
    content = xlsx(row())

    result = taken_in(bench, content, "../一月\u202e.xlsx")

    with bench.reading() as session:
        batch = session.scalars(select(ImportBatch)).one()
        kept = session.scalars(select(ImportFile)).one()
        assert (batch.batch, batch.rows_read, batch.rows_imported) == (result.batch, 1, 1)
        assert (kept.content, kept.file_name) == (content, "一月.xlsx")


def test_an_import_stands_the_verification_of_the_ledger(bench: Workbench):
    taken_in(bench, xlsx(row(), row(信访件编号="XF-0002")))

    assert bench.verify_ledger().is_sound


def test_a_preview_can_be_looked_at_without_a_database() -> None:
    preview: Preview = look(xlsx(row()))

    assert preview.blockers == ()
    assert preview.corrected == 2


def test_an_import_is_the_same_on_both_engines(either_bench: Workbench):
    content = xlsx(row(), row(信访件编号="XF-0002", 信访内容="㼆䶮村𠮷某：路灯坏了🙏"))

    result = taken_in(either_bench, content)
    again = inspect(content, "台账.xlsx", bench=either_bench)

    assert result.imported == count(either_bench) == 2
    assert kept_bytes(either_bench) == content
    assert again.already == result.batch
    assert either_bench.verify_ledger().is_sound
