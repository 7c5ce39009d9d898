"""单位工作台：一个单位今天、本周、本月要办的全部事情；办得怎样；提出过的异议；每日提醒。"""

from widgets.unit.state import UnitState
from widgets.unit.view import UnitScreen, open_unit

__all__ = ["UnitScreen", "UnitState", "open_unit"]
