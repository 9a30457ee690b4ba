"""The document editor in a browser: problems and preview follow the typing, keys save, nothing breaks the policy."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.staff.people import sign_in
from troubleshooting.models import Report

pytestmark = pytest.mark.browser
FRAME = 'iframe[name="preview"]'
TITLE = "your accounts can't be found"


def open_editor(page, article, base_url):
    """As a publisher who has signed in."""
    client = Client()
    sign_in(client, "Publishers")
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": base_url}])
    page.goto(reverse("admin:troubleshooting_article_change", args=[article.pk]))
    return page.get_by_label("Document", exact=True)


def preview(page):
    return page.frame_locator(FRAME)


def replace(text, old, new):
    """As somebody would: the old words selected, the new ones typed over them."""
    text.evaluate(
        "(text, old) => { const at = text.value.indexOf(old); text.focus(); text.setSelectionRange(at, at + old.length); }",
        old,
    )
    text.page.keyboard.insert_text(new)


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


def test_the_keyboard_saves(page, article, base_url, console):
    text = open_editor(page, article, base_url)
    replace(text, TITLE, "Saved by a key")
    text.evaluate("text => { text.scrollTop = 700; }")
    page.keyboard.press("Control+s")

    expect(page.get_by_text("Saved as revision 2")).to_be_visible()
    expect(text).to_be_focused()
    assert text.evaluate("text => text.scrollTop") == 700
    assert article.revisions.newest_first().first().document.title.endswith("Saved by a key")
    assert console == []


def test_save_and_publish_publishes(page, article, base_url):
    text = open_editor(page, article, base_url)
    replace(text, TITLE, "Published by a click")
    page.get_by_role("button", name="Save and publish").click()

    expect(page.get_by_text("visitors now see revision 2")).to_be_visible()
    article.refresh_from_db()
    assert article.title.endswith("Published by a click")


def test_unsaved_text_is_not_left_without_a_question(page, article, base_url):
    text = open_editor(page, article, base_url)
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    text.click()
    page.keyboard.type("x")
    expect(page.get_by_text("Not saved yet")).to_be_visible()

    page.get_by_role("link", name="History").click()
    page.wait_for_url("**/history/")
    assert questions == ["beforeunload"]


def test_when_the_session_is_over_the_text_stays_on_the_page(page, article, base_url):
    text = open_editor(page, article, base_url)
    replace(text, TITLE, "Still here")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("The portal did not answer")).to_be_visible()
    assert "Still here" in text.input_value()
    assert article.revisions.count() == 1


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
