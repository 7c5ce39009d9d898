"""案件评查: my reviews, one sheet beside its file, rounds and what came of them."""

from widgets.file_review.state import FileReviewState
from widgets.file_review.view import FileReview, open_file_review

__all__ = ["FileReview", "FileReviewState", "open_file_review"]
