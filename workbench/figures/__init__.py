"""Figures for analysts in JupyterLab: asked in one line, shown as table and chart, opened to their cases.

``from workbench import figures`` and then ``figures.ask("concluded_on_time", by=["unit"], period="2026")``.
"""

from workbench.figures.asking import ask, names

__all__ = ["ask", "names"]
