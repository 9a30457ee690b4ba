"""The hand-off to support, by keyboard."""

import pytest
from playwright.sync_api import expect

from troubleshooting.models import Escalation

pytestmark = pytest.mark.browser
URL = "/articles/error-324/contact/?bank-change=new-details&tried=fix-now"


def test_the_packet_is_filled_in_and_can_be_copied(page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(URL)
    packet = page.locator(".packet")
    expect(packet).to_contain_text("Has something changed at your bank? I have a new account number")
    expect(packet).to_contain_text("Your bank gave you a new account number or card: Reconnect with Fix now")
    page.get_by_label("The name of your bank").fill("First Example Bank, checking")
    packet.get_by_role("button", name="Copy").click()
    expect(packet.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Bank connection error 324" in copied
    assert "Reconnect with Fix now" in copied
    assert "The name of your bank, and the type of account: First Example Bank, checking" in copied


def test_a_mistake_is_named_at_the_top_and_at_its_field_and_nothing_is_lost(page):
    page.goto(URL)
    page.get_by_label("The name of your bank").fill("First Example Bank")
    page.get_by_label("E-mail address").fill("nobody")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    field = page.get_by_label("E-mail address")
    assert page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text().strip()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("The name of your bank")).to_have_value("First Example Bank")
    summary.get_by_role("link").click()
    expect(field).to_be_focused()


def test_the_message_is_sent_and_its_reference_shown(page):
    page.goto(URL)
    page.get_by_label("E-mail address").fill("visitor@example.com")
    page.get_by_label("What happens, in your words").fill("Nothing downloads.")
    page.get_by_role("button", name="Send to support").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your message is on its way")
    escalation = Escalation.objects.get()
    expect(page.get_by_text(escalation.reference)).to_be_visible()
    assert (escalation.answers, escalation.tried) == ({"bank-change": "new-details"}, ["fix-now"])


def test_no_one_reaches_the_trap_for_programs(page):
    page.goto(URL)
    box = page.get_by_label("Leave this empty").bounding_box()
    assert box["x"] + box["width"] <= 0
    page.get_by_label("E-mail address").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send to support")).to_be_focused()
