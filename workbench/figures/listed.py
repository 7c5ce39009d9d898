"""The catalogue as a table that is read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.indicators.catalogue import catalogue
from workbench.queries.named import DIMENSION_NAMES

if TYPE_CHECKING:
    import pandas as pd


def names() -> pd.DataFrame:
    """Return the catalogue as a table: what can be asked, what it means, by what it may be broken down."""
    import pandas as pd

    class Whole(pd.DataFrame):
        """A table whose texts are shown to their ends; what is made from it is an ordinary one."""

        def _repr_html_(self) -> str | None:
            with pd.option_context("display.max_colwidth", None, "display.max_rows", None):
                told: str | None = super()._repr_html_()  # type: ignore[misc]
                return told

    rows = [
        {
            "编号": one.id,
            "名称": one.name,
            "用途": "核心" if one.kind == "core" else "背景",
            "定义": one.words,
            "可按": "、".join(f"{by}（{DIMENSION_NAMES[by]}）" for by in one.dimensions),
            "依据": one.source,
        }
        for one in catalogue().values()
    ]
    return Whole(rows)
