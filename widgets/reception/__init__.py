"""领导接访：月度安排、接访结果、接访事项、领导批示，谁该接、接了没有、答应的办了没有。"""

from widgets.reception.state import ReceptionState
from widgets.reception.view import ReceptionScreen, open_reception

__all__ = ["ReceptionScreen", "ReceptionState", "open_reception"]
