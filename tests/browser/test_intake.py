"""The import as a clerk uses it, in a real browser over an empty database."""

from __future__ import annotations

import io
import random
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.kernels import kernel_of, process_of
from tests.browser.profiles import Watched
from tests.browser.sites import Site, run_workbench
from tests.browser.waiting import PATIENCE, look_again, wait_until_usable
from tests.intake.files import HEADINGS, row, saved, with_column, workbook, xlsx

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MEGABYTE = 1024 * 1024
Choose = Callable[..., None]


@pytest.fixture(scope="module")
def intake_site(start_site: Callable[[Path], Site], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of its own, so that what is imported here troubles no other test."""
    home = tmp_path_factory.mktemp("intake") / "信访 数据"
    run_workbench(home, "init")
    return start_site(home)


@pytest.fixture
def intake(page: Page, intake_site: Site) -> Page:
    """The import, waiting for a file."""
    page.goto(intake_site.at("intake"))
    wait_until_usable(page)
    expect(page.get_by_role("button", name="选择文件")).to_be_visible()
    return page


@pytest.fixture
def choose(intake: Page, tmp_path: Path) -> Choose:
    """Choose a file, as from the file window; from the disk, for a large one takes long to be handed over."""

    def chosen(content: bytes, name: str = "台账.xlsx") -> None:
        file = tmp_path / name
        file.write_bytes(content)
        intake.locator("input[type=file]").set_input_files(file)

    return chosen


def ledger(prefix: str, **changed: object) -> list[tuple[object, ...]]:
    return [
        row(**{"信访件编号": f"{prefix}-{n:03}", "信访人姓名": "王小明", **changed}) for n in range(1, 13)
    ]


def barriers(page: Page) -> str:
    found = Axe().run(page)
    return "" if found.violations_count == 0 else found.generate_report()


def test_a_workbook_becomes_cases_in_case_review(intake: Page, choose: Choose) -> None:
    content = xlsx(*ledger("A"))
    choose(content)
    expect(intake.get_by_role("heading", name="可以导入")).to_be_visible()

    intake.get_by_role("tab", name="前 8 行").click()
    expect(intake.get_by_text("王某某").first).to_be_visible()
    assert "王小明" not in intake.content()

    intake.get_by_role("button", name="导入 12 件").click()
    intake.get_by_role("button", name="确定").click()
    expect(intake.get_by_role("heading", name="已导入 12 件")).to_be_visible()
    intake.get_by_role("link", name="查看这一批案件").click()
    wait_until_usable(intake)
    expect(intake.locator(".wb-grid-total").first).to_contain_text("12 件")

    intake.go_back()
    wait_until_usable(intake)
    choose(content, "同一份.xlsx")
    expect(intake.get_by_role("heading", name="这份文件此前已导入")).to_be_visible()
    assert "batch=" in (intake.get_by_role("link", name="查看这一批案件").get_attribute("href") or "")


def test_a_faulty_file_shows_its_faults_and_saves_them(intake: Page, choose: Choose, tmp_path: Path) -> None:
    choose(xlsx(*ledger("B", 登记日期="2026-02-30")), "有错.xlsx")
    grid = intake.get_by_role("grid", name="错误清单")
    expect(grid.get_by_text("日期这一天不存在").first).to_be_visible()
    expect(intake.get_by_role("button", name="导入", exact=True)).to_be_disabled()

    grid.get_by_text("日期这一天不存在").first.click()
    expect(intake.locator(".wb-facts").get_by_text("请核对原件上的日期")).to_be_visible()

    with intake.expect_download() as saving:
        intake.get_by_role("button", name="保存错误清单").click()
    assert saving.value.suggested_filename == "导入错误（有错）.xlsx"
    saving.value.save_as(tmp_path / "faults.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "faults.xlsx").active
    assert sheet is not None
    assert sheet["C2"].value == 2
    assert sheet["E2"].value == "2026-02-30"


def test_questions_are_answered_with_the_keyboard(intake: Page, choose: Choose) -> None:
    headings = tuple("日期" if heading == "登记日期" else heading for heading in HEADINGS)
    book = workbook(*ledger("C"), headings=headings, sheet="台账")
    book.create_sheet("统计")
    book["统计"].append(["类别", "件数"])
    choose(saved(book))

    first = intake.get_by_role("radio", name="台账（13 行）")
    first.focus()
    intake.keyboard.press("Space")
    intake.get_by_role("button", name="按所答继续").press("Enter")
    intake.get_by_role("radio", name="登记日期").check()
    intake.get_by_role("button", name="按所答继续").click()

    expect(intake.get_by_role("heading", name="可以导入")).to_be_visible()
    expect(intake.get_by_role("radio", name="登记日期")).to_be_checked()


def test_a_file_about_controlling_people_is_sent_back(
    intake: Page, choose: Choose, intake_site: Site
) -> None:
    choose(with_column("稳控措施", "专人看守"))

    expect(intake.get_by_text("本系统不登记对信访人的管控类栏目")).to_be_visible()
    assert "专人看守" not in intake.content()
    logged = (intake_site.home / "logs" / "firewall.jsonl").read_text("utf-8")
    assert "专人看守" not in logged

    intake.get_by_role("button", name="换一个文件").click()
    expect(intake.get_by_role("button", name="选择文件")).to_be_visible()


def test_a_file_of_fifty_megabytes_comes_in_with_progress(
    intake: Page, choose: Choose, tmp_path: Path
) -> None:
    # The browser reads a large file from the disk; what is no workbook is refused once it is complete.
    path = tmp_path / "大文件.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(50 * MEGABYTE))
    intake.evaluate(
        """() => { window.seen = new Set(); new MutationObserver(() => {
             const told = document.querySelector('.wb-upload-hint')?.textContent ?? '';
             if (told.includes('%')) window.seen.add(told);
           }).observe(document.body, { subtree: true, childList: true, characterData: true }); }"""
    )
    intake.locator("input[type=file]").set_input_files(path)

    expect(intake.locator(".wb-upload-zone[data-phase=refused]")).to_be_visible()
    assert intake.evaluate("window.seen.size") > 5
    choose(xlsx(*ledger("D")))
    expect(intake.get_by_role("heading", name="可以导入")).to_be_visible()


def test_what_was_handed_over_goes_with_a_kernel_that_is_killed(
    intake: Page, choose: Choose, intake_site: Site, watched: Watched
) -> None:
    watched.expected_errors += ["404", "WebSocket", "Kernel", "Connection lost"]
    own = next(intake_site.home.glob(f"scratch/*/{kernel_of(intake)}"))
    process = process_of(intake)
    seen: list[str] = []

    def kill_while_it_comes() -> None:
        deadline = time.monotonic() + 4 * PATIENCE / 1000
        while not seen and time.monotonic() < deadline:
            seen.extend(one.name for one in own.rglob("*.xlsx") if one.stat().st_size > MEGABYTE)
            time.sleep(0.005)
        process.kill()

    killing = threading.Thread(target=kill_while_it_comes)
    killing.start()
    choose(random.Random(5).randbytes(40 * MEGABYTE))
    killing.join()
    look_again(intake)

    expect(intake.locator("#site-connection")).to_contain_text("本页的计算进程已结束")

    assert seen
    assert not own.exists()


def test_a_workbook_of_fourteen_megabytes_with_a_picture_in_it_can_be_imported(
    intake: Page, choose: Choose
) -> None:
    whole = io.BytesIO(xlsx(*ledger("G")))
    with zipfile.ZipFile(whole, "a") as book:
        book.writestr("xl/media/image1.png", random.Random(14).randbytes(14 * MEGABYTE))
    assert len(whole.getvalue()) > 14 * MEGABYTE

    choose(whole.getvalue(), "带照片的台账.xlsx")

    expect(intake.get_by_role("heading", name="可以导入")).to_be_visible()


def test_the_template_can_be_saved_and_comes_back_with_every_heading_known(
    intake: Page, choose: Choose
) -> None:
    with intake.expect_download() as saving:
        intake.get_by_role("button", name="下载导入模板").click()
    assert saving.value.suggested_filename == "信访件导入模板.xlsx"

    choose(Path(saving.value.path()).read_bytes(), "信访件导入模板.xlsx")

    expect(intake.get_by_role("grid", name="错误清单").get_by_text("标题行以下没有数据")).to_be_visible()
    assert "没有识别" not in intake.locator("body").inner_text()


def test_no_state_of_the_import_has_a_barrier_that_axe_knows(intake: Page, choose: Choose) -> None:
    assert barriers(intake) == ""
    intake.get_by_role("tab", name="可识别的栏名").click()
    intake.get_by_text("可识别的栏名").last.wait_for()
    assert barriers(intake) == ""

    choose(xlsx(*ledger("E", 人数="约50人"), headings=HEADINGS))
    expect(intake.get_by_role("grid", name="错误清单").get_by_text("不是确切的数字").first).to_be_visible()
    assert barriers(intake) == ""
    intake.get_by_role("button", name="换一个文件").click()

    choose(xlsx(*ledger("F")))
    expect(intake.get_by_role("heading", name="可以导入")).to_be_visible()
    for name in ("栏目对应", "前 8 行"):
        intake.get_by_role("tab", name=name).click()
        intake.wait_for_timeout(200)
        assert barriers(intake) == ""


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 768)])
def test_the_import_fits_the_width_of_the_screen(intake: Page, choose: Choose, size: tuple[int, int]) -> None:
    intake.set_viewport_size({"width": size[0], "height": size[1]})
    choose(xlsx(*ledger("G", 登记日期="2026-02-30"), headings=HEADINGS))
    expect(intake.get_by_role("heading", name="错误")).to_be_visible()

    assert intake.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
