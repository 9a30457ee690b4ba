"""Topics, products and destinations: what changes is shown by the articles at once, what is used cannot be deleted."""

import pytest
from django.urls import reverse

from tests.factories import make_article, make_catalog, make_fix, make_scenario, make_step
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from troubleshooting.models import ContentVersion, Destination, Product, Topic
from troubleshooting.publishing import retire

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
    assert "Made anew with it: “Bank error 9”." in page
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
    assert "Made anew" not in page.content.decode()


def test_a_page_that_cannot_be_made_anew_is_named_and_holds_up_no_other(client):
    broken = make_article_with_destination(slug="broken", codes=("8",), title="Broken", products=("ledger",))
    whole = make_article_with_destination()
    Product.objects.all().delete()
    sign_in(client, "Publishers")

    response = client.post(
        address(Destination.objects.get()), {"label": "Transactions", "url": "https://example.com/moved"}, follow=True
    )
    page = response.content.decode()
    assert "“Broken” still shows what was before" in page
    assert "Made anew with it: “Bank error 9”." in page
    assert "https://example.com/moved" in client.get(whole.get_absolute_url()).content.decode()
    assert "https://example.com/moved" not in client.get(broken.get_absolute_url()).content.decode()


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


def test_the_list_counts_the_steps_in_one_query_for_any_number(client):
    make_article_with_destination()
    sign_in(client, "Publishers")
    changelist = reverse("admin:troubleshooting_destination_changelist")

    page = client.get(changelist).content.decode()
    assert '<td class="field-steps">2</td>' in page
    few = count_queries(lambda: client.get(changelist))
    for number in range(4):
        Destination.objects.create(key=f"more-{number}", label=f"More {number}", url="https://example.com/")
    assert count_queries(lambda: client.get(changelist)) == few
