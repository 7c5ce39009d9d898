"""形势研判：一眼看清在办、超期、将到期、变化，每个数都能点开看案件。"""

from widgets.overview.state import OverviewState
from widgets.overview.view import Overview, open_overview

__all__ = ["Overview", "OverviewState", "open_overview"]
