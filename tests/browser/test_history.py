"""History, comparison and previews in a browser: readable at both widths, walked by a stranger, clean under the policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_pages import RULES
from tests.staff.people import sign_in
from troubleshooting.models import AuditEntry, Escalation, Report
from troubleshooting.publishing import save_revision
from troubleshooting.views.preview import preview_path

pytestmark = pytest.mark.browser
STOCK = {"label-title-only"}
"""Django's own search field is labeled by a picture, whose text this rule does not see."""
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def draft(article):
    """The sample article with one step changed, one added, a scenario moved and another title."""
    document = article.published_revision.document
    first, *others = document.scenarios
    fix, *more = first.fixes
    step = fix.steps[0]
    changed = step.model_copy(update={"body": (step.body[0].model_copy(update={"markdown": "Sign in twice."}),)})
    added = changed.model_copy(update={"key": "added-step"})
    fix = fix.model_copy(update={"steps": (changed, *fix.steps[1:], added)})
    first = first.model_copy(update={"fixes": (fix, *more)})
    scenarios = (*others, first)
    return save_revision(
        document=document.model_copy(update={"title": "The draft", "scenarios": scenarios}), article=article, note="Try"
    )


def staff(page, base_url, group="Publishers"):
    client = Client()
    sign_in(client, group)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": base_url}])
    return page


def address(name, article, *number, query=""):
    return reverse(f"admin:troubleshooting_article_{name}", args=[article.pk, *number]) + query


def pages_of(article):
    return {
        "history": address("history", article),
        "revision": address("revision", article, 2),
        "compare": address("compare", article, query="?from=1&to=2"),
        "look": address("look", article, 2),
        "audit": reverse("admin:troubleshooting_auditentry_changelist"),
        "audit entry": reverse("admin:troubleshooting_auditentry_change", args=[AuditEntry.objects.first().pk]),
    }


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_of_ours_on_any_of_the_pages(new_context, base_url, article, draft, viewport, scheme):
    page = staff(new_context(bypass_csp=True, color_scheme=scheme, viewport=viewport).new_page(), base_url)
    swept = 0
    for place in pages_of(article).values():
        page.goto(place, wait_until="networkidle")
        options = {"runOnly": {"type": "tag", "values": RULES}, "iframes": False}
        found = Axe().run(page, context="#content", options=options).response["violations"]
        found = [violation for violation in found if violation["id"] not in STOCK]
        assert [(place, violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found] == []
        swept += 1
    assert swept == 6


def test_no_page_breaks_the_policy_or_fails_in_script(page, base_url, article, draft, console):
    staff(page, base_url)
    for place in (*pages_of(article).values(), preview_path(draft), preview_path(draft) + "guide/"):
        page.goto(place, wait_until="networkidle")
    assert console == []


def test_two_revisions_picked_in_the_history_stand_side_by_side_and_on_a_phone_below_each_other(
    page, base_url, article, draft, console
):
    staff(page, base_url).set_viewport_size(DESKTOP)
    page.goto(address("history", article))
    page.get_by_label("Compare from revision 1").check()
    page.get_by_label("Compare to revision 2").check()
    page.get_by_role("button", name="Compare the two").click()

    step = page.locator(".change", has_text="Sign in twice.").first
    expect(step.locator("ins").first).to_contain_text("twice")
    before, after = (step.locator(".side").nth(number).bounding_box() for number in (0, 1))
    assert before["y"] == after["y"]
    assert before["x"] + before["width"] <= after["x"] + 1
    page.set_viewport_size({"width": 320, "height": 700})
    before, after = (step.locator(".side").nth(number).bounding_box() for number in (0, 1))
    assert before["x"] == after["x"]
    assert before["y"] + before["height"] <= after["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert console == []


def test_comparing_and_restoring_work_without_script(plain_page, base_url, article, draft):
    staff(plain_page, base_url)
    plain_page.goto(address("history", article))
    plain_page.get_by_role("button", name="Compare the two").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text(f"Revisions 1 and 2 of “{article.title}”")
    plain_page.goto(address("history", article))
    plain_page.get_by_role("button", name="Restore revision 1").click()
    expect(plain_page.get_by_text("Revision 1 was restored as revision 3.")).to_be_visible()


def walk_to_a_fix(page):
    """Along the first choice of every question."""
    while page.get_by_role("button", name="It didn't help").count() == 0:
        act_and_leave(page, page.locator(".choice").first)


def act_and_leave(page, element):
    at = page.url
    element.click()
    page.wait_for_url(lambda url: url != at)


def test_a_stranger_walks_the_guide_of_the_draft_by_the_link_and_nothing_is_recorded(page, draft, console):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    link = preview_path(draft)
    page.goto(link)
    act_and_leave(page, page.get_by_role("link", name="Find my cause"))
    walk_to_a_fix(page)
    act_and_leave(page, page.get_by_role("button", name="It didn't help"))

    assert f"{link}guide/" in page.url
    assert "tried=" in page.url
    expect(page.get_by_text("Preview of revision 2, not public.")).to_be_visible()
    assert Report.objects.count() == 0
    assert not [url for url in asked if url.endswith("/visits/")]
    assert page.context.cookies() == []
    assert console == []


def test_a_stranger_who_writes_to_support_is_told_that_nothing_was_sent(page, draft, console):
    page.goto(f"{preview_path(draft)}contact/")
    for field in page.locator("form.contact textarea, form.contact input[type=text]:not([name=website])").all():
        field.fill("words")
    page.locator("form.contact input[type=email]").fill("ada@example.org")
    page.get_by_role("button", name="Send to support").click()
    expect(page.get_by_role("heading", name="Nothing was sent")).to_be_visible()
    assert Escalation.objects.count() == 0
    assert console == []


def test_the_frames_show_phone_and_desktop_and_send_other_links_to_a_tab_of_their_own(
    page, base_url, article, draft, console
):
    staff(page, base_url).set_viewport_size(DESKTOP)
    page.goto(address("look", article, 2), wait_until="networkidle")
    width = "frame => frame.contentWindow.innerWidth"
    frames = [frame.evaluate(width) for frame in page.locator("iframe").all()]
    assert [380 <= frames[number] <= 390 for number in (0, 2)] == [True, True]
    assert [frames[number] for number in (1, 3)] == [1280, 1280]

    phone = page.frame_locator("iframe").first
    expect(phone.get_by_role("heading", level=1)).to_have_text("The draft")
    phone.get_by_role("link", name="Find my cause").click()
    expect(phone.locator(".choice").first).to_be_visible()
    with page.context.expect_page() as opened:
        phone.get_by_role("link", name="Contact support").first.evaluate("link => { link.href = '/' }")
        phone.get_by_role("link", name="Contact support").first.click(no_wait_after=True)
    assert opened.value.url.endswith("/")
    assert console == []


def test_the_link_is_copied_by_a_button(new_context, base_url, article, draft):
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = staff(context.new_page(), base_url)
    page.goto(address("look", article, 2))
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator(".copied")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Link for people").input_value()
