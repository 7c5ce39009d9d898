"""Figures for analysts in JupyterLab: asked in one line, shown as table and chart, opened to their cases.

``from workbench import figures`` and then ``figures.ask("concluded_on_time", by=["unit"], period="2026")``.
``totals`` and ``extract`` are for accounts that only count, and open no records.
"""

from workbench.figures.asking import ask
from workbench.figures.counted import extract, totals
from workbench.figures.listed import names

__all__ = ["ask", "extract", "names", "totals"]
