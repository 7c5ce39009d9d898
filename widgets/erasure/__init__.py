"""删除与恢复: personal values deleted by two people, and a restored older copy acknowledged by two."""

from widgets.erasure.view import open_erasure

__all__ = ["open_erasure"]
