"""The outline editor without JavaScript: everything by its buttons, nothing saved by them, nothing lost."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.factories import make_article, make_bank_document, make_catalog, make_document
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from troubleshooting.documents.markdown import parse, print_document
from troubleshooting.documents.outline import FIELDS
from troubleshooting.models import Article, Revision
from troubleshooting.publishing import save_revision

pytestmark = pytest.mark.django_db

ADD = "admin:troubleshooting_article_add"
OP = re.compile(r'name="op" value="([^"]*)"')


class Form(HTMLParser):
    """The editor's form as a browser without script reads and sends it."""

    def __init__(self, response):
        super().__init__()
        self.fields, self.ops, self.focus, self.alternatives = [], [], None, []
        self._text, self._select, self._inside, self._template = None, None, False, 0
        self.html = response.content.decode()
        self.feed(self.html)

    def handle_starttag(self, tag, pairs):
        at = dict(pairs)
        if tag == "form":
            self._inside = at.get("id") == "editing"
        self._template += tag == "template"
        if self._inside and not self._template:
            self._take(tag, at, at.get("name"), at.get("value", ""))

    def _take(self, tag, at, name, value):
        if tag == "button" and name == "op":
            self.ops.append(value)
        elif tag == "input" and name and (at.get("type") != "checkbox" or "checked" in at):
            self.fields.append((name, value))
        elif tag == "select":
            self._select = name
            self.fields.append((name, None))
        elif tag == "option" and self._select and ("selected" in at or self.fields[-1][1] is None):
            self.fields[-1] = (self._select, value)
        elif tag == "textarea":
            self._text = [name, ""]
        if "autofocus" in at:
            self.focus = (name, sum(field == name for field, _ in self.fields) - (tag != "textarea"))

    def handle_data(self, data):
        if self._text:
            self._text[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            self.fields.append((self._text[0], self._text[1].removeprefix("\n")))
            self._text = None
        if tag == "select":
            self._select = None
        if tag == "template":
            self._template -= 1
        if tag == "form":
            self._inside = False

    def lists(self):
        found = {}
        for name, value in self.fields:
            if name not in {"do", "csrfmiddlewaretoken"}:
                found.setdefault(name, []).append(value)
        return found


class Writer:
    """Somebody who writes in the editor: opens it, types, presses buttons."""

    def __init__(self, client, article=None):
        self.client = client
        self.address = reverse("admin:troubleshooting_article_change", args=[article.pk]) if article else reverse(ADD)
        self.response = client.get(self.address)
        self._read()

    def _read(self):
        self.form = Form(self.response)
        self.fields = self.form.lists()

    def type(self, name, value, nth=-1):
        self.fields[name][nth] = value

    def send(self, **more):
        self.response = self.client.post(self.address, {**self.fields, **more})
        if self.response.status_code != 302:
            self._read()
        return self.response

    def press(self, op):
        assert op in self.form.ops, (op, self.form.ops)
        response = self.send(op=op)
        assert response.status_code == 200
        return self

    def press_last(self, name):
        return self.press([op for op in self.form.ops if op.startswith(f"{name}:") or op == name][-1])

    def said(self):
        return re.search(r'id="outline-said">([^<]*)<', self.form.html)[1]

    def rows(self):
        return self.fields["row"]


def saved(article):
    return article.revisions.newest_first().first().document


def test_the_page_holds_the_whole_document_and_saving_it_unchanged_makes_no_revision(client):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    assert writer.response.status_code == 200
    assert writer.send(do="save").status_code == 302
    assert article.revisions.count() == 1


def test_a_whole_article_is_written_with_the_buttons_alone(client):
    make_catalog()
    sign_in(client, "Editors")
    writer = Writer(client)
    topic = re.search(r'name="topic".*?<option value="([a-z-]+)"', writer.form.html, re.DOTALL)[1]
    while removable := [op for op in writer.form.ops if op.startswith("remove:")]:
        writer.press(removable[0])
    writer.fields |= {
        "title": ["Error 9"],
        "slug": ["error-9"],
        "summary": ["It ends here."],
        "codes": ["9\r\nE9"],
        "topic": [topic],
    }
    writer.press("add-text").type("text-markdown", "What it means.")
    writer.press("add-scenario").type("scenario-title", "New card")
    writer.type("text-markdown", "The card is new.")
    writer.type("fix-title", "Give the new number")
    writer.type("step-text", "Sign in.")
    for text in ("Open the card.", "Type its number."):
        writer.press([op for op in writer.form.ops if op.startswith("add-step:")][-1]).type("step-text", text)
    writer.press_last("add-question").type("question-title", "What changed?")
    writer.type("choice-label", "My card", 0)
    writer.type("choice-to", "New card", 0)
    writer.press_last("add-item").type("item-label", "The name of your bank")

    response = writer.send(do="save")
    assert response.status_code == 302, writer.form.html
    document = saved(Article.objects.get(slug="error-9"))
    assert document.codes == ("9", "E9")
    assert [step.body[0].markdown for step in document.scenarios[0].fixes[0].steps] == [
        "Sign in.", "Open the card.", "Type its number.",
    ]  # fmt: skip
    assert [(choice.key, choice.to) for choice in document.questions[0].choices] == [
        ("my-card", "new-card"), ("unsure", "contact"),
    ]  # fmt: skip
    assert document.scenarios[0].body[0].markdown == "The card is new."
    assert document.contact.checklist[0].key == "the-name-of-your-bank"


def test_a_new_article_takes_its_name_in_the_address_from_its_title(client):
    make_catalog()
    sign_in(client, "Editors")
    writer = Writer(client)
    assert writer.fields["slug"] == [""]
    writer.type("title", "The bank asks twice")
    assert writer.send(do="save").status_code == 302
    assert Article.objects.get().slug == "the-bank-asks-twice"


def test_a_button_saves_nothing_and_says_what_it_did_with_the_focus_on_its_row(client):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    row = next(index for index, row in enumerate(writer.rows()) if row == "question:change")
    writer.press(f"down:{row}")
    assert writer.said() == "Question moved down, now 2 of 2."
    assert [row for row in writer.rows() if row.startswith("question:")] == ["question:sign-in", "question:change"]
    assert writer.form.focus == ("question-title", 1)
    assert article.revisions.count() == 1


def test_what_was_removed_comes_back_by_undo(client):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    rows = writer.rows()[:]
    scenario = next(index for index, row in enumerate(rows) if row.startswith("scenario:"))
    writer.press(f"remove:{scenario}")
    assert len(writer.rows()) < len(rows)
    assert "Scenario removed" in writer.said()
    writer.press("undo")
    assert writer.rows() == rows
    assert "Scenario is back" in writer.said()
    assert writer.send(do="save").status_code == 302
    assert article.revisions.count() == 1


def test_a_row_that_cannot_move_further_says_so(client):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    scenario = next(index for index, row in enumerate(writer.rows()) if row.startswith("scenario:"))
    writer.press(f"up:{scenario}")
    assert writer.said() == "Scenario is the first already."


def test_an_error_stands_at_its_field_and_everything_typed_stays(client):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    writer.type("scenario-title", "", 0)
    writer.type("slug", "Not a slug")
    response = writer.send(do="save")
    assert response.status_code == 422
    assert article.revisions.count() == 1
    html = writer.form.html
    field = re.search(r'<textarea[^>]*name="scenario-title"[^>]*aria-describedby="(wrong-\d+)"', html)
    assert f'id="{field[1]}"' in html
    assert re.search(r'name="slug"[^>]*aria-describedby="wrong-slug"', html)
    assert 'href="#field-slug"' in html
    key = writer.rows()[[row.split(":")[0] for row in writer.rows()].index("scenario")].split(":")[1]
    assert f'href="#node-{key}"' in html
    assert f'id="node-{key}"' in html
    assert writer.fields["slug"] == ["Not a slug"]


def test_text_that_means_something_else_in_a_file_is_refused_at_its_row(client):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    writer.press("add-text").type("text-markdown", "# Scenario: hidden", 0)
    assert writer.send(do="save").status_code == 422
    assert writer.fields["text-markdown"][0] == "# Scenario: hidden"


@pytest.mark.parametrize(
    "change",
    [
        {"row": ["scenario:a"]}, {"row": ["boss:a"]}, {"step-text": ["too few"]}, {"op": "sideways:1"}, {"op": "up:9999"},
        {"op": "undo"}, {"op": "undo", "removed": "{"}, {"op": "up:²"},
    ],
)  # fmt: skip
def test_a_mangled_form_is_refused_with_a_plain_message(client, change):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    response = client.post(writer.address, {**writer.fields, **change})
    assert response.status_code == 400
    assert article.revisions.count() == 1


def test_unfinished_work_goes_to_the_text_editor_without_loss(client):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    writer.press_last("add-question").type("choice-label", "Only this typed", 0)
    response = client.post(
        reverse("admin:troubleshooting_article_document", args=[article.pk]), {**writer.fields, "do": "switch-document"}
    )
    assert response.status_code == 200
    assert "Only this typed" in response.content.decode()


def test_a_choice_may_lead_to_a_title_and_the_page_shows_the_title_of_a_key(client):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    scenario = saved(article).scenarios[0]
    assert f'<span class="leads-to">{scenario.title}'.split("'")[0] in writer.form.html
    writer.type("choice-to", scenario.title.upper(), 0)
    assert writer.send(do="save").status_code == 302
    assert saved(article).questions[0].choices[0].to == scenario.key


def test_unknown_topics_products_and_destinations_stay_what_they_are(client):
    document = make_bank_document()
    step = document.scenarios[0].fixes[0].steps[0]
    text = print_document(document.model_copy(update={"products": ("gone",)}))
    article = make_article(document)
    save_revision(document=parse(text).document, article=article)
    sign_in(client, "Editors")
    writer = Writer(client, article)
    assert writer.fields["products"] == ["gone"]
    assert writer.send(do="save").status_code == 302
    assert saved(article).products == ("gone",)
    assert saved(article).scenarios[0].fixes[0].steps[0].key == step.key


def test_the_keys_of_rows_that_the_script_added_come_back_with_the_save(client):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    rows = writer.rows()
    first = next(index for index, row in enumerate(rows) if row.startswith("step:"))
    writer.fields["row"] = [*rows[:first], "step:@7", *rows[first:]]
    for name in FIELDS["step"]:
        writer.fields[f"step-{name}"].insert(0, "Wake up the printer" if name == "text" else "")
    response = client.post(writer.address, {**writer.fields, "do": "save"}, headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert response.json()["keys"] == {"@7": "wake-up-the-printer"}
    assert response.json()["slug"] == saved(article).slug


def test_problems_of_rows_that_the_script_added_go_by_the_names_it_gave(client):
    article = make_article(make_bank_document())
    sign_in(client, "Editors")
    writer = Writer(client, article)
    writer.press_last("add-question")
    writer.fields["row"] = [
        f"{row}@{index}" if row.endswith(":") and row.split(":")[0] in {"question", "choice"} else row
        for index, row in enumerate(writer.rows())
    ]
    response = client.post(writer.address, {**writer.fields, "do": "check"}, headers={"Accept": "application/json"})
    nodes = {problem["node"] for problem in response.json()["problems"]}
    question = next(row.split(":")[1] for row in writer.fields["row"] if row.startswith("question:@"))
    choice = next(row.split(":")[1] for row in writer.fields["row"] if row.startswith("choice:@"))
    assert {question, f"{question}/{choice}"} <= nodes


def test_somebody_who_may_only_look_sees_everything_and_can_change_nothing(client):
    article = make_article(make_bank_document())
    user = sign_in(client)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    response = client.get(reverse("admin:troubleshooting_article_change", args=[article.pk]))
    assert response.status_code == 200
    assert '<fieldset class="outline" disabled>' in response.content.decode()


def test_queries_do_not_grow_with_the_article(client):
    sign_in(client, "Editors")
    small = make_article(make_document())
    large = make_article(make_bank_document(slug="error-10", codes=("10",)))
    addresses = [reverse("admin:troubleshooting_article_change", args=[each.pk]) for each in (small, large)]
    client.get(addresses[0])
    assert count_queries(lambda: client.get(addresses[0])) == count_queries(lambda: client.get(addresses[1]))


def test_a_large_article_begins_collapsed_and_opens_where_something_is_wrong(client):
    document = make_bank_document()
    scenario = document.scenarios[0]
    steps = tuple(step.model_copy(update={"key": f"s{n}"}) for n, step in enumerate(scenario.fixes[0].steps * 60))[:160]
    fix = scenario.fixes[0].model_copy(update={"steps": steps})
    others = tuple(each.model_copy(update={"key": f"{each.key}-x", "fixes": ()}) for each in document.scenarios)
    big = document.model_copy(update={"scenarios": (scenario.model_copy(update={"fixes": (fix,)}), *others)})
    article = make_article(document)
    save_revision(document=big, article=article)
    sign_in(client, "Editors")
    html = client.get(reverse("admin:troubleshooting_article_change", args=[article.pk])).content.decode()
    opened = re.search(rf'id="node-{others[0].key}"[^>]*>', html)[0]
    assert "data-folded" not in opened
    assert Revision.objects.count() == 2
