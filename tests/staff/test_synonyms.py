"""Synonyms and search redirects: what can be one, and that the search follows at once."""

import pytest
from django.urls import reverse

from tests.factories import make_article, make_document
from tests.staff.people import sign_in
from troubleshooting.models import AuditEntry, ContentVersion, SearchRedirect, Synonym
from troubleshooting.publishing import PublishingError, save_revision
from troubleshooting.publishing.steering import store_steering
from troubleshooting.publishing.trash import trash

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _publisher(client):
    sign_in(client, "Publishers", name="kim")


def add(client, model, **values):
    return client.post(reverse(f"admin:troubleshooting_{model}_add"), values)


def deeds():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "subject", "detail", "actor_name"))


def test_a_synonym_is_added_changed_and_deleted_with_an_audit_entry_and_new_pages_each(client):
    versions = [ContentVersion.current()]
    assert add(client, "synonym", words="sign in, log in").status_code == 302
    synonym = Synonym.objects.get()
    versions.append(ContentVersion.current())
    change = reverse("admin:troubleshooting_synonym_change", args=[synonym.pk])
    client.post(change, {"words": "sign in, log in, log on"})
    versions.append(ContentVersion.current())
    client.post(change, {"words": "sign in, log in, log on"})
    client.post(reverse("admin:troubleshooting_synonym_delete", args=[synonym.pk]), {"post": "yes"})
    versions.append(ContentVersion.current())
    assert versions == sorted(set(versions))
    assert deeds() == [
        ("added", "Synonym “sign in, log in”", "", "kim"),
        ("changed", "Synonym “sign in, log in, log on”", "sign in, log in", "kim"),
        ("deleted", "Synonym “sign in, log in, log on”", "sign in, log in, log on", "kim"),
    ]
    assert not Synonym.objects.exists()


@pytest.mark.parametrize("words", ["", "sign in", "sign in, SIGN  in!", ", ,", "?, !"])
def test_a_synonym_needs_two_alternatives(client, words):
    page = add(client, "synonym", words=words).content.decode()
    assert "Write at least two alternatives" in page or "This field is required" in page
    assert not Synonym.objects.exists()


def test_no_word_stands_in_two_synonyms(client):
    add(client, "synonym", words="sign in, log in")
    page = add(client, "synonym", words="Log-In, enter").content.decode()
    assert "“log in” already stands in “sign in, log in”" in page
    with pytest.raises(PublishingError, match="already stands in"):
        store_steering(Synonym(words="enter, log in"), by=None)
    assert Synonym.objects.count() == 1


def test_the_form_of_a_synonym_begins_with_the_search(client):
    page = client.get(reverse("admin:troubleshooting_synonym_add"), {"words": "flux capacitor"}).content.decode()
    assert 'value="flux capacitor"' in page


def test_a_redirect_is_found_by_its_folded_words_and_keeps_its_cause(client):
    article = make_article()
    scenario = article.scenarios.first().key
    add(client, "searchredirect", query="Flux-CAPACITOR", article=article.pk, scenario=scenario)
    redirect = SearchRedirect.objects.get()
    assert (redirect.folded, redirect.scenario) == ("flux capacitor", scenario)
    client.post(
        reverse("admin:troubleshooting_searchredirect_change", args=[redirect.pk]),
        {"query": "Warp drive", "article": article.pk, "scenario": ""},
    )
    redirect.refresh_from_db()
    assert (redirect.folded, redirect.scenario) == ("warp drive", "")
    client.post(reverse("admin:troubleshooting_searchredirect_delete", args=[redirect.pk]), {"post": "yes"})
    assert [deed[:3] for deed in deeds()][-2:] == [
        ("changed", "Search redirect “Warp drive”", f"Flux-CAPACITOR\nerror-9#{scenario}"),
        ("deleted", "Search redirect “Warp drive”", "Warp drive\nerror-9"),
    ]


def test_what_keeps_a_redirect_from_working_is_said_at_its_field(client):
    article = make_article()
    add(client, "searchredirect", query="flux", article=article.pk)
    gone = save_revision(document=make_document(slug="gone", codes=())).article
    trash(gone, by=None)
    page = add(client, "searchredirect", query="FLUX!", article=gone.pk, scenario="moved").content.decode()
    assert "“flux” already leads to “Bank error 9”" in page
    assert "This article is in the trash" in page
    page = add(client, "searchredirect", query="?!", article=article.pk, scenario="no-such").content.decode()
    assert "Write at least one word or number." in page
    assert "The public article has no cause with this key" in page
    draft = save_revision(document=make_document(slug="draft", codes=())).article
    page = add(client, "searchredirect", query="warp", article=draft.pk, scenario="moved").content.decode()
    assert "The public article has no cause with this key" in page
    assert SearchRedirect.objects.count() == 1


def test_articles_of_a_redirect_are_looked_up_as_one_types(client):
    make_article()
    names = {"app_label": "troubleshooting", "model_name": "searchredirect", "field_name": "article"}
    found = client.get(reverse("admin:autocomplete"), {**names, "term": "bank"}).json()
    assert [row["text"] for row in found["results"]] == ["Bank error 9"]


def test_from_the_lists_one_click_shows_what_visitors_get(client):
    add(client, "synonym", words="sign in, C++ & co")
    add(client, "searchredirect", query="flux", article=make_article().pk)
    for model, query in (("synonym", "sign+in"), ("synonym", "c+co"), ("searchredirect", "flux")):
        page = client.get(reverse(f"admin:troubleshooting_{model}_changelist")).content.decode()
        assert f'<a href="/search/?q={query}">' in page
        assert client.get(f"/search/?q={query}").status_code == 200


def test_the_lists_are_searched(client):
    add(client, "synonym", words="sign in, log in")
    add(client, "searchredirect", query="flux", article=make_article().pk)
    for model, words in (("synonym", "log"), ("searchredirect", "bank")):
        page = client.get(reverse(f"admin:troubleshooting_{model}_changelist"), {"q": words}).content.decode()
        assert "1 result" in page
