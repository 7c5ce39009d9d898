import subprocess
import sys
from urllib.parse import parse_qsl

import pytest

from tests.factories import OFFICE
from widgets.case_review import CaseReview, CaseReviewState
from widgets.case_review.saved_views import CaseReviewViews
from workbench.access.viewer import Viewer
from workbench.terms import Role

CLERK = Viewer("zhang", "张科员", Role.CLERK, OFFICE)
COLLEAGUE = Viewer("li", "李科员", Role.CLERK, OFFICE)


@pytest.fixture
def view_of(caseload):
    def made(viewer, **address):
        view = CaseReview(CaseReviewState(caseload, address))
        view.saved_views._keeper = CaseReviewViews(view.state, view._open_view, viewer=lambda: viewer)
        return view

    return made


def ask(view, **message):
    view.saved_views._handle_custom_msg(message, [])
    return view.saved_views.shelf


def test_a_filter_is_kept_and_opened_again_as_of_the_day_that_is_shown(view_of):
    ask(view_of(CLERK, late="1", as_of="2026-03-30"), type="keep", name="超期的", shared=False)

    view = view_of(CLERK, as_of="2026-03-20")
    (item,) = ask(view, type="list")["items"]
    ask(view, type="open", id=item["id"])

    assert view.state.wanted.late_only
    assert view.filters.value.is_on("late_only")
    assert view.place.query == "late=1&as_of=2026-03-20"


def test_the_chart_is_kept_with_its_filter(view_of):
    ask(view_of(CLERK, tab="chart", by="unit"), type="keep", name="图", shared=False)

    view = view_of(CLERK)
    (item,) = ask(view, type="list")["items"]
    ask(view, type="open", id=item["id"])

    assert dict(parse_qsl(view.place.query)) == {"tab": "chart", "chart": "received", "by": "unit"}


HEADS = {"col.title": "塌方", "col.late_days": "5..", "sort": "-late_days", "columns": "case_no,title"}


def test_a_view_keeps_order_tests_and_columns_of_the_list(view_of):
    ask(view_of(CLERK, **HEADS), type="keep", name="塌方", shared=True)

    view = view_of(COLLEAGUE, late="1")
    (item,) = ask(view, type="list")["items"]
    ask(view, type="open", id=item["id"])

    assert dict(parse_qsl(view.place.query)) == HEADS
    assert view.grid.total == 1
    assert view.grid.first["query"]["columns"] == ("case_no", "title")


def test_a_name_is_kept_in_no_head_either(view_of):
    shelf = ask(view_of(CLERK, **{"col.title": "赵小河"}), type="keep", name="名字", shared=False)

    assert "姓名不参加查找" in shelf["problem"]


def test_what_is_refused_is_said_in_the_window(view_of):
    view = view_of(CLERK, text="13900002222")

    shelf = ask(view, type="keep", name="电话", shared=True)

    assert "电话号码" in shelf["problem"]
    assert shelf["items"] == []


def test_a_colleague_sees_what_is_shared_and_cannot_change_it(view_of):
    mine = view_of(CLERK, late="1")
    (item,) = ask(mine, type="keep", name="超期的", shared=True)["items"]
    other = view_of(COLLEAGUE)

    (seen,) = ask(other, type="list")["items"]
    assert (seen["own"], seen["by"]) == (False, "zhang")
    assert "不是您的" in ask(other, type="delete", id=item["id"])["problem"]

    ask(mine, type="rename", id=item["id"], name="已超期")
    ask(mine, type="share", id=item["id"], shared=False)
    assert ask(other, type="list")["items"] == []
    ask(other, type="open", id=item["id"])
    assert "不再共用" in other.notice.sentences[-1]
    assert ask(mine, type="delete", id=item["id"])["items"] == []


@pytest.mark.parametrize(
    "message", [{"type": "drop"}, {"type": "keep", "name": 1}, {"type": "share", "id": "x"}]
)
def test_a_crafted_message_changes_nothing(view_of, message):
    assert ask(view_of(CLERK), **message)["problem"]


def test_nothing_heavy_is_loaded_before_the_window_opens():
    code = (
        "import sys, widgets.case_review.view; from widgets.parts.saved_views import SavedViews; "
        "print(*{'sqlalchemy', 'pandas', 'alembic'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""


def test_who_may_not_see_matters_has_no_views_of_them(view_of):
    view = view_of(Viewer("admin", "管理员", Role.ADMINISTRATOR, OFFICE))

    assert "不能进行这项操作" in ask(view, type="list")["problem"]
    assert "不能进行这项操作" in ask(view, type="keep", name="超期的", shared=False)["problem"]
