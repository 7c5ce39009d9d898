"""数据导入：选一个文件，看清它会怎样入库，确认后整份导入。"""

from widgets.intake.state import IntakeState
from widgets.intake.view import Intake

__all__ = ["Intake", "IntakeState"]
