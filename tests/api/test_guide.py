"""The guide as a resource: a program walks it by its links alone, and meets what the guide module says."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    make_article,
    make_bank_article,
    make_bank_document,
    make_document,
    make_fix,
    make_procedure,
    make_question,
    make_scenario,
    make_step,
)
from tests.staff.queries import count_queries
from troubleshooting import guide
from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.markdown import parse
from troubleshooting.documents.rendering import render_article
from troubleshooting.documents.schema import Callout, Contact, FixRole, Step, Text
from troubleshooting.guide import Trail
from troubleshooting.http import slugs
from troubleshooting.http.store import clock
from troubleshooting.models import Article, Page, Revision, Topic

pytestmark = pytest.mark.django_db
GUIDE = "/api/v1/articles/error-9/guide/"
HOST = "http://testserver"
CONTENT = sorted((Path(__file__).parents[2] / "content" / "articles").glob("*.md"))


def get(client, url):
    response = client.get(url)
    assert response.status_code == 200, (url, response.content)
    return response.json()


def load(document):
    """Have the portal know an article that is in no table, so that a graph no editor would publish can be walked too."""
    clock.reset()
    article = Article(slug=document.slug, title=document.title, status=Article.Status.PUBLISHED, topic=Topic())
    article.published_revision = Revision(article=article, number=1, content=document.model_dump(mode="json"))
    article.page = Page(article=article, content=render_article(document, Catalog()).model_dump(mode="json"))
    slugs.loaded.put(document.slug, article, clock.stamp())


def links_of(position):
    """Where a visitor can say something, and each other cause."""
    match position["kind"]:
        case "question":
            return [choice["href"] for choice in position["choices"]]
        case "scenario":
            tried = [position["offer"]["not_solved"]] if position["offer"] else []
            return [*tried, position["not_this"], *(cause["href"] for cause in position["other_causes"])]
        case "causes":
            return [cause["href"] for cause in position["causes"]]
        case "contact":
            return [cause["href"] for cause in position["other_causes"]]


def leads_of(document, node, trail):
    """The same, as the guide module has it."""
    if question := document.question(node):
        return [(option.node, option.trail) for option in guide.options(document, question, trail)]
    if scenario := document.scenario(node):
        set_aside = trail.dismissing(node)
        fix = guide.next_fix(scenario, trail)
        leads = [guide.after_failure(document, fix.key, trail)] if fix else []
        leads.append(guide.next_cause(document, set_aside))
        return [
            *((lead.node, lead.trail) for lead in leads),
            *((cause.key, set_aside) for cause in guide.open_scenarios(document, set_aside)),
        ]
    return [(cause.key, trail) for cause in guide.open_scenarios(document, trail)]


def walk_api(client, slug, most):
    """Node and trail of every position met by links alone, nearest first."""
    start = get(client, f"/api/v1/articles/{slug}/guide/")["href"]
    waiting, seen = [start], [start]
    while waiting and len(seen) < most:
        url = waiting.pop(0)
        position = get(client, url)
        assert position["href"] == url
        for link in links_of(position):
            if link not in seen:
                seen.append(link)
                waiting.append(link)
    return [(urlsplit(url).path.rpartition("/guide/")[2].strip("/"), urlsplit(url).query) for url in seen]


def walk_module(document, most):
    start = (guide.reach(document, "", Trail()), "")
    waiting, seen = [(start[0], Trail())], [start]
    while waiting and len(seen) < most:
        node, trail = waiting.pop(0)
        for following, said in leads_of(document, node, trail):
            if (met := (following, said.query().removeprefix("?"))) not in seen:
                seen.append(met)
                waiting.append((following, said))
    return seen


KEYS = [f"q{number}" for number in range(6)]


@st.composite
def graphs(draw):
    """Any graph over six questions and three causes, with shared nodes, circles and dangling targets."""
    targets = [*KEYS, "moved", "closed", "login", "contact", "nowhere"]
    causes = (
        make_scenario("moved", fixes=(make_fix("remap"), make_fix("readd", role=FixRole.FALLBACK))),
        make_scenario("closed", fixes=(make_fix("drop"), make_fix("replace", role=FixRole.FOLLOW_UP))),
        make_scenario("login"),
    )
    questions = [
        make_question(key, {"yes": draw(st.sampled_from(targets))}, unsure=draw(st.sampled_from(targets)))
        for key in KEYS[: draw(st.integers(0, 6))]
    ]
    return make_document(scenarios=causes[: draw(st.integers(1, 3))], questions=questions)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs())
def test_walking_by_links_meets_what_the_guide_module_says(client, document):
    load(document)
    assert walk_api(client, document.slug, most=60) == walk_module(document, most=60)


@pytest.mark.parametrize("path", CONTENT, ids=[path.stem for path in CONTENT])
def test_the_articles_that_ship_with_the_project_are_walked_alike(client, path):
    document = parse(path.read_text(encoding="utf-8")).document
    load(document)
    met = walk_api(client, document.slug, most=80)
    assert met == walk_module(document, most=80)
    assert {question.key for question in document.questions} <= {node for node, _query in met}


def test_the_start_is_the_first_question_with_its_choices(client):
    make_bank_article()
    position = get(client, GUIDE)
    assert (position["kind"], position["key"], position["number"], position["at_most"]) == ("question", "change", 1, 2)
    assert [(choice["key"], choice["href"]) for choice in position["choices"]] == [
        ("moved", f"{HOST}{GUIDE}moved/?change=moved"),
        ("closed", f"{HOST}{GUIDE}closed/?change=closed"),
        ("unsure", f"{HOST}{GUIDE}sign-in/?change=unsure"),
    ]
    assert position["url"] == f"{HOST}/articles/error-9/guide/change/"
    assert position["article"] == f"{HOST}/api/v1/articles/error-9/"


def test_the_start_with_answers_is_where_they_lead(client):
    make_bank_article()
    assert get(client, f"{GUIDE}?change=unsure")["key"] == "sign-in"


def test_an_article_without_questions_begins_with_its_causes(client):
    make_article(scenarios=(make_scenario("moved"), make_scenario("closed")))
    position = get(client, GUIDE)
    assert (position["kind"], [cause["key"] for cause in position["causes"]]) == ("causes", ["moved", "closed"])
    assert get(client, position["causes"][1]["href"])["key"] == "closed"


def test_a_cause_offers_one_fix_with_its_steps_and_where_each_result_leads(client):
    make_bank_article()
    position = get(client, f"{GUIDE}closed/?change=closed")
    offer = position["offer"]
    assert (position["kind"], position["fits_answers"], offer["fix"]["key"]) == ("scenario", True, "drop")
    assert position["body"] == {"html": "<p>A cause.</p>", "markdown": "A cause."}
    assert offer["fix"]["steps"] == [{"key": "sign-in", "markdown": "Sign in.", "destination": None}]
    assert '<li id="drop--sign-in">' in offer["fix"]["steps_html"]
    assert [fix["key"] for fix in offer["follow_ups"]] == ["replace"]
    assert offer["solved"] == f"{HOST}/articles/error-9/reports/?fix=drop"
    assert offer["not_solved"] == f"{HOST}{GUIDE}moved/?change=closed&tried=drop"


def test_what_did_not_help_is_told_and_the_next_fix_offered(client):
    make_bank_article()
    position = get(client, get(client, f"{GUIDE}moved/?change=moved")["offer"]["not_solved"])
    assert position["tried"] == [{"scenario": "moved", "fix": "remap", "title": "Reset it"}]
    assert (position["key"], position["offer"]["fix"]["key"]) == ("moved", "readd")
    assert get(client, position["offer"]["not_solved"])["key"] == "closed"


def test_a_cause_tried_to_the_end_offers_nothing_but_the_way_on(client):
    make_bank_article()
    position = get(client, f"{GUIDE}login/?change=unsure&sign-in=other&tried=relogin")
    assert position["offer"] is None
    assert get(client, position["not_this"])["key"] == "moved"


def test_a_fix_that_helps_nobody_and_a_cause_that_is_none_end_at_contact_with_all_that_was_said(client):
    document = make_bank_document(contact=Contact(body=(Text(markdown="Have it ready."),)))
    make_article(document)
    position = get(client, f"{GUIDE}moved/?change=moved")
    while position["kind"] == "scenario":
        position = get(client, position["offer"]["not_solved"])
    assert position["kind"] == "contact"
    assert [fix["fix"] for fix in position["tried"]] == ["remap", "readd", "drop", "relogin"]
    assert [(given["question"], given["label"]) for given in position["answers"]] == [("change", "Moved")]
    assert position["body"]["markdown"] == "Have it ready."
    assert position["other_causes"] == []
    page = client.get(position["url"])
    assert (page.status_code, "Have it ready." in page.content.decode()) == (200, True)


def test_i_am_not_sure_all_the_way_ends_at_contact_with_the_checklist(client):
    make_bank_article()
    position = get(client, GUIDE)
    while position["kind"] == "question":
        position = get(client, next(choice["href"] for choice in position["choices"] if choice["key"] == "unsure"))
    assert (position["kind"], position["checklist"]) == ("contact", ["Name of the bank"])


def test_support_is_open_from_every_position(client):
    make_bank_article()
    assert get(client, get(client, GUIDE)["contact"])["kind"] == "contact"


def test_an_answer_given_leads_back_to_its_question(client):
    make_bank_article()
    given_answers = get(client, f"{GUIDE}login/?change=unsure&sign-in=other")["answers"]
    again = get(client, given_answers[0]["href"])
    assert (again["key"], [choice["is_chosen"] for choice in again["choices"]]) == ("change", [False, False, True])


def test_what_the_answers_do_not_reach_redirects_to_what_they_do(client):
    make_bank_article()
    response = client.get(f"{GUIDE}login/?change=unsure")
    assert (response.status_code, response["Location"]) == (302, f"{GUIDE}sign-in/?change=unsure")


@pytest.mark.parametrize("node", ["nonsense", "Übel", "tried", "x" * 200])
def test_a_node_the_article_does_not_have_is_not_found(client, node):
    make_bank_article()
    response = client.get(f"{GUIDE}{node}/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_what_the_article_does_not_know_is_dropped(client):
    make_bank_article()
    position = get(client, f"{GUIDE}sign-in/?utm=1&change=unsure&tried=nothing&dismissed=nothing&sign-in=nothing")
    assert position["href"] == f"{HOST}{GUIDE}sign-in/?change=unsure"


def test_shared_steps_and_deep_links_stand_where_a_visitor_sees_them(client):
    make_procedure("1. Sign out.\n2. Sign in again.\n\n   [Take me there](destination:transactions)\n")
    steps = (
        make_step("open", "Open it.", destination="transactions"),
        Step(key="again", procedure="sign-in-again"),
    )
    make_article(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),))
    told = get(client, f"{GUIDE}moved/")["offer"]["fix"]["steps"]
    link = {"label": "Transactions", "url": "https://example.com/transactions"}
    assert [(step["key"], step["markdown"], step["destination"]) for step in told] == [
        ("open", "Open it.", link),
        ("again--sign-out", "Sign out.", None),
        ("again--sign-in-again", "Sign in again.", link),
    ]


def test_a_callout_is_markdown_too(client):
    body = (Text(markdown="First."), Callout(kind="warning", title="Careful", markdown="It\nbites."))
    make_article(body=body)
    assert get(client, GUIDE)["body"]["markdown"] == "First.\n\n> [!WARNING] Careful\n> It\n> bites."


@pytest.mark.parametrize("node", ["", "change/", "moved/?change=moved", "contact/"])
def test_a_position_costs_no_query_once_the_article_is_loaded(client, node):
    make_bank_article()
    get(client, f"{GUIDE}?change=unsure")
    assert count_queries(lambda: get(client, f"{GUIDE}{node}")) == 0


def test_positions_carry_their_trail_in_their_one_order(client):
    make_bank_article()
    position = get(client, f"{GUIDE}contact/?tried=readd&dismissed=closed&change=moved&tried=remap&dismissed=login")
    pairs = [
        ("change", "moved"),
        ("dismissed", "closed"),
        ("dismissed", "login"),
        ("tried", "readd"),
        ("tried", "remap"),
    ]
    assert parse_qsl(urlsplit(position["href"]).query) == pairs
