"""How an official fills in the forms of a screen, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def start(page: Page, name: str) -> Locator:
    """Open the form of an act."""
    page.get_by_role("button", name=name, exact=True).click()
    form = page.get_by_role("form", name=name)
    form.wait_for()
    return form


def record(page: Page, name: str) -> None:
    """Press the button of the open form, twice, and wait for the sentence."""
    form = page.get_by_role("form", name=name)
    button = form.get_by_role("button", name="记入台账", exact=True)
    expect(form.locator(".wb-form-blockers")).to_have_text("")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    form.get_by_role("button", name="确定").click()
    page.get_by_text(f"“{name}”已记入台账").first.wait_for()


def choose_unit(form: Locator, label: str, name: str) -> None:
    """Choose a unit by typing its name."""
    form.get_by_role("combobox", name=label, exact=True).fill(name)
    form.page.get_by_role("option", name=name, exact=True).first.click()
