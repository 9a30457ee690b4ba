"""Both editors in a browser: saving without a page load, and nothing typed is lost whatever happens."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.editing import enter, replace, violations
from tests.staff.editing import page_address
from tests.staff.people import make_staff
from troubleshooting.models import Article, EditLock, WorkingCopy
from troubleshooting.publishing import save_revision
from troubleshooting.publishing.locks import take_over

pytestmark = pytest.mark.browser
TITLE = "your accounts can't be found"
SOON = 15_000  # milliseconds; what did not come through is tried again after a few seconds


def open_text(page, article):
    page.goto(page_address("document", article) if article else page_address("add_document"))
    return page.get_by_label("Document", exact=True)


def keep(page, text, words):
    """Typed, and the seconds gone by after which unsaved work is sent."""
    replace(text, TITLE, words)
    page.clock.fast_forward(4_500)


def newest(article):
    return article.revisions.newest_first().first()


def state(page):
    return page.locator("#editing-state")


def test_the_keyboard_saves_without_a_page_load(page, article, base_url, console):
    enter(page, base_url, "Publishers")
    text = open_text(page, article)
    page.evaluate("window.isSamePage = true")
    replace(text, TITLE, "Saved by a key")
    page.get_by_label("What changed").fill("A better title")
    page.keyboard.press("Control+s")

    expect(state(page)).to_contain_text("Saved as revision 2")
    assert page.evaluate("window.isSamePage")
    saved = newest(article)
    assert (saved.document.title.endswith("Saved by a key"), saved.note) == (True, "A better title")
    expect(page.get_by_label("What changed")).to_have_value("")
    expect(page.locator(".workflow-state")).to_contain_text("Revision 2 is a draft.")
    expect(page.locator(".document-state")).to_contain_text("Newest is revision 2")

    replace(text, "Saved by a key", "Saved twice")
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("Saved as revision 3")
    assert console == []


def test_save_and_publish_publishes(page, article, base_url, console):
    enter(page, base_url, "Publishers")
    text = open_text(page, article)
    replace(text, TITLE, "Published by a click")
    page.get_by_role("button", name="Save and publish").click()

    expect(state(page)).to_contain_text("visitors now see revision 2")
    article.refresh_from_db()
    assert article.title.endswith("Published by a click")
    assert console == []


def test_the_first_save_of_a_new_article_stays_on_the_page(page, base_url, console):
    enter(page, base_url, "Editors")
    text = open_text(page, None)
    text.fill(text.input_value().replace("name-in-the-address", "brand-new"))
    page.keyboard.press("Control+s")

    expect(state(page)).to_contain_text("Saved as revision 1")
    made = Article.objects.get(slug="brand-new")
    assert page.url.endswith(page_address("document", made))
    expect(page.get_by_role("heading", level=1)).to_have_text(made.title)
    replace(text, "slug: brand-new", "slug: newer-still")
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("Saved as revision 2")
    assert Article.objects.get(pk=made.pk).slug == "newer-still"
    page.reload()
    assert "slug: newer-still" in text.input_value()
    assert console == []


def test_unsaved_work_is_kept_and_comes_back(page, article, base_url, console):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    replace(text, TITLE, "Half a title")
    expect(page.locator("#editing-kept")).to_contain_text("Unsaved work kept at", timeout=SOON)
    assert WorkingCopy.objects.get().fields["text"][0].find("Half a title") > 0
    assert article.revisions.count() == 1

    page.goto("/admin/")
    text = open_text(page, article)
    expect(text).to_have_value(text.input_value())
    assert "Half a title" in text.input_value()
    expect(page.frame_locator("iframe[name=preview]").get_by_role("heading", level=1)).to_contain_text(
        "Half a title", timeout=SOON
    )
    page.get_by_role("button", name="Discard it and show revision 1").click()
    expect(page.get_by_text("This is your unsaved work")).to_have_count(0)
    assert "Half a title" not in text.input_value()
    assert not WorkingCopy.objects.exists()
    assert console == []


def test_a_preview_that_loads_late_shows_the_unsaved_work_all_the_same(page, article, base_url):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    replace(text, TITLE, "Half a title")
    expect(page.locator("#editing-kept")).to_contain_text("Unsaved work kept at", timeout=SOON)

    page.goto("/admin/")
    held = []
    page.route("**/preview/", lambda route: held.append(route) if route.request.method == "GET" else route.continue_())
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/preview/" in answer.url):
        page.goto(page_address("document", article), wait_until="domcontentloaded")
    with page.expect_event("framenavigated"):
        held[0].continue_()
    expect(page.frame_locator("iframe[name=preview]").get_by_role("heading", level=1)).to_contain_text(
        "Half a title", timeout=SOON
    )


def test_a_crash_of_the_browser_loses_nothing(page, article, base_url, console):
    enter(page, base_url, "Editors")
    page.clock.install()
    text = open_text(page, article)
    page.route("**/working-copy/", lambda route: route.abort())
    keep(page, text, "Before the crash")
    expect(page.get_by_text("Kept in this browser")).to_be_visible()

    again = page.context.new_page()  # as after a crash: nothing was said to the portal, no question was asked
    text = open_text(again, article)
    assert "Before the crash" not in text.input_value()
    expect(again.get_by_text("did not reach the portal")).to_be_visible()
    again.get_by_role("button", name="Bring it back").click()
    expect(again.get_by_text("This is your unsaved work")).to_be_visible()
    assert "Before the crash" in text.input_value()
    expect(again.get_by_text("did not reach the portal")).to_be_hidden()


def test_what_the_browser_kept_can_be_deleted(page, article, base_url):
    enter(page, base_url, "Editors")
    page.clock.install()
    text = open_text(page, article)
    page.route("**/working-copy/", lambda route: route.abort())
    keep(page, text, "Before the crash")
    expect(page.get_by_text("Kept in this browser")).to_be_visible()

    again = page.context.new_page()
    open_text(again, article)
    again.get_by_role("button", name="Delete it").click()
    again.reload()
    expect(again.get_by_text("did not reach the portal")).to_be_hidden()


def test_unsaved_text_is_not_left_without_a_question(page, article, base_url):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    text.click()
    page.keyboard.type("x")
    expect(state(page)).to_have_text("Not saved yet")

    page.get_by_role("link", name="History").click()
    page.wait_for_url("**/history/")
    assert questions == ["beforeunload"]


def test_an_expired_login_saves_once_somebody_has_signed_in_again(page, article, base_url):
    user = enter(page, base_url, "Editors")
    text = open_text(page, article)
    Session.objects.all().delete()
    replace(text, TITLE, "Typed while signed out")
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("you are signed out")
    assert article.revisions.count() == 1

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.get_by_label("Username").fill(user.username)
    tab.get_by_label("Password").fill("pw")
    tab.get_by_role("button", name="Log in").click()
    tab.wait_for_url("**/admin/")

    expect(state(page)).to_contain_text("Saved as revision 2", timeout=SOON)
    assert newest(article).document.title.endswith("Typed while signed out")
    assert newest(article).author == user
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('editing:')).length") == 0


def test_when_somebody_else_signs_in_the_text_is_not_saved_in_their_name_unasked(page, article, base_url):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    Session.objects.all().delete()
    replace(text, TITLE, "Typed by the first")
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("you are signed out")

    second = enter(page, base_url, "Editors")
    expect(state(page)).to_contain_text("Somebody else is signed in now", timeout=SOON)
    assert article.revisions.count() == 1
    page.get_by_role("button", name="Save draft").click()
    expect(state(page)).to_contain_text("Saved as revision 2", timeout=SOON)
    assert newest(article).author == second


def test_without_a_connection_the_text_is_kept_and_saved_once_it_is_back(page, article, base_url):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    page.context.set_offline(True)
    replace(text, TITLE, "Typed in a tunnel")
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("the portal cannot be reached")
    assert "Typed in a tunnel" in text.input_value()

    page.context.set_offline(False)
    expect(state(page)).to_contain_text("Saved as revision 2", timeout=SOON)
    assert newest(article).document.title.endswith("Typed in a tunnel")


def test_a_portal_that_fails_is_tried_again(page, article, base_url):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    failures = iter([500, 503])

    def fail_twice(route):
        status = next(failures, None) if "do=save" in (route.request.post_data or "") else None
        route.fulfill(status=status, body="no") if status else route.continue_()

    page.route("**/document/", fail_twice)
    replace(text, TITLE, "Typed meanwhile")
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("could not do it just now")
    expect(state(page)).to_contain_text("Saved as revision 2", timeout=2 * SOON)


def test_an_answer_that_breaks_off_is_asked_for_again(page, article, base_url):
    enter(page, base_url, "Editors")
    page.clock.install()
    text = open_text(page, article)
    page.route(
        "**/document/", lambda route: route.fulfill(content_type="application/json", body='{"saved": tr'), times=1
    )
    replace(text, TITLE, "Half an answer")
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("the portal cannot be reached")
    page.clock.fast_forward(5_000)
    expect(state(page)).to_contain_text("Saved as revision 2")
    assert newest(article).document.title.endswith("Half an answer")


def test_what_is_too_large_stays_on_the_page(page, article, base_url, console):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    text.evaluate("text => { text.focus(); text.setSelectionRange(text.value.length, text.value.length); }")
    page.keyboard.insert_text("pasted by mistake " * 70_000)
    page.keyboard.press("Control+s")

    expect(state(page)).to_contain_text("more than 1 MB")
    assert len(text.input_value()) > 1_000_000
    assert article.revisions.count() == 1


def test_a_lost_permission_is_said_and_costs_nothing(page, article, base_url):
    user = enter(page, base_url, "Editors")
    text = open_text(page, article)
    user.groups.clear()
    replace(text, TITLE, "Still here")
    page.keyboard.press("Control+s")

    expect(state(page)).to_contain_text("may no longer change this article")
    assert "Still here" in text.input_value()


def test_two_people_see_each_other_and_one_takes_over(page, article, base_url, console, new_context):
    ann, other = page, new_context().new_page()
    enter(ann, base_url, "Editors", name="ann")
    bob = enter(other, base_url, "Editors", name="bob")
    text = open_text(ann, article)
    assert not EditLock.objects.exists()
    with ann.expect_response("**/lock/"):
        replace(text, TITLE, "What Ann types")
    expect(state(ann)).to_have_text("Not saved yet")

    theirs = open_text(other, article)
    expect(other.get_by_text("ann is editing since")).to_be_visible()
    with other.expect_response("**/lock/"):
        replace(theirs, TITLE, "What Bob types")
    other.keyboard.press("Control+s")
    expect(state(other)).to_contain_text("Not saved yet, because ann is editing this article.")
    other.get_by_role("button", name="Take over", exact=True).click()
    expect(other.get_by_text("ann is editing since")).to_be_hidden()
    assert EditLock.objects.get().holder == bob

    other.keyboard.press("Control+s")
    expect(state(other)).to_contain_text("Saved as revision 2")
    assert not EditLock.objects.exists()
    assert console == []


def test_the_one_taken_over_from_is_told_and_keeps_the_text(page, article, base_url):
    enter(page, base_url, "Editors", name="ann")
    page.clock.install()
    text = open_text(page, article)
    with page.expect_response("**/lock/"):
        replace(text, TITLE, "What Ann types")
    page.clock.run_for(1_000)
    expect(state(page)).to_have_text("Not saved yet")
    take_over(article, by=make_staff(name="bob"))

    page.clock.run_for(31_000)
    expect(page.get_by_text("bob is editing since")).to_be_visible()
    expect(page.get_by_text("Your text stays here")).to_be_visible()
    assert "What Ann types" in text.input_value()


def test_leaving_the_page_releases_the_lock(page, article, base_url):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    with page.expect_response("**/lock/"):
        replace(text, TITLE, "Never mind")
    expect(page.locator("#editing-kept")).to_contain_text("Unsaved work kept at", timeout=SOON)
    assert EditLock.objects.exists()

    page.goto("/admin/")
    for _ in range(50):  # the release is sent beside the next page and may come after it
        if not EditLock.objects.exists():
            break
        page.wait_for_timeout(100)
    assert not EditLock.objects.exists()


def test_a_conflict_shows_both_and_goes_on_from_theirs(page, article, base_url, console):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    document = article.published_revision.document
    save_revision(document=document.model_copy(update={"title": "What Olga wrote"}), article=article)
    replace(text, TITLE, "What I wrote")
    page.keyboard.press("Control+s")

    conflict = page.get_by_role("alert").filter(has_text="revision 2 came in between")
    expect(conflict).to_be_visible()
    expect(conflict.get_by_role("row").filter(has_text="Title")).to_contain_text("What Olga wrote")
    expect(conflict.get_by_role("row").filter(has_text="Title")).to_contain_text("What I wrote")
    assert violations(page) == []
    assert "What I wrote" in text.input_value()
    conflict.get_by_role("button", name="Keep editing mine on top of theirs").click()
    expect(conflict).to_be_hidden()
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("Saved as revision 3")
    assert newest(article).document.title.endswith("What I wrote")
    assert [text for text in console if "409" not in text] == []


def test_both_edits_can_be_put_together(page, article, base_url, console):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    document = article.published_revision.document
    save_revision(document=document.model_copy(update={"summary": "What Olga wrote."}), article=article)
    replace(text, "account is closed or suspended", "account was closed or suspended")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Put both together").click()

    expect(page.get_by_text("Both edits are in this text now.")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("Saved as revision 3")
    saved = newest(article).document
    assert saved.summary == "What Olga wrote."
    assert any("account was closed" in scenario.title for scenario in saved.scenarios)


def test_switching_both_ways_keeps_unsaved_work(page, article, base_url, console):
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    replace(text, TITLE, "Typed as text")
    page.get_by_role("button", name="Edit as outline").click()
    page.wait_for_url(f"**{page_address('change', article)}")
    title = page.locator("#field-title")
    assert title.input_value().endswith("Typed as text")

    title.fill("Typed in the outline")
    page.get_by_role("button", name="Edit as text").click()
    page.wait_for_url(f"**{page_address('document', article)}")
    assert "title: Typed in the outline" in text.input_value()
    assert article.revisions.count() == 1
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("Saved as revision 2")
    assert console == []


def test_nothing_of_it_is_hard_to_reach(page, article, base_url, console):
    enter(page, base_url, "Publishers")
    text = open_text(page, article)
    replace(text, "topic: bank-connections", "topic: gone")
    expect(page.locator("#problems li").first).to_contain_text("Error")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert console == []


def test_without_script_saving_asks_and_shows_the_same(plain_page, article, base_url):
    page = plain_page
    enter(page, base_url, "Editors")
    text = open_text(page, article)
    text.fill(text.input_value().replace(TITLE, "Without script"))
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved as revision 2")).to_be_visible()

    text.fill(text.input_value().replace("Without script", "Mine"))
    document = newest(article).document
    save_revision(document=document.model_copy(update={"title": "Theirs"}), article=article)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="Not saved: revision 3 came in between")).to_be_visible()
    page.get_by_role("button", name="Keep editing mine on top of theirs").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved as revision 4")).to_be_visible()
    assert newest(article).document.title.endswith("Mine")
