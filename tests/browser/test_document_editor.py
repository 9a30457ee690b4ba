"""The document editor in a browser: problems and preview follow the typing, and nothing breaks the policy."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.editing import enter, replace
from tests.staff.editing import page_address
from troubleshooting.models import Report

pytestmark = pytest.mark.browser
FRAME = 'iframe[name="preview"]'
TITLE = "your accounts can't be found"


def open_editor(page, article, base_url):
    enter(page, base_url, "Publishers")
    page.goto(page_address("document", article))
    return page.get_by_label("Document", exact=True)


def preview(page):
    return page.frame_locator(FRAME)


def test_the_preview_follows_the_typing_and_keeps_its_place(page, article, base_url, console):
    text = open_editor(page, article, base_url)
    expect(preview(page).get_by_role("heading", level=1)).to_contain_text(TITLE)
    scroll = (
        "frame => { const root = frame.contentDocument.documentElement; root.scrollTop = 300; return root.scrollTop; }"
    )
    place = page.locator(FRAME).evaluate(scroll)
    assert place > 0

    replace(text, TITLE, "nothing is found")
    expect(preview(page).get_by_role("heading", level=1)).to_contain_text("nothing is found")
    assert page.locator(FRAME).evaluate("f => f.contentDocument.documentElement.scrollTop") == place
    assert article.revisions.count() == 1
    assert console == []


def test_a_problem_leads_to_its_line(page, article, base_url, console):
    text = open_editor(page, article, base_url)
    expect(page.get_by_role("status").first).to_have_text("No problems")

    replace(text, "topic: bank-connections", "topic: gone")
    problem = page.locator("#problems li").first
    expect(problem).to_contain_text("Error")
    problem.get_by_role("link").click()
    expect(text).to_be_focused()
    selected = text.evaluate("text => text.value.slice(text.selectionStart, text.selectionEnd)")
    assert selected == "topic: gone"
    assert console == []


def test_a_problem_far_down_is_scrolled_to(page, article, base_url):
    text = open_editor(page, article, base_url)
    text.evaluate("text => { text.style.height = '200px'; }")
    replace(text, "# Contact", "# Nonsense")

    page.locator("#problems li").filter(has_text="Nonsense").get_by_role("link").first.click()
    assert text.evaluate("text => text.scrollTop") > 200
    assert text.evaluate("text => text.value.slice(text.selectionStart, text.selectionEnd)") == "# Nonsense"


def test_saving_leaves_the_caret_where_it_is_and_writes_the_keys_of_new_parts_into_the_text(
    page, article, base_url, console
):
    text = open_editor(page, article, base_url)
    replace(text, "# Contact", "# Scenario: A new cause\n\nA sign.\n\n## Fix: Mend it\n\n1. Mend it.\n\n# Contact")
    replace(text, "Mend it.", "Mend it well.")
    text.evaluate("text => { text.scrollTop = 700; }")
    page.keyboard.press("Control+s")

    expect(page.get_by_text("Saved as revision 2")).to_be_visible()
    expect(text).to_be_focused()
    expect(text).to_have_value(re.compile(re.escape("# Scenario: A new cause {#a-new-cause}")))
    assert text.evaluate("text => text.scrollTop") == 700
    before_caret = text.evaluate("text => text.value.slice(0, text.selectionStart)")
    assert before_caret.endswith("1. Mend it well.")
    assert console == []


def test_nothing_in_the_preview_reports_or_leads_away(page, article, base_url):
    open_editor(page, article, base_url)
    frame = preview(page)
    frame.get_by_role("link", name="Home").first.click()
    frame.locator("summary").filter(has_text="account is closed or suspended").first.click()
    frame.get_by_role("button", name="This fixed it").first.click()
    page.wait_for_timeout(300)

    expect(frame.get_by_role("heading", level=1)).to_contain_text(TITLE)
    assert Report.objects.count() == 0


def test_the_preview_has_the_width_of_a_phone_or_of_a_desktop(page, article, base_url):
    open_editor(page, article, base_url)
    width = "frame => frame.contentWindow.innerWidth"
    frame = page.locator(FRAME)
    assert frame.evaluate(width) >= 1180

    page.get_by_label("Phone").check()
    expect(frame).to_have_css("width", re.compile(r"^39\dpx$"))
    assert frame.evaluate(width) <= 392


def test_without_script_check_and_preview_are_buttons(plain_page, article, base_url):
    page = plain_page
    text = open_editor(page, article, base_url)
    text.fill(text.input_value().replace(TITLE, "Without script").replace("topic: bank-connections", "topic: gone"))

    page.get_by_role("button", name="Preview").click()
    expect(preview(page).get_by_role("heading", level=1)).to_contain_text("Without script")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#problems li").first).to_contain_text("Error")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved as revision 2")).to_be_visible()
