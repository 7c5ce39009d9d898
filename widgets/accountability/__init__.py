"""责任追究：从线索到影响期满，每一条都留痕；谁被追究、怎么处理由有权机关决定。"""

from widgets.accountability.state import AccountabilityState
from widgets.accountability.view import Accountability, open_accountability

__all__ = ["Accountability", "AccountabilityState", "open_accountability"]
