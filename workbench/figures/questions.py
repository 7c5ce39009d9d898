"""What is wrong with a question."""


class QuestionError(ValueError):
    """A figure was asked in a way that has no answer."""
