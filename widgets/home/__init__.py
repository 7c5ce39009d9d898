"""首页：今日数字和进入各功能的入口。"""

from widgets.home.state import HomeState
from widgets.home.view import Home

__all__ = ["Home", "HomeState"]
