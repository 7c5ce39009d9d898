"""简报：选期、预览、写文字、导出、印发；每个数都能点开看案件。"""

from widgets.briefing.state import BriefingState
from widgets.briefing.view import BriefingScreen, open_briefing

__all__ = ["BriefingScreen", "BriefingState", "open_briefing"]
