"""联席会议：按规则备议程，会上用键盘记议定事项，会后盯着落实；另有投屏页。"""

from widgets.meeting.state import MeetingState
from widgets.meeting.view import MeetingApp, open_meetings

__all__ = ["MeetingApp", "MeetingState", "open_meetings"]
