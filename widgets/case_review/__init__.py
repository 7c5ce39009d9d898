"""案件审查：查哪件超期、依据什么、谁负责。"""

from widgets.case_review.state import CaseReviewState
from widgets.case_review.view import CaseReview, open_case_review

__all__ = ["CaseReview", "CaseReviewState", "open_case_review"]
