"""The audit log: every deed once, with who and when, in the deed's own transaction, and never changed after."""

import pytest
from django.contrib import admin
from django.contrib.messages.storage.fallback import FallbackStorage

from tests.factories import make_article, make_catalog, make_document
from tests.staff.people import make_staff
from troubleshooting.admin.model_admin import PortalModelAdmin
from troubleshooting.models import Article, AuditEntry, ContentVersion, Product
from troubleshooting.models.audit import AppendOnlyError
from troubleshooting.publishing import PublishingError, publish, record, render_stale, rerender, retire, save_revision

pytestmark = pytest.mark.django_db


def entries():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor_name", "revision"))


def test_every_deed_on_an_article_is_one_entry_with_who_and_which_revision():
    kim = make_staff(name="kim")
    make_catalog()
    revision = save_revision(document=make_document(), author=kim, note="First words")
    article = publish(revision, by=kim)
    retire(article, by=kim)
    retire(article, by=kim)
    save_revision(document=make_document(), article=article, author=kim)
    assert entries() == [("saved", "kim", 1), ("published", "kim", 1), ("retired", "kim", None)]
    assert AuditEntry.objects.for_article(article).last().detail == "First words"


def test_what_nobody_did_is_the_portal_s():
    make_article()
    assert entries() == [("saved", "", 1), ("published", "", 1)]
    assert AuditEntry.objects.first().actor_id is None


def test_pages_made_anew_are_nobody_s_deed():
    article = make_article()
    before = (entries(), Article.objects.values("stage", "stage_at", "published_at").get())
    rerender([article])
    render_stale()
    assert (entries(), Article.objects.values("stage", "stage_at", "published_at").get()) == before


def test_a_deed_that_fails_leaves_no_entry(monkeypatch):
    article = make_article()
    before = entries()

    def interrupt():
        raise KeyboardInterrupt

    monkeypatch.setattr(ContentVersion, "bump", interrupt)
    with pytest.raises(KeyboardInterrupt):
        retire(article)
    with pytest.raises(PublishingError):
        publish(save_revision(document=make_document(topic="gone"), article=article))
    assert entries() == [*before, ("saved", "", 2)]


def test_an_entry_stays_as_it_is_when_the_account_is_renamed_or_deleted():
    kim = make_staff(name="kim")
    make_catalog()
    save_revision(document=make_document(), author=kim)
    pk = kim.pk
    kim.username = "kimberly"
    kim.save()
    kim.delete()
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.actor_id) == ("kim", pk)


def test_nothing_changes_or_deletes_an_entry():
    make_article()
    entry = AuditEntry.objects.first()
    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(actor_name="nobody"),
        lambda: AuditEntry.objects.bulk_update([entry], ["actor_name"]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()
    assert len(entries()) == 2


def test_a_long_name_is_cut_to_its_place():
    assert len(record(AuditEntry.Action.CHANGED, by=None, subject="x" * 300).subject) == 200


# Deeds on the stock pages of the admin


class ProductList(PortalModelAdmin):
    """As plain a list as ours can be."""


@pytest.fixture
def stock_page(rf):
    """A function that asks for the stock page to add, change or delete a product."""
    pages = ProductList(Product, admin.site)
    user = make_staff(name="root", is_superuser=True)

    def ask(page, *keys, **data):
        request = rf.post("/", data)
        request.user, request._dont_enforce_csrf_checks = user, True
        request.session = {}
        request._messages = FallbackStorage(request)
        return getattr(pages, f"{page}_view")(request, *keys)

    return ask


def stock_entries():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor_name", "subject", "detail"))


def test_what_is_added_changed_and_deleted_there_is_in_the_log(stock_page):
    stock_page("add", name="Ledger", slug="ledger", position=0)
    product = Product.objects.get()
    stock_page("change", str(product.pk), name="Big Ledger", slug="ledger", position=0)
    stock_page("delete", str(product.pk), post="yes")
    assert stock_entries() == [
        ("added", "root", "product “Ledger”", ""),
        ("changed", "root", "product “Big Ledger”", "Changed Name."),
        ("deleted", "root", "product “Big Ledger”", ""),
    ]
    assert not Product.objects.exists()


def test_a_change_there_that_fails_is_not_in_the_log(stock_page, monkeypatch):
    product = Product.objects.create(name="Ledger", slug="ledger")

    def interrupt(*_arguments, **_values):
        raise KeyboardInterrupt

    monkeypatch.setattr(ProductList, "response_change", interrupt)
    with pytest.raises(KeyboardInterrupt):
        stock_page("change", str(product.pk), name="Big Ledger", slug="ledger", position=0)
    product.refresh_from_db()
    assert product.name == "Ledger"
    assert stock_entries() == []
