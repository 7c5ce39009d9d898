"""``workbench figures`` from the command line: live, frozen, broken down, refused."""

import json
from datetime import date
from importlib.resources import files

import pytest
from openpyxl import load_workbook

from tests.factories import A_NEW_FIGURE, CLERK, OFFICE, TOWN, make_register, make_take
from workbench import figures
from workbench.app import open_workbench
from workbench.cli import main
from workbench.indicators.catalogue import catalogue, indicator
from workbench.snapshots.engines import DuckFacts
from workbench.terms import Channel, Outcome, Satisfaction, Step

COUNTY = "430682"
TOWN_NAME = "忠防镇"
MARCH = ("--as-of", "2026-03-31")


@pytest.fixture
def here(home, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    bench = open_workbench()
    bench.perform(
        make_register(case_no="N1"),
        make_take("N1", Step.TRANSFER, date(2026, 1, 7), unit=OFFICE, to_unit=TOWN),
        make_take("N1", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        make_register(case_no="N2", on=date(2026, 2, 3), channel=Channel.VISIT),
        actor=CLERK,
    )
    bench.close()
    return home


def ask(capsys, *arguments):
    status = main(["figures", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def without_hash(told):
    return [{**figure, "snapshot": None} for figure in told["figures"]]


def test_a_figure_is_the_same_from_the_live_snapshot_and_a_frozen_one(here, capsys):
    status, live = ask(capsys, "received", "accepted_on_time", *MARCH)
    main(["snapshot", "create", *MARCH, "--json"])
    frozen_hash = json.loads(capsys.readouterr().out)["hash"]

    _, frozen = ask(capsys, "received", "accepted_on_time", "--snapshot", frozen_hash[:10])

    assert status == 0
    assert [figure["denominator"] for figure in live["figures"]] == [2, 1]
    assert without_hash(frozen) == without_hash(live)
    assert {figure["snapshot"] for figure in frozen["figures"]} == {frozen_hash}
    assert frozen_hash[:12] in frozen["code"]


def test_without_names_the_whole_catalogue_is_counted_in_words(here, capsys):
    assert main(["figures", *MARCH]) == 0

    said = capsys.readouterr().out
    assert "登记件数" in said
    assert "按期告知率：" in said


def test_a_figure_can_be_broken_down_and_narrowed(here, capsys):
    _, by_channel = ask(capsys, "received", *MARCH, "--by", "channel")
    _, visits = ask(capsys, "received", *MARCH, "--channel", "visit", "--engine", "duckdb")

    groups = {figure["group"]: figure["denominator"] for figure in by_channel["figures"]}
    assert groups == {"letter": 1, "visit": 1}
    assert [figure["denominator"] for figure in visits["figures"]] == [1]


class NoRecursion(DuckFacts):
    """Stands for Spark, which is an extra: refuses what Spark refuses, and counts with DuckDB."""

    def __init__(self, files, *, master):
        super().__init__(files, threads=1)

    def execute(self, sql, parameters=None, /):
        assert "recursive" not in sql
        return super().execute(sql, parameters)


def test_the_cases_of_a_unit_are_the_same_whoever_counts_them(here, capsys, monkeypatch):
    monkeypatch.setattr("workbench.snapshots.spark.SparkFacts", NoRecursion)
    found = {
        engine: ask(capsys, "received", "accepted_on_time", *MARCH, "--unit", COUNTY, "--engine", engine)[1]
        for engine in ("sqlite", "duckdb", "spark")
    }

    assert [figure["denominator"] for figure in found["sqlite"]["figures"]] == [1, 1]
    assert without_hash(found["sqlite"]) == without_hash(found["duckdb"]) == without_hash(found["spark"])


@pytest.fixture
def answered(here):
    """Two matters answered by a town, after 64 and 20 days; one petitioner was satisfied, one silent."""
    bench = open_workbench()
    bench.perform(
        *(
            make_take("N1", step, on, unit=TOWN, **more)
            for step, on, more in (
                (Step.ISSUE_OPINION, date(2026, 3, 10), {"outcome": Outcome.EXPLAIN}),
                (Step.SERVE, date(2026, 3, 10), {}),
                (Step.RATE, date(2026, 3, 15), {"satisfaction": Satisfaction.SATISFIED}),
            )
        ),
        make_register(case_no="N3", on=date(2026, 2, 3)),
        make_take("N3", Step.TRANSFER, date(2026, 2, 4), unit=OFFICE, to_unit=TOWN),
        make_take("N3", Step.ACCEPT, date(2026, 2, 5), unit=TOWN),
        make_take("N3", Step.ISSUE_OPINION, date(2026, 2, 23), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_take("N3", Step.SERVE, date(2026, 2, 23), unit=TOWN),
        actor=CLERK,
    )
    bench.close()
    return here


WAYS = ("sqlite", "duckdb", "spark")


@pytest.fixture
def spark(monkeypatch):
    monkeypatch.setattr("workbench.snapshots.spark.SparkFacts", NoRecursion)


def each_way(capsys, *arguments):
    """Return what is said and what is told, by everybody who counts."""
    for engine in WAYS:
        main(["figures", *arguments, *MARCH, "--engine", engine])
        yield capsys.readouterr().out, ask(capsys, *arguments, *MARCH, "--engine", engine)[1]["figures"]


def test_waiting_times_are_told_in_days_and_not_as_a_count(answered, spark, capsys):
    for said, (nobody, town) in each_way(capsys, "answer_days", "--by", "unit"):
        assert (
            f"答复用时  {TOWN_NAME}（{TOWN}）：50% 在 20 日内，75% 在 64 日内，90% 在 64 日内（已有 2 件"
            in said
        )
        assert "未定：50% 尚不可知" in said and "还在等 1 件，等得最久 56 日" in said
        assert said.count("，样本过小") == 2 and nobody["small"] and town["small"]
        assert (nobody["group"], nobody["waits"]["waiting"]) == (None, 1)
        assert town["waits"]["days"] == {"50%": 20, "75%": 64, "90%": 64}


def test_satisfaction_is_told_with_both_ends_and_the_official_way_is_named(answered, spark, capsys):
    for said, (whole,) in each_way(capsys, "satisfied"):
        assert "群众满意率（系统口径）：100.0%（1/1）  样本过小" in said
        assert "未评价 1 件：全部不满意时 50.0%，全部满意或基本满意时 100.0%" in said
        assert f"按登记日期 · 定义 {indicator('satisfied').version}" in said
        assert whole["ends"] == {"low": 0.5, "high": 1.0, "silent": 1}
        assert (whole["official"], whole["date"]) == ("系统口径", "登记日期")
        assert whole["definition"] == indicator("satisfied").version


def test_a_group_has_ends_of_its_own(answered, capsys):
    _, told = ask(capsys, "satisfied", *MARCH, "--by", "month")

    assert [(one["group"], one["denominator"], one["ends"]["silent"]) for one in told["figures"]] == [
        ("2026-01", 1, 0),
        ("2026-02", 0, 1),
    ]


def test_what_of_a_filter_is_not_followed_is_said(answered, capsys):
    main(["figures", "closure_satisfied", *MARCH, "--unit", TOWN])

    assert "筛选说明：单位按答复或办结的单位筛选" in capsys.readouterr().out


def test_a_figure_of_the_live_snapshot_names_the_root_code_of_the_ledger(here, capsys):
    _, told = ask(capsys, "received", *MARCH)

    bench = open_workbench()
    assert told["ledger_code"] == bench.ledger_code(bench.ledger_size())
    assert told["snapshot"] is None


@pytest.fixture
def with_a_new_figure(tmp_path, monkeypatch):
    """One more table at the end of the shipped file, as somebody adds it; no code changes."""
    shipped = files("workbench.indicators").joinpath("catalogue.toml").read_text("utf-8")
    tmp_path.joinpath("catalogue.toml").write_text(shipped + A_NEW_FIGURE, "utf-8")
    monkeypatch.setattr("workbench.indicators.catalogue.files", lambda package: tmp_path)
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


def test_a_new_figure_is_one_more_table_of_the_file_and_nothing_else(
    answered, spark, capsys, with_a_new_figure
):
    """Asked in a notebook, counted, broken down and narrowed on the command line, live and frozen."""
    name = "answered_within_a_week"
    bench = open_workbench()
    answer = figures.ask(name, by="unit", period="2026", as_of=date(2026, 3, 31), bench=bench)

    assert name in set(figures.names()["编号"])
    assert [(cell.groups, cell.figure.numerator, cell.figure.denominator) for cell in answer.cells] == [
        ((None,), 0, 1),
        ((TOWN,), 0, 2),
    ]
    assert len(answer.failed()) == 3
    assert "七日内答复率" in answer._repr_html_()
    for said, (whole,) in each_way(capsys, name, "--unit", TOWN):
        assert "七日内答复率：0.0%（0/2）" in said
        assert whole["definition"] == catalogue()[name].version
    main(["figures", *MARCH])
    assert "七日内答复率" in capsys.readouterr().out


@pytest.mark.parametrize("condition", ["replied is not null", "replied_on is not nul"])
def test_a_slip_in_a_new_figure_is_told_and_no_program_error(here, tmp_path, capsys, monkeypatch, condition):
    shipped = files("workbench.indicators").joinpath("catalogue.toml").read_text("utf-8")
    slip = A_NEW_FIGURE.replace("replied_on is not null", condition)
    tmp_path.joinpath("catalogue.toml").write_text(shipped + slip, "utf-8")
    monkeypatch.setattr("workbench.indicators.catalogue.files", lambda package: tmp_path)
    catalogue.cache_clear()
    try:
        status, told = ask(capsys, "七日内答复率", *MARCH)
    finally:
        catalogue.cache_clear()

    assert (status, "指标“七日内答复率”的 that 不能执行" in told["error"]) == (1, True), told["error"]


def test_another_day_than_that_of_the_snapshot_is_refused(here, capsys):
    main(["snapshot", "create", *MARCH, "--json"])
    frozen_hash = json.loads(capsys.readouterr().out)["hash"]

    status, told = ask(capsys, "--snapshot", frozen_hash, "--as-of", "2026-01-01")

    assert (status, "去掉 --as-of" in told["error"]) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("made_up",), ("没有指标“made_up”", "登记件数（received）")),
        (("received", "--channel", "网上信"), ("没有信访渠道“网上信”", "来访（visit）")),
        (("received", "--unit", "999"), ("没有单位“999”", f"（{TOWN}）")),
        (("received", "--by", "nothing"), ("不能按“nothing”分组", "信访渠道（channel）")),
        (("--by", "nothing"), ("不能按“nothing”分组", "信访渠道（channel）")),
        (("received", "--by", "unit", "--by", "month"), ("只写一个 --by",)),
        (("received", "--from", "2026-03-01", "--until", "2026-02-01"), ("晚于最后一天 2026-02-01",)),
        (("received", "--from", "2026-04-01"), ("晚于最后一天 2026-03-31",)),
        (("received", "--until", "2030-01-01"), ("晚于截至日 2026-03-31",)),
    ],
)
def test_what_nobody_knows_is_refused_with_what_there_is(here, capsys, arguments, words):
    """And never answered with a confident zero."""
    status, told = ask(capsys, *arguments, *MARCH)

    assert status == 1
    assert all(one in told["error"] for one in words), told["error"]


def test_figures_channels_and_dimensions_are_called_by_their_chinese_names_too(here, capsys):
    _, named = ask(capsys, "登记件数", *MARCH, "--channel", "来访")
    main(["figures", "登记件数", *MARCH, "--by", "信访渠道"])
    said = capsys.readouterr().out

    assert [(one["indicator"], one["denominator"]) for one in named["figures"]] == [("received", 1)]
    assert "登记件数  来访（visit）：1" in said and "编号 received" in said


def test_figures_are_written_with_their_numbers_their_basis_and_their_cases(here, capsys, monkeypatch):
    monkeypatch.chdir(here)
    main(["snapshot", "create", *MARCH, "--json"])
    frozen_hash = json.loads(capsys.readouterr().out)["hash"]
    asked = ("按期告知率", "received", "--output", "指标.xlsx")

    status, told = ask(capsys, *asked, "--snapshot", frozen_hash)

    assert (status, told["file"]) == (0, "指标.xlsx")
    assert (here / "指标.xlsx").stat().st_mode & 0o777 == 0o600
    book = load_workbook(here / "指标.xlsx")
    assert book.sheetnames == ["指标", "1 按期告知率", "2 登记件数", "核对"]
    numbers = [[cell.value for cell in row] for row in book["指标"].iter_rows(min_row=2, max_row=3)]
    assert [row[1] for row in numbers] == ["accepted_on_time", "received"]
    assert [row[3:6] for row in numbers] == [[1, 1, 1], [2, "", 2]]
    assert frozen_hash[:12] in str([row for row in book["指标"].iter_rows(values_only=True)])
    assert {row[1] for row in book["2 登记件数"].iter_rows(2, 3, values_only=True)} == {"N1", "N2"}
    heads, *cases = book["2 登记件数"].iter_rows(1, 3, values_only=True)
    assert {row[heads.index("登记日期")].date() for row in cases} == {date(2026, 1, 5), date(2026, 2, 3)}
    assert {row[heads.index("人次")] for row in cases} == {1}
    assert {row[heads.index("计入本指标（批次）")] for row in cases} == {1}
    below = [str(row[0]) for row in book["2 登记件数"].iter_rows(4, values_only=True)]
    assert any(one.startswith("本指标 2 批次，涉及 2 件") for one in below)
    assert any(one.startswith("定义：登记件数：") for one in below)
    status, told = ask(capsys, *asked, *MARCH)
    assert (status, "已经存在" in told["error"]) == (1, True)


def test_a_filter_stands_on_every_face_of_the_result(here, capsys, monkeypatch):
    """Else three matters of one town pass for those of the county."""
    monkeypatch.chdir(here)
    asked = ("登记件数", "接访履职率", *MARCH, "--unit", TOWN_NAME, "--channel", "来访")
    narrowed = f"责任单位：{TOWN_NAME}；信访渠道：来访"

    _, told = ask(capsys, *asked, "--output", "指标.xlsx")
    main(["figures", *asked])
    said = capsys.readouterr().out

    assert (told["filter"], told["units"], told["channels"]) == (narrowed, [TOWN], ["visit"])
    assert [one["filter"] for one in told["figures"]] == [narrowed, f"责任单位：{TOWN_NAME}"]
    assert said.count(f"筛选条件：{narrowed}") == 2  # over all, and under the figure that follows it
    book = load_workbook(here / "指标.xlsx")
    heads, *rows = book["指标"].iter_rows(values_only=True)
    assert rows[0][heads.index("筛选条件")] == narrowed
    for name in ("指标", "1 登记件数"):
        assert narrowed in str(list(book[name].iter_rows(values_only=True)))


def test_a_figure_asked_by_name_stands_beside_the_year_before(answered, spark, capsys, monkeypatch):
    monkeypatch.chdir(answered)
    bench = open_workbench()
    bench.perform(make_register(case_no="N0", on=date(2024, 12, 2)), actor=CLERK)
    bench.close()
    for said, (received, days) in each_way(capsys, "received", "answer_days"):
        assert "同比 案件太少，不作比较（2025年1月1日至2025年3月31日 0 批次）" in said
        assert received["year_on_year"]["verdict"] == "too_few"
        assert (received["year_on_year"]["before"], days["year_on_year"]) == (0, None)
    _, by_month = ask(capsys, "received", *MARCH, "--by", "month")
    assert by_month["figures"][0]["year_on_year"] is None
    main(["figures", "handled", *MARCH, "--output", "指标.xlsx"])
    assert "同比 须按当时的截至日比较：它随时间继续变化，要有 2025-03-31 的快照" in capsys.readouterr().out
    heads, row, *_ = load_workbook(answered / "指标.xlsx")["指标"].iter_rows(values_only=True)
    assert row[heads.index("同比")].startswith("同比 须按")
    main(["snapshot", "--as-of", "2025-03-31"])
    capsys.readouterr()
    _, told = ask(capsys, "handled", *MARCH)
    assert told["figures"][0]["year_on_year"]["words"] == "案件太少，不作比较"
    main(["figures", "handled", *MARCH, "--engine", "duckdb"])
    assert "（workbench snapshot create --as-of 2025-03-31）" in capsys.readouterr().out
    main(["snapshot", "create", "--as-of", "2025-03-31"])
    main(["figures", "handled", *MARCH, "--engine", "duckdb"])
    assert "按当时的快照：截至 2025-03-31" in capsys.readouterr().out


def test_months_that_are_not_whole_and_a_year_that_has_hardly_begun_are_told(here, capsys, monkeypatch):
    monkeypatch.chdir(here)
    early = ("--as-of", "2026-01-05")
    main(["figures", "received", *early, "--by", "month", "--output", "指标.xlsx"])
    said = capsys.readouterr().out

    assert "登记件数  2026-01：1  不足整月" in said and "2026-01 到 5 日止，不足整月" in said
    assert "只有 5 日；上一年全年写 --from 2025-01-01 --until 2025-12-31" in said
    heads, row, *_ = load_workbook(here / "指标.xlsx")["指标"].iter_rows(values_only=True)
    assert row[heads.index("说明")] == "不足整月（到 5 日止）"
    _, told = ask(capsys, "received", *early, "--by", "month")
    assert told["figures"][0]["part_month"] == "到 5 日止" and "只有 5 日" in told["period_remark"]
    _, told = ask(capsys, "received", *early, "--from", "2026-01-01")
    assert told["period_remark"] is None
    for chosen, words in (
        ((), "统计期（当年）2026年1月1日"),
        (("--from", "2026-01-01"), "统计期 2026年1月1日"),
    ):
        main(["figures", "received", *MARCH, *chosen])
        assert words in capsys.readouterr().out
    _, told = ask(capsys, "received", *MARCH, "--by", "month")
    assert (told["period_remark"], told["figures"][0]["part_month"]) == (None, None)


def test_without_a_filter_none_is_told(here, capsys):
    _, told = ask(capsys, "received", *MARCH)

    assert (told["filter"], told["figures"][0]["filter"]) == (None, None)
