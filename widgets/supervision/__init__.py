"""督办建议：谁该督办、督办到哪一步、三项建议有没有书面反馈，信访局自己的十五日也在内。"""

from widgets.supervision.state import SupervisionState
from widgets.supervision.view import Supervision, open_supervision

__all__ = ["Supervision", "SupervisionState", "open_supervision"]
