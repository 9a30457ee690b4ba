"""The search box with the keyboard, with a finger and without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ARTICLE = "/articles/error-324/"


def open_list(page, text="error 32"):
    """Type, and return the box and the open list."""
    box = page.get_by_label("Error code, or what happens")
    box.click()
    box.press_sequentially(text)
    suggestions = page.get_by_role("listbox", name="Suggestions")
    expect(suggestions).to_be_visible()
    return box, suggestions


def test_a_suggestion_is_chosen_and_opened_with_the_keyboard_alone(page, console):
    page.goto("/")
    box, suggestions = open_list(page)
    expect(box).to_have_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("1 suggestion")
    page.keyboard.press("ArrowDown")
    expect(suggestions.get_by_role("option", selected=True)).to_have_id(box.get_attribute("aria-activedescendant"))
    page.keyboard.press("End")
    expect(suggestions.get_by_role("option", selected=True)).to_have_count(0)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{ARTICLE}*")
    assert console == []


def test_enter_with_nothing_chosen_searches_and_escape_closes_but_keeps_the_words(page):
    page.goto("/")
    box, suggestions = open_list(page)
    page.keyboard.press("Escape")
    expect(suggestions).to_be_hidden()
    expect(box).to_have_value("error 32")
    expect(page.get_by_role("status")).to_have_text("")
    page.keyboard.press("ArrowDown")
    expect(suggestions).to_be_visible()
    page.keyboard.press("Tab")
    expect(suggestions).to_be_hidden()
    box.press("Enter")
    page.wait_for_url("**/search/?q=error+32")


def test_on_a_page_with_swaps_the_masthead_suggests_too_and_moves_nothing(page, console):
    """On the smallest phone; the swap of the list must not be taken for one of the page."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(ARTICLE)
    before = page.locator("h1").bounding_box()
    box, suggestions = open_list(page)
    assert page.locator("h1").bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    expect(box).to_be_focused()
    expect(page.locator("#connection_notice")).to_be_hidden()
    box.fill("e")
    expect(suggestions).to_be_hidden()
    box.fill("bank")
    suggestions.get_by_role("option").first.click()
    page.wait_for_url(f"**{ARTICLE}*")
    assert console == []
    assert page.evaluate("sessionStorage.length") == 0


def test_without_script_the_box_is_a_plain_form(plain_page):
    plain_page.goto("/")
    box = plain_page.get_by_role("searchbox")
    expect(box).not_to_have_attribute("aria-expanded", "false")
    box.fill("324")
    box.press("Enter")
    plain_page.wait_for_url("**/search/?q=324")
    expect(plain_page.locator(".entries").get_by_role("link").first).to_have_attribute("href", ARTICLE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_the_open_list(new_context, scheme):
    """The results and the page without one stand in the sweep over all pages."""
    page = new_context(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto("/")
    open_list(page)
    page.keyboard.press("ArrowDown")
    found = Axe().run(page).response["violations"]
    assert [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found] == []
