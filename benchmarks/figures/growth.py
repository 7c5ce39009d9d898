"""Draw benchmarks/growth.svg from benchmarks/growth.csv: what grows with the number of matters, and how fast.

python -m benchmarks.figures.growth
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

from workbench.briefings.charts import use_chinese_font

HERE = Path(__file__).parents[1]
PANELS = ("一个问题，毫秒（各指标各分组的中位数）", "汇总全部案件，秒", "内存，MB")
COLOURS = {"Parquet": "#1f5fa8", "pandas": "#c96a12", "PostgreSQL": "#3c7d3c", "DuckDB 内存": "#7a4fa3"}
PLACES = ((20_000, "县"), (1_000_000, "省"), (10_000_000, "全国"))


def main() -> None:
    """Read the numbers, draw three panels side by side, write the file."""
    use_chinese_font()
    lines: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    with (HERE / "growth.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            lines[row["panel"], row["line"]].append((float(row["cases"]), float(row["value"])))
    figure, axes = plt.subplots(1, len(PANELS), figsize=(13, 4.2), layout="constrained")
    for axis, panel in zip(axes, PANELS, strict=True):
        for (of, name), points in lines.items():
            if of == panel:
                axis.plot(
                    *zip(*sorted(points), strict=True), marker="o", linewidth=1.6, color=COLOURS.get(name)
                )
                x, y = max(points)
                axis.annotate(
                    name, (x, y), xytext=(6, 0), textcoords="offset points", fontsize=8, va="center"
                )
        axis.set(xscale="log", yscale="log", title=panel, xlabel="案件数")
        axis.set_xlim(8_000, 90_000_000)
        axis.set_xticks([cases for cases, _ in PLACES], [f"{cases:,}\n{name}" for cases, name in PLACES])
        axis.minorticks_off()
        axis.grid(alpha=0.25)
        axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(HERE / "growth.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
