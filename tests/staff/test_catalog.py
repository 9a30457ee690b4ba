"""Topics, products and destinations: what changes is shown by the articles at once, what is used cannot be deleted."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_article,
    make_catalog,
    make_document,
    make_fix,
    make_procedure,
    make_scenario,
    make_step,
)
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from troubleshooting.documents.schema import Step
from troubleshooting.models import Article, AuditEntry, ContentVersion, Destination, Product, Revision, Topic
from troubleshooting.publishing import InUse, delete_entry, publish, retire, save_revision, schedule, trash, where_used

pytestmark = pytest.mark.django_db


def address(row, name="change"):
    return reverse(f"admin:troubleshooting_{row._meta.model_name}_{name}", args=[row.pk])


def make_article_with_destination(**values):
    fix = make_fix(steps=(make_step(destination="transactions"), make_step("again", destination="transactions")))
    return make_article(scenarios=(make_scenario(fixes=(fix,)),), **values)


def test_a_changed_destination_reaches_the_public_pages_that_use_it(client):
    article = make_article_with_destination()
    make_article(slug="other", codes=("10",), title="Without it")
    destination = Destination.objects.get()
    sign_in(client, "Publishers")

    response = client.post(
        address(destination), {"label": "Transactions", "url": "https://example.com/moved"}, follow=True
    )
    page = response.content.decode()
    assert "One page shows the change: “Bank error 9”." in page
    assert "https://example.com/moved" in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("model", "data"),
    [(Topic, {"name": "Renamed", "description": "", "position": 0}), (Product, {"name": "Renamed", "position": 0})],
)
def test_a_new_name_of_a_topic_or_product_reaches_them_too(client, model, data):
    article = make_article(products=("ledger",))
    sign_in(client, "Publishers")

    client.post(address(model.objects.get()), data)
    assert "Renamed" in client.get(article.get_absolute_url()).content.decode()


def test_a_retired_article_stays_as_it_is(client):
    retire(make_article_with_destination())
    sign_in(client, "Publishers")

    url = "https://example.com/moved"
    page = client.post(address(Destination.objects.get()), {"label": "Transactions", "url": url}, follow=True)
    assert "shows the change" not in page.content.decode()


def test_all_pages_change_together_or_none_does_and_the_one_in_the_way_is_named(client):
    make_article_with_destination(slug="broken", codes=("8",), title="Broken")
    whole = make_article_with_destination()
    Revision.objects.filter(article__slug="broken").update(content={"from": "another age"})
    sign_in(client, "Publishers")
    version = ContentVersion.current()

    response = client.post(
        address(Destination.objects.get()), {"label": "Elsewhere", "url": "https://example.com/moved"}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "The page of “Broken” cannot be made." in page
    assert 'value="https://example.com/moved"' in page, "what was typed stays"
    assert Destination.objects.get().label == "Transactions"
    assert "https://example.com/moved" not in client.get(whole.get_absolute_url()).content.decode()
    assert ContentVersion.current() == version
    assert not AuditEntry.objects.filter(action="changed").exists()


def test_a_rule_that_is_newer_than_an_article_does_not_hold_up_a_repair(client):
    article = make_article_with_destination(products=("ledger",))
    Product.objects.all().delete()
    sign_in(client, "Publishers")
    client.post(address(Destination.objects.get()), {"label": "Transactions", "url": "https://example.com/moved"})
    assert "https://example.com/moved" in client.get(article.get_absolute_url()).content.decode()


def test_however_many_pages_change_the_content_gets_one_new_version_and_the_pages_keep_their_dates(client):
    article = make_article_with_destination()
    make_article_with_destination(slug="other", codes=("10",), title="Other")
    sign_in(client, "Publishers")
    version = ContentVersion.current()
    page = client.post(
        address(Destination.objects.get()), {"label": "Transactions", "url": "https://example.com/moved"}, follow=True
    )
    assert "2 pages show the change: “Bank error 9”, “Other”." in page.content.decode()
    assert ContentVersion.current() == version + 1
    assert Article.objects.get(pk=article.pk).published_at == article.published_at


def test_saving_without_a_change_does_nothing(client):
    make_article_with_destination()
    sign_in(client, "Publishers")
    version = ContentVersion.current()
    client.post(
        address(Destination.objects.get()), {"label": "Transactions", "url": "https://example.com/transactions"}
    )
    assert ContentVersion.current() == version
    assert not AuditEntry.objects.filter(action="changed").exists()


def test_the_audit_log_says_who_changed_what_from_what(client):
    make_catalog()
    user = sign_in(client, "Publishers")
    client.post(address(Destination.objects.get()), {"label": "Transactions", "url": "https://example.com/moved"})
    entry = AuditEntry.objects.get(action="changed")
    assert (entry.actor_name, entry.subject) == (user.username, "Destination “Transactions” (transactions)")
    assert entry.detail == "Transactions\nhttps://example.com/transactions"

    client.post(reverse("admin:troubleshooting_topic_add"), {"name": "New", "slug": "new", "position": 0})
    client.post(address(Topic.objects.get(slug="new")), {"name": "New", "description": "", "position": 1})
    destination = Destination.objects.get()
    client.post(address(destination, "delete"), {"post": "yes"})
    found = AuditEntry.objects.order_by("pk").values_list("action", "subject")
    assert list(found)[1:] == [
        ("added", "Topic “New” (new)"),
        ("changed", "Topic “New” (new)"),
        ("deleted", "Destination “Transactions” (transactions)"),
    ]


def links_in(page):
    return re.findall(r'<a href="(/admin/troubleshooting/article/[^"]+)">([^<]+)</a>', page)


def test_the_change_page_names_the_pages_and_fixes_before_anything_is_saved(client):
    article = make_article_with_destination()
    make_procedure("1. Open it.\n\n   [Take me there](destination:transactions)\n")
    used = Step(key="sign-in-again", procedure="sign-in-again")
    through = make_article(
        slug="other", codes=("10",), title="Other", scenarios=(make_scenario(fixes=(make_fix("redo", steps=(used,)),)),)
    )
    sign_in(client, "Publishers")
    page = client.get(address(Destination.objects.get())).content.decode()
    editor = reverse("admin:troubleshooting_article_change", args=[article.pk])
    other = reverse("admin:troubleshooting_article_change", args=[through.pk])
    assert links_in(page)[:4] == [
        (editor, "Bank error 9"),
        (f"{editor}#node-moved--reset", "Reset it"),
        (other, "Other"),
        (f"{other}#node-moved--redo", "Reset it"),
    ]
    assert "through “Sign in again”" in page
    assert "On 2 public pages" in page
    assert "Saving publishes the change on 2 pages, all together." in page


def test_what_only_drafts_and_retired_articles_use_is_listed_apart(client):
    published = make_article()
    steps = (make_step(destination="transactions"),)
    draft = make_document(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),))
    save_revision(document=draft, article=published)
    retire(make_article_with_destination(slug="old", codes=("10",), title="Old"))
    trash(save_revision(document=draft.model_copy(update={"slug": "thrown", "title": "Thrown"})).article, by=None)
    sign_in(client, "Publishers")
    page = client.get(address(Destination.objects.get())).content.decode()
    assert "In 3 articles where visitors do not see it" in page
    assert [title for _, title in links_in(page)][::2] == ["Bank error 9", "Old", "Thrown"]
    assert "in the trash" in page
    assert "No public page shows it yet." in page


def test_of_very_many_drafts_the_first_are_named(client, monkeypatch):
    monkeypatch.setattr(where_used, "MOST_DRAFTS", 2)
    make_catalog()
    for number in range(3):
        save_revision(document=make_document(slug=f"a-{number}", title=f"Draft {number}", products=("ledger",)))
    uses = where_used.uses_of(Product.objects.get())
    assert [use.article.title for use in uses.drafts] == ["Draft 0", "Draft 1"]


def test_a_word_in_a_text_is_no_use(client):
    text = 'Type "destination": "transactions" and "ledger", "banking".'
    make_article()
    save_revision(document=make_document(slug="b", topic="other", scenarios=(
        make_scenario(fixes=(make_fix(steps=(make_step(text=text),)),)),)))  # fmt: skip
    sign_in(client, "Publishers")
    for model in (Destination, Product):
        page = client.get(address(model.objects.get())).content.decode()
        assert "Nowhere, neither in public nor in a draft." in page


@pytest.mark.parametrize("model", [Topic, Product])
def test_a_topic_and_a_product_name_their_articles_and_drafts(client, model):
    make_article(products=("ledger",))
    save_revision(document=make_document(slug="draft", title="A draft", products=("ledger",)))
    sign_in(client, "Editors")
    page = client.get(address(model.objects.get())).content.decode()
    assert [title for _, title in links_in(page)] == ["Bank error 9", "A draft"]
    assert "Saving publishes" not in page, "editors only look"


def test_every_change_moves_the_content_version_even_if_no_article_uses_it(client):
    make_catalog()
    sign_in(client, "Publishers")
    before = ContentVersion.current()

    client.post(address(Topic.objects.get()), {"name": "Renamed", "description": "", "position": 0})
    assert ContentVersion.current() > before


@pytest.mark.parametrize("model", [Topic, Product, Destination])
def test_what_an_article_uses_cannot_be_deleted(client, model):
    make_article_with_destination(products=("ledger",))
    row = model.objects.get()
    sign_in(client, is_superuser=True)

    response = client.post(address(row, "delete"), {"post": "yes"}, follow=True)
    assert "cannot be deleted: it is used by “Bank error 9”" in response.content.decode()
    assert model.objects.filter(pk=row.pk).exists()


def test_what_only_a_draft_uses_cannot_be_deleted_either(client):
    make_catalog()
    steps = (make_step(destination="transactions"),)
    save_revision(document=make_document(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),)))
    sign_in(client, "Publishers")
    response = client.post(address(Destination.objects.get(), "delete"), {"post": "yes"}, follow=True)
    assert "cannot be deleted: it is used by “Bank error 9”" in response.content.decode()
    assert Destination.objects.exists()


def test_what_a_scheduled_revision_will_use_cannot_be_deleted_either(client):
    article = make_article()
    steps = (make_step(destination="transactions"),)
    revision = save_revision(
        document=make_document(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),)), article=article
    )
    schedule(revision, by=None, publish_at=timezone.now() + timedelta(days=1))
    save_revision(document=make_document(title="Newer without it"), article=article)
    sign_in(client, "Publishers")
    client.post(address(Destination.objects.get(), "delete"), {"post": "yes"})
    assert Destination.objects.exists()


def test_what_a_shared_procedure_opens_cannot_be_deleted_either(client):
    make_procedure("1. Open it.\n\n   [Take me there](destination:transactions)\n")
    sign_in(client, "Publishers")
    page = client.post(address(Destination.objects.get(), "delete"), {"post": "yes"}, follow=True).content.decode()
    assert "used by “Sign in again”" in page
    assert "In shared procedures:" in page


def test_what_the_published_articles_no_longer_use_can_be_deleted(client):
    article = make_article_with_destination()
    publish(save_revision(document=make_document(), article=article))
    sign_in(client, "Publishers")
    client.post(address(Destination.objects.get(), "delete"), {"post": "yes"})
    assert not Destination.objects.exists()


def test_an_editor_may_not_delete(client):
    make_catalog()
    sign_in(client, "Editors")
    assert client.post(address(Destination.objects.get(), "delete"), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:troubleshooting_destination_delete", args=[999])).status_code in {302, 403, 404}


def test_what_came_into_use_while_the_question_stood_there_is_not_deleted():
    make_article_with_destination()
    with pytest.raises(InUse):
        delete_entry(Destination.objects.get(), by=None)


@pytest.mark.parametrize("model", [Topic, Product, Destination])
def test_what_nothing_uses_can_be_deleted(client, model):
    make_catalog()
    row = model.objects.get()
    sign_in(client, is_superuser=True)

    assert client.get(address(row, "delete")).status_code == 200
    client.post(address(row, "delete"), {"post": "yes"})
    assert not model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [Topic, Product, Destination])
def test_several_cannot_be_deleted_past_that_check(client, model):
    make_article_with_destination(products=("ledger",))
    row = model.objects.get()
    sign_in(client, is_superuser=True)

    changelist = reverse(f"admin:troubleshooting_{model._meta.model_name}_changelist")
    client.post(changelist, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert model.objects.filter(pk=row.pk).exists()


def test_the_key_that_documents_use_stays_as_it_is(client):
    make_catalog()
    destination = Destination.objects.get()
    sign_in(client, "Publishers")

    client.post(address(destination), {"label": "Other", "key": "other", "url": "https://example.com/"})
    destination.refresh_from_db()
    assert (destination.key, destination.label) == ("transactions", "Other")


def test_a_destination_leads_to_the_web_and_nowhere_else(client):
    sign_in(client, "Publishers")

    add = reverse("admin:troubleshooting_destination_add")
    for url in ("javascript:alert(1)", "ftp://example.com/", "data:text/html,x", "/relative"):
        assert client.post(add, {"label": "Bad", "key": "bad", "url": url}).status_code == 200
    assert not Destination.objects.exists()
    assert client.post(add, {"label": "Good", "key": "good", "url": "https://example.com/"}).status_code == 302


def make_shelf(number):
    make_article(make_document(slug=f"more-{number}", codes=(), title=f"More {number}", products=("ledger",)))


@pytest.mark.parametrize("name", ["topic", "product", "destination", "procedure"])
def test_a_list_counts_the_uses_in_as_many_queries_for_any_number(client, name):
    make_article_with_destination(products=("ledger",))
    make_procedure("1. Open it.\n\n   [Take me there](destination:transactions)\n")
    sign_in(client, "Publishers")
    changelist = reverse(f"admin:troubleshooting_{name}_changelist")
    client.get(changelist)
    few = count_queries(lambda: client.get(changelist))
    for number in range(4):
        make_shelf(number)
        Topic.objects.create(slug=f"more-{number}", name="More")
        Product.objects.create(slug=f"more-{number}", name="More")
        Destination.objects.create(key=f"more-{number}", label="More", url="https://example.com/")
        make_procedure(key=f"more-{number}")
    assert count_queries(lambda: client.get(changelist)) == few


def test_the_lists_say_how_often_each_is_used(client):
    make_article_with_destination(products=("ledger",))
    make_procedure("1. Open it.\n\n   [Take me there](destination:transactions)\n")
    make_shelf(1)
    retire(make_article(slug="gone", codes=("11",), products=("ledger",)))
    sign_in(client, "Publishers")
    for name, cell in (
        ("topic", '<td class="field-article_count">2</td>'),
        ("product", '<td class="field-article_count">2</td>'),
        ("destination", '<td class="field-steps">2</td><td class="field-procedure_uses">1</td>'),
    ):
        page = client.get(reverse(f"admin:troubleshooting_{name}_changelist")).content.decode()
        assert cell in page, re.findall("<td class=.field-.*", page)
