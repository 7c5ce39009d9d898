"""Draw all parts, so that one can look at them and try them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import ipywidgets as ipw

from widgets.case_review.bulk_bar import BulkBar
from widgets.duties import Reminder
from widgets.gallery.kept_views import ViewsInMemory
from widgets.gallery.samples import (
    BY_MONTH,
    BY_UNIT,
    COLUMNS,
    DOCUMENTS,
    MOMENTS,
    MONTHS,
    TODAY,
    TREND,
    UNIT_CHOICES,
    UNITS,
    WORKING,
    Samples,
    Unreadable,
)
from widgets.parts import (
    BarChart,
    Beside,
    Blocker,
    Choice,
    Confirm,
    Days,
    Download,
    Draft,
    Drawing,
    Field,
    FigureTile,
    FigureTiles,
    FileToSave,
    FilterBar,
    FilterValue,
    Form,
    FormField,
    FormValues,
    Grid,
    GridQuery,
    Markup,
    Panel,
    Progress,
    Quick,
    SavedViews,
    Static,
    Step,
    Tab,
    Tabs,
    Tag,
    Upload,
    UploadedFile,
    count_figure,
    day_text,
    document_fields,
    empty,
    explanation,
    facts,
    grouped,
    heading,
    label,
    share_figure,
    share_text,
    size_text,
    table,
    tag,
    timeline,
)
from widgets.parts.pictures import trend
from widgets.shell import Shell

CSV = "text/csv; charset=utf-8"
FIGURES = (
    count_figure("received", "本期收到", 1777, note="2,462 人次"),
    share_figure(
        "accepted",
        "按期受理率",
        1689,
        1742,
        parts=("按期", "未按期"),
        hint="收到之日起 15 日内告知受理情况的占比",
    ),
    share_figure(
        "concluded", "按期办结率", 1348, 1426, parts=("按期", "未按期"), hint="到期未办结的计入分母"
    ),
    count_figure("late", "超期未办结", 23, tone="late", note="涉及 9 个单位"),
    count_figure("soon", "7 日内到期", 41, tone="soon"),
    share_figure("reviewed", "复查按期办结率", 0, 0),
)
PERIODS = (
    Quick("本年", Days(date(2026, 1, 1), TODAY)),
    Quick("近十二个月", Days(date(2025, 4, 1), TODAY)),
    Quick("上年", Days(date(2025, 1, 1), date(2025, 12, 31))),
)
FIELDS = (
    Field(
        "unit", "办理单位", "many", tuple(Choice(name, name, 180 + 7 * at) for at, name in enumerate(UNITS))
    ),
    Field(
        "topic",
        "内容分类",
        "many",
        (
            Choice("01", "住房和城乡建设", 412),
            Choice("0101", "物业管理", 203, 1),
            Choice("0102", "房屋质量", 121, 1),
            Choice("02", "农村农业", 318),
            Choice("0201", "征地补偿", 96, 1),
        ),
    ),
    Field("channel", "渠道", "one", tuple(Choice(name, name) for name in ("来信", "来访", "来电", "网上"))),
    Field("registered", "登记日期", "days", quick=PERIODS),
    Field("late_only", "只看超期", "toggle"),
    Field("text", "查找", "text", placeholder="编号、标题或内容"),
)


FACTS = (
    ("编号", "LX2026000018"),
    ("渠道", "来信"),
    ("办理单位", "长安街道"),
    ("收到日期", "2026-01-05"),
    ("法定途径", "信访程序（出具信访处理意见书）"),
    ("来源层级", None),
    ("标题", "反映<某公司>与A&B纠纷"),
)
ASKED = (
    FormField("on", "批准日期", "date", required=True, initial="2026-03-31", high=TODAY),
    FormField("days", "延长天数", "number", required=True, low=1, hint="1 至 30 日"),
    FormField("by_head", "经机关负责人批准", "yes_no", required=True),
    FormField("unit", "办理单位", "unit", required=True, choices=tuple(Choice(one, one) for one in UNITS)),
    FormField(
        "channel",
        "渠道",
        "choice",
        choices=tuple(Choice(one, one) for one in ("来信", "来访", "来电", "网上")),
    ),
    FormField("note", "说明", "long", longest=500),
    *document_fields(
        "文书", (Choice("approval", "延长办理期限审批表"), Choice("notice", "延长办理期限告知书"))
    ),
)


class UnhappyError(ValueError):
    """A sentence that a callback wants to be read."""


class Gallery(Shell):
    """Every part once, each answering in the line of notices."""

    def __init__(self, *, rows: int = 100_000) -> None:
        super().__init__(
            "部件陈列",
            app="gallery",
            who="演示 · 联席办督查人员",
            as_of=TODAY,
            today=TODAY,
            on_as_of=self._turn_to,
            code="指标 2026.1 · 日历 2026 · 截至 2026-03-31 · 账本 700,112",
        )
        self.grid = Grid(
            COLUMNS,
            Samples(rows),
            label="案件列表",
            sort=(("due_on", True),),
            on_open=self._say("打开"),
            on_export=_export,
            on_check=self._ticked,
            height="430px",
            name="gallery",
        )
        self.bulk_bar = BulkBar(self._say("批量办理"), lambda: self.grid.check(()))
        self.remind(Reminder(7, True, "#gallery-case", "本单位有 7 件事项的期限已超期或 14 日内到期。"))
        self.show(
            self._filters(),
            self._figures(),
            self._charts(),
            Panel("表格", self._tables(), note="十万行，随滚动取数"),
            self._case(),
            self._files(),
            self._form(),
            self._work(),
        )

    def _say(self, what: str) -> Callable[..., None]:
        def said(*facts: object) -> None:
            self.notice.info("：".join([what, "，".join(map(str, facts))]) if facts else what)

        return said

    def _turn_to(self, day: date | None) -> None:
        self.set_as_of(day or TODAY)
        self.notice.info(f"截至日改为 {day or TODAY}")

    def _filters(self) -> ipw.Widget:
        self.filters = FilterBar(FIELDS, on_change=self._filtered)
        self.saved_views = SavedViews(ViewsInMemory(self._say("打开视图")))
        row = ipw.HBox([self.filters, self.saved_views])
        row.add_class("wb-filter-row")
        return Panel("筛选条和已存视图", row)

    def _filtered(self, value: FilterValue) -> None:
        self.notice.info(f"筛选条件 {len(value.chosen)} 项")

    def _figures(self) -> ipw.Widget:
        self.figures = FigureTiles(FIGURES, label="本期指标", on_open=self._say("指标"))
        return self.figures

    def _charts(self) -> ipw.Widget:
        self.by_month = BarChart(
            "近十二个月到期案件", category_label="月份", stacked=True, on_click=self._say("图中")
        )
        self.by_month.show(MONTHS, BY_MONTH)
        self.by_unit = BarChart(
            "各单位按期办结率", category_label="单位", percent=True, lying=True, on_click=self._say("图中")
        )
        self.by_unit.show(UNIT_CHOICES, BY_UNIT)
        nothing = BarChart("本期复核案件")
        self.trend = Drawing("每月登记批次", note="阴影为 95% 区间")
        self.trend.show(trend(TREND, ("月份", "批次", "说明")))
        tile = FigureTile(
            count_figure("own", "本单位在办", 12, note="其中 3 件由本人包案"), on_open=self._say("指标")
        )
        return Beside(Panel("", self.by_month, nothing, self.trend), Panel("", self.by_unit, tile))

    def _tables(self) -> ipw.Widget:
        pages = (
            Tab("rows", "十万行", lambda: ipw.VBox([self.bulk_bar, self.grid])),
            Tab("empty", "没有记录", lambda: Grid(COLUMNS, Samples(0), label="空的案件列表")),
            Tab("problem", "读不出数据", lambda: Grid(COLUMNS, Unreadable(), label="读不出的案件列表")),
        )
        return Tabs("表格的几种样子", pages)

    def _ticked(self, keys: tuple[str, ...]) -> None:
        self.bulk_bar.count = len(keys)

    def _case(self) -> ipw.Widget:
        working = explanation("办理期限", Tag("按期完成", "done"), WORKING)
        pages = (
            Tab("timeline", "办理过程", lambda: Static(timeline(MOMENTS))),
            Tab("deadline", "期限计算", lambda: Static(working)),
            Tab("documents", "文书", lambda: Static(empty("还没有文书。"))),
        )
        tabs = Tabs("案件内容", pages)
        return Beside(Panel("案件卡片", Static(_card())), Panel("分页、时间线与期限", tabs))

    def _files(self) -> ipw.Widget:
        self.upload = Upload(self._received, accept=(".xlsx", ".xls", ".csv", ".bin"))
        self.download = Download("下载信访工作简报", _briefing)
        return Beside(Panel("上传", self.upload), Panel("下载", self.download))

    def _received(self, file: UploadedFile) -> None:
        if "拒绝" in file.name:
            raise UnhappyError(f"“{file.name}”中没有可以导入的记录，请检查表头。")
        self.notice.success(f"收到 {file.name}，{size_text(file.size)}，SHA-256 {file.sha256[:12]}…")

    def _form(self) -> ipw.Widget:
        self.form = Form(
            ASKED,
            self._submitted,
            label="批准延长办理期限",
            button="登记",
            question="登记后只能更正，不能删除。确定登记？",
            on_change=_too_long,
            on_cancel=self._say("已取消"),
            draft=Draft("gallery", "extend"),
            today=TODAY,
        )
        return Panel("表单", self.form, note="缺什么、为什么不行，都写在按钮旁；没提交的内容刷新后还在")

    def _submitted(self, values: FormValues) -> None:
        if "出错" in values.text("note"):
            raise UnhappyError("本件刚被他人更新：请核对后再提交，已填的内容都还在。")
        self.notice.success(f"已登记：{values.day('on')}，{values.whole('days')} 日")

    def _work(self) -> ipw.Widget:
        self.progress = Progress("校验导入内容")
        start = ipw.Button(description="开始")
        start.add_class("wb-button")
        start.on_click(self.guard(lambda _button: self.progress.run(_count, self._say("校验完成"))))
        act = Confirm(
            "撤回本批导入", self._say("已撤回"), question="撤回后 312 件将不再出现，确定撤回？", is_grave=True
        )
        blocked = Confirm(
            "提交", self._say("已提交"), question="提交？", blockers=["请先填写办理单位", "请上传处理意见书"]
        )
        fail = Confirm("让程序出错", _fail, question="看看出错时怎样？")
        return Beside(Panel("进度", start, self.progress), Panel("确认", act, blocked), Panel("出错", fail))


def _card() -> Markup:
    """One matter on a card: what it is, how it stands, its papers."""
    papers = [(name, number, day_text(on), grouped(pages)) for name, number, on, pages in DOCUMENTS]
    return tag(
        "div",
        heading("反映小区楼顶漏水多次报修未处理", "LX2026000018", level=3),
        tag("p", label(Tag("已送达", "done")), " ", label(Tag("曾超期 2 日", "late"))),
        facts(FACTS),
        table(("文书", "文号", "日期", "页数"), papers, caption="文书", numbers=(3,)),
        tag("p", f"本单位今年按期办结 {share_text(57, 60)}。", class_="wb-small"),
    )


def _too_long(values: FormValues) -> list[Blocker]:
    days = values.whole("days")
    if days is not None and days > 30:
        return [Blocker(f"延长期限不得超过30日，现为{days}日", "《信访工作条例》第三十四条")]
    return []


def _count(step: Step) -> int:
    for number in range(40):
        step(number / 40, f"已校验 {number * 70:,} 行")
        time.sleep(0.05)
    return 2816


def _fail() -> None:
    raise RuntimeError("this is what the log says")


def _export(query: GridQuery) -> FileToSave:
    return FileToSave("案件列表.csv", "\ufeff编号,事项\r\n".encode() + str(query).encode(), CSV)


def _briefing() -> FileToSave:
    return FileToSave("信访工作简报 2026年第3期.txt", "简报".encode(), "text/plain; charset=utf-8")
