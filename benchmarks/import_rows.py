"""How long an import of 100,000 rows takes, from the bytes of a workbook to the committed records.

    python benchmarks/import_rows.py [ROWS]

The workbook is invented; each row has four steps. Writes a Markdown table. On a busy machine only the
processor time says something. Status 1 if it took longer than 60 seconds.
"""

from __future__ import annotations

import io
import os
import platform
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from workbench.acts.base import Actor
from workbench.app import Workbench
from workbench.config import Config
from workbench.intake.load import load
from workbench.intake.preview import inspect
from workbench.terms import Role

HEADINGS = (
    "信访件编号", "登记日期", "信访日期", "信访人姓名", "联系电话", "住址", "信访形式", "信访目的",
    "内容分类", "问题属地", "责任单位", "人数", "标题", "信访内容", "法定途径", "转送日期",
    "受理告知日期", "答复日期", "答复内容",
)  # fmt: skip
UNITS = ("长安街道", "忠防镇", "聂市镇", "江南镇", "羊楼司镇", "临湘市教育局", "临湘市住房和城乡建设局")
TOPICS = ("城乡建设", "劳动和社会保障", "工程质量", "土地征收", "环境污染")
TEXT = "反映所在小区下水管道长期堵塞，多次向物业反映未予修理，请求有关部门核实并督促整改。"
DEMANDS = 60  # seconds within which it has to be done


def main(rows: int) -> int:
    """Make the workbook, import it, print the times; status 1 if it took longer than it may."""
    content = make_workbook(rows)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        bench = Workbench(Config(f"sqlite:///{(home / 'workbench.sqlite').as_posix()}", home))
        bench.initialise()
        begun, processor = time.perf_counter(), time.process_time()
        preview = inspect(content, "十万行.xlsx", bench=bench)
        looked = time.perf_counter()
        result = load(bench, preview, Actor("benchmark", Role.IMPORTER), confirmed=True)
        ended = time.perf_counter()
        processor = time.process_time() - processor + sum(os.times()[2:4])
        acts = bench.ledger_size()
        bench.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    write = sys.stdout.write
    write(f"机器：{platform.machine()}，Python {platform.python_version()}\n")
    write("| 步骤 | 数值 |\n|---|---|\n")
    write(f"| 工作簿 | {len(content) / 1e6:.1f} MB，{rows:,} 行 × {len(HEADINGS)} 栏 |\n")
    write(f"| 读取和核对 | {looked - begun:.1f} 秒 |\n")
    write(f"| 写入登记 | {ended - looked:.1f} 秒（{acts:,} 条台账） |\n")
    write(f"| 合计 | {ended - begun:.1f} 秒，导入 {result.imported:,} 件 |\n")
    write(f"| 其中处理器时间（含读取文件的子进程） | {processor:.1f} 秒 |\n")
    write(f"| 内存峰值 | {memory:,.0f} MB |\n")
    return 0 if result.imported == rows and ended - begun < DEMANDS else 1


def make_workbook(rows: int) -> bytes:
    """Return the bytes of an invented workbook."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for number in range(1, rows + 1):
        received = date(2021, 1, 4) + timedelta(days=number % 1_500)
        cells: tuple[object, ...] = (
            f"XF{number:07}", received, received, f"某{number % 97}", f"138{number % 100_000_000:08}",
            f"某村{number % 40}组", ("来信", "来访", "来电", "网上")[number % 4], "求决", TOPICS[number % 5],
            UNITS[number % 5], UNITS[number % 7], 1 + number % 3,
            f"反映下水管道堵塞（{number}）", f"{TEXT}（{number}）",
            "信访程序", received + timedelta(days=3), received + timedelta(days=10),
            received + timedelta(days=20 + number % 60), "已派人核实并修理，当事人表示认可。",
        )  # fmt: skip
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)  # type: ignore[arg-type]
            else:
                sheet.write(number, column, cell)
    book.close()
    return target.getvalue()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
