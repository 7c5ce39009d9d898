"""Parts of screens; they know nothing of petitions.

Every part is shown in notebooks/explore/gallery.ipynb.
"""

from widgets.parts.chart import BarChart, Series
from widgets.parts.confirm import Confirm
from widgets.parts.download import Download
from widgets.parts.drawing import Drawing
from widgets.parts.figures import Figure, FigureTile, FigureTiles, count_figure, share_figure, share_text
from widgets.parts.filter_bar import FilterBar
from widgets.parts.filter_values import Days, Field, FilterValue, Quick
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormField, FormValues, document_fields
from widgets.parts.grid import Grid
from widgets.parts.grid_query import Column, ColumnFilter, GridQuery, GridSource, Row
from widgets.parts.guard import guard
from widgets.parts.markup import Markup, Static, Style, tag, text
from widgets.parts.notice import Notice
from widgets.parts.panel import Beside, Panel, Tab, Tabs
from widgets.parts.pieces import Moment, day_text, empty, explanation, facts, heading, label, table, timeline
from widgets.parts.progress import CancelledByViewerError, Progress, Step
from widgets.parts.saved_views import SavedViews, ViewKeeper
from widgets.parts.upload import Upload, UploadedFile
from widgets.parts.values import EXCEL, Choice, FileToSave, Tag, Tone, grouped, size_text

__all__ = [
    "EXCEL",
    "BarChart",
    "Beside",
    "Blocker",
    "CancelledByViewerError",
    "Choice",
    "Column",
    "ColumnFilter",
    "Confirm",
    "Days",
    "Download",
    "Draft",
    "Drawing",
    "Field",
    "Figure",
    "FigureTile",
    "FigureTiles",
    "FileToSave",
    "FilterBar",
    "FilterValue",
    "Form",
    "FormField",
    "FormValues",
    "Grid",
    "GridQuery",
    "GridSource",
    "Markup",
    "Moment",
    "Notice",
    "Panel",
    "Progress",
    "Quick",
    "Row",
    "SavedViews",
    "Series",
    "Static",
    "Step",
    "Style",
    "Tab",
    "Tabs",
    "Tag",
    "Tone",
    "Upload",
    "UploadedFile",
    "ViewKeeper",
    "count_figure",
    "day_text",
    "document_fields",
    "empty",
    "explanation",
    "facts",
    "grouped",
    "guard",
    "heading",
    "label",
    "share_figure",
    "share_text",
    "size_text",
    "table",
    "tag",
    "text",
    "timeline",
]
