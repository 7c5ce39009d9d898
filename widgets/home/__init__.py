"""首页：今日数字和进入各功能的入口。"""

from widgets.home.state import HomeState
from widgets.home.view import Home, open_home

__all__ = ["Home", "HomeState", "open_home"]
