"""矛盾纠纷排查月报：按月看谁按时、谁逾期、谁没报；填报、更正、退回；岗位和培训。"""

from widgets.screening.state import ScreeningScreenState
from widgets.screening.view import ScreeningScreen, open_screening

__all__ = ["ScreeningScreen", "ScreeningScreenState", "open_screening"]
