"""The outline editor in a browser: written by keyboard, rearranged at once, saved without a page load."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.editing import enter
from tests.factories import make_fix, make_scenario, make_step
from troubleshooting.models import Article
from troubleshooting.publishing import save_revision

pytestmark = pytest.mark.browser


def open_editor(page, article, base_url):
    enter(page, base_url, "Publishers")
    page.goto(reverse("admin:troubleshooting_article_change", args=[article.pk]))


def newest(article):
    return article.revisions.newest_first().first()


def step_texts(page, fix=0):
    return page.locator(".fix").nth(fix).locator("[name=step-text]").evaluate_all("all => all.map((one) => one.value)")


def live(page):
    return page.locator("#outline-said")


def save(page, article):
    number = newest(article).number
    page.keyboard.press("Control+s")
    expect(page.locator("#editing-state")).to_contain_text(f"revision {number + 1}", timeout=30_000)


def focused(page):
    return page.evaluate("[document.activeElement.name, document.activeElement.value]")


def test_a_scenario_with_a_fix_and_five_steps_takes_one_click_and_no_page_load(page, article, base_url, console):
    open_editor(page, article, base_url)
    page.evaluate("document.documentElement.dataset.first = 'yes'")
    page.get_by_role("button", name="Add scenario").click()
    expect(page.locator("[name=scenario-title]").last).to_be_focused()
    keys = page.keyboard
    keys.type("The bank changed its name")
    keys.press("Enter")
    keys.type("You read about it in a letter.")
    keys.press("Enter")
    keys.press("Enter")
    assert focused(page)[0] == "fix-title"
    keys.type("Choose the new name")
    keys.press("Enter")
    for number in range(1, 6):
        keys.type(f"Do thing {number}.")
        if number < 5:
            keys.press("Enter")
    save(page, article)

    scenario = newest(article).document.scenarios[-1]
    assert (scenario.key, scenario.body[0].markdown) == ("the-bank-changed-its-name", "You read about it in a letter.")
    fix = scenario.fixes[0]
    assert (fix.key, [step.body[0].markdown for step in fix.steps]) == (
        "choose-the-new-name", [f"Do thing {number}." for number in range(1, 6)],
    )  # fmt: skip
    assert page.evaluate("document.documentElement.dataset.first") == "yes"
    assert page.locator('input[name=row][value="step:do-thing-1"]').count() == 1
    assert page.locator('input[name=row][value*="@"]').count() == 0
    assert console == []


def test_the_example_of_a_new_article_is_typed_over_and_its_keys_follow_the_titles(page, article, base_url, console):
    enter(page, base_url, "Publishers")
    page.goto(reverse("admin:troubleshooting_article_add") + "?starter=error-code")
    keys = page.keyboard
    page.locator("[name=title]").fill("Error 7: the door is shut")
    page.locator("[name=slug]").fill("error-7")
    page.locator("[name=summary]").focus()
    keys.type("The door is shut. This page opens it.")
    page.locator("[name=scenario-title]").first.focus()
    keys.type("Somebody locked it")
    keys.press("Enter")
    keys.type("The key does not turn.")
    keys.press("Control+s")
    expect(page.locator("#editing-state")).to_contain_text("revision 1", timeout=30_000)

    document = Article.objects.get(slug="error-7").revisions.get().document
    assert document.summary == "The door is shut. This page opens it."
    assert document.scenarios[0].title == "Somebody locked it"
    assert document.scenarios[0].key == document.questions[0].choices[0].to == "somebody-locked-it"
    assert document.scenarios[0].body[0].markdown == "The key does not turn."
    assert console == []


def test_rows_move_by_keys_with_the_focus_and_over_the_edge_of_their_fix(page, article, base_url):
    open_editor(page, article, base_url)
    first = step_texts(page)
    second_fix = step_texts(page, 1)
    field = page.locator("[name=step-text]").first
    field.click()
    page.keyboard.press("End")
    page.keyboard.press("Alt+ArrowDown")
    assert step_texts(page)[:2] == [first[1], first[0]]
    assert focused(page) == ["step-text", first[0]]
    expect(live(page)).to_have_text(f"Step moved down, now 2 of {len(first)}.")
    page.keyboard.press("Alt+ArrowUp")
    assert step_texts(page) == first
    for _ in first:
        page.keyboard.press("Alt+ArrowDown")
    assert step_texts(page, 1) == [first[0], *second_fix]
    assert focused(page) == ["step-text", first[0]]
    save(page, article)
    assert newest(article).document.scenarios[0].fixes[0].steps[0].body[0].markdown == first[1]


def test_enter_and_backspace_add_and_remove_steps(page, article, base_url):
    open_editor(page, article, base_url)
    first = step_texts(page)
    page.locator("[name=step-text]").first.click()
    page.keyboard.press("Enter")
    assert focused(page) == ["step-text", ""]
    assert step_texts(page) == [first[0], "", *first[1:]]
    page.keyboard.press("Backspace")
    assert step_texts(page) == first
    assert focused(page) == ["step-text", first[0]]
    page.keyboard.press("End")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("And wait.")
    assert step_texts(page)[0] == f"{first[0]}\nAnd wait."


def test_what_was_removed_is_brought_back_by_one_key(page, article, base_url):
    open_editor(page, article, base_url)
    first = step_texts(page)
    page.locator("[name=step-text]").nth(1).click()
    page.get_by_role("button", name="Remove").click()
    assert step_texts(page) == [first[0], *first[2:]]
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    assert step_texts(page) == first
    assert focused(page) == ["step-text", first[1]]


def test_a_duplicate_gets_keys_of_its_own(page, article, base_url):
    open_editor(page, article, base_url)
    page.locator("[name=scenario-title]").first.click()
    page.get_by_role("button", name="Duplicate").click()
    save(page, article)
    scenarios = newest(article).document.scenarios
    assert scenarios[1].title == scenarios[0].title
    assert scenarios[1].key != scenarios[0].key
    assert [len(fix.steps) for fix in scenarios[1].fixes] == [len(fix.steps) for fix in scenarios[0].fixes]


def test_a_choice_leads_to_a_scenario_that_was_not_saved_yet(page, article, base_url):
    open_editor(page, article, base_url)
    page.get_by_role("button", name="Add scenario").click()
    page.keyboard.type("A brand new cause")
    target = page.locator("[name=choice-to]").first
    target.fill("a brand NEW cause")
    target.press("Tab")
    expect(target).to_have_value("a-brand-new-cause")
    expect(page.locator(".choice .leads-to").first).to_have_text("A brand new cause")
    title = page.locator("[name=scenario-title]").last
    title.click()
    page.keyboard.press("End")
    page.keyboard.type(" indeed")
    expect(target).to_have_value("a-brand-new-cause-indeed")
    expect(page.locator(".choice .leads-to").first).to_have_text("A brand new cause indeed")
    target.fill("nowhere at all")
    expect(page.locator(".choice .leads-to").first).to_have_text("No such question or scenario")


def test_a_step_is_dragged_by_its_handle(page, article, base_url):
    open_editor(page, article, base_url)
    first = step_texts(page)
    grip = page.locator(".step .grip").first
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), page.locator(".step .grip").nth(2).bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] - 2, steps=6)
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] + 4, steps=3)
    page.mouse.up()
    assert step_texts(page)[:3] == [first[1], first[2], first[0]]


def test_what_is_collapsed_stays_so_after_the_page_is_loaded_again(page, article, base_url):
    open_editor(page, article, base_url)
    fold = page.locator(".scenario > .line .fold").first
    fold.click()
    expect(page.locator("[name=fix-title]").first).to_be_hidden()
    page.reload()
    expect(page.locator("[name=fix-title]").first).to_be_hidden()
    expect(fold).to_have_attribute("aria-expanded", "false")
    page.get_by_role("button", name="Collapse or expand all").first.click()
    page.get_by_role("button", name="Collapse or expand all").first.click()
    expect(page.locator("[name=fix-title]").first).to_be_visible()


def test_an_error_stands_at_its_field_and_the_list_leads_there(page, article, base_url):
    open_editor(page, article, base_url)
    title = page.locator("[name=scenario-title]").nth(1)
    title.fill("")
    page.locator("[name=title]").click()
    expect(page.locator("#problems")).to_contain_text("The title is empty")
    expect(title).to_have_attribute("aria-invalid", "true")
    page.locator(".scenario > .line .fold").nth(1).click()
    page.locator("#problems a").first.click()
    expect(title).to_be_focused()
    title.fill("Something else")
    page.locator("[name=title]").click()
    expect(page.locator("#problems")).to_contain_text("No problems")
    expect(title).not_to_have_attribute("aria-invalid", "true")


def test_everything_works_without_script(plain_page, article, base_url):
    page = plain_page
    open_editor(page, article, base_url)
    count = page.locator("[name=step-text]").count()
    page.locator(".step").first.get_by_role("button", name="Step below").click()
    expect(page.locator("[name=step-text]")).to_have_count(count + 1)
    expect(page.locator("[name=step-text]").nth(1)).to_be_focused()
    page.keyboard.type("A new step.")
    page.get_by_role("button", name="Save draft").click()
    assert newest(article).document.scenarios[0].fixes[0].steps[1].body[0].markdown == "A new step."


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_of_ours(page, article, base_url, console, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    open_editor(page, article, base_url)
    page.locator("[name=step-text]").first.click()
    found = Axe().run(page, context="#editing").response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert console == []


def test_forty_scenarios_of_sixty_steps_can_be_written_in(page, article, base_url):
    steps = tuple(make_step(f"s{number}", f"Do the thing number {number} of this fix.") for number in range(60))
    scenarios = tuple(
        make_scenario(f"cause-{n}", f"Cause {n}", (make_fix(f"fix-{n}", f"Fix {n}", steps=steps),)) for n in range(40)
    )
    document = newest(article).document.model_copy(update={"scenarios": scenarios, "questions": ()})
    save_revision(document=document, article=article)
    page.set_default_timeout(30_000)
    open_editor(page, article, base_url)
    expect(page.locator("[name=step-text]")).to_have_count(2400)
    page.locator(".scenario > .line .fold").nth(20).click()
    field = page.locator(".scenario").nth(20).locator("[name=step-text]").nth(30)
    field.click()
    page.keyboard.press("Enter")
    page.keyboard.type("One step more.")
    page.keyboard.press("Alt+ArrowUp")
    save(page, article)
    saved = newest(article).document.scenarios[20].fixes[0].steps
    assert len(saved) == 61
    assert re.match("One step more", saved[30].body[0].markdown)
