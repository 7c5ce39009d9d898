"""The appraisal screen: months, a month for the office, a unit's own sheet, the cases behind a point."""

from widgets.appraisal.state import AppraisalScreenState
from widgets.appraisal.view import AppraisalScreen, open_appraisal

__all__ = ["AppraisalScreen", "AppraisalScreenState", "open_appraisal"]
