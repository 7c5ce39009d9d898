"""All parts together, with invented content."""

from widgets.gallery.view import Gallery

__all__ = ["Gallery"]
