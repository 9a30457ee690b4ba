"""The guide of a revision as a picture and in words."""

import re

import pytest
from django.urls import reverse

from tests.factories import make_article, make_bank_article, make_bank_document, make_document, make_question
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from troubleshooting.publishing import save_revision

pytestmark = pytest.mark.django_db
KINDS = ("picture", "picture_svg", "picture_text")


def at(article, number=1, name="picture"):
    return reverse(f"admin:troubleshooting_article_{name}", args=[article.pk, number])


def editor(article, node):
    return reverse("admin:troubleshooting_article_change", args=[article.pk]) + f"#node-{node}"


def test_it_shows_every_node_with_a_link_to_its_place_in_the_editor(client):
    article = make_bank_article()
    sign_in(client, "Editors")
    page = client.get(at(article))
    html = page.content.decode()
    assert page.status_code == 200
    for node in ("change", "sign-in", "moved", "closed", "login", "contact"):
        assert f'href="{editor(article, node)}"' in html
    assert "No problems in the guide." in html
    assert 'style="' not in html


def test_the_same_stands_below_in_words(client):
    article = make_bank_article()
    sign_in(client, "Editors")
    html = client.get(at(article)).content.decode()
    words = html[html.index('id="picture-outline"') :]
    assert words.index("Change?") < words.index("Sign-In?") < words.index("Another sign-in was used")


def test_problems_are_listed_with_their_node_and_marked_in_the_picture(client):
    article = make_article()
    save_revision(
        document=make_document(questions=(make_question("change", {"moved": "nowhere"}), make_question("lost", {}))),
        article=article,
    )
    sign_in(client, "Editors")
    html = client.get(at(article, 2)).content.decode()
    assert f'<a href="{editor(article, "change--moved")}">Question: Change?</a>' in html
    assert "leads to `nowhere`" in html
    assert "Does not exist" in html
    assert "Not reached" in html
    assert "No answers lead here" in html


def test_an_article_without_questions_says_so(client):
    article = make_article()
    sign_in(client, "Editors")
    html = client.get(at(article)).content.decode()
    assert "asks no questions" in html
    assert "First question" not in html


def test_the_address_without_a_number_leads_to_the_newest_revision(client):
    article = make_bank_article()
    save_revision(document=make_bank_document(title="Changed"), article=article)
    sign_in(client, "Editors")
    page = client.get(reverse("admin:troubleshooting_article_guide", args=[article.pk]))
    assert (page.status_code, page["Location"]) == (302, at(article, 2))


def test_without_script_the_size_is_a_link(client):
    article = make_bank_article()
    sign_in(client, "Editors")
    sizes = {}
    for zoom in ("50", "100", "200", "x", "7"):
        html = client.get(at(article), {"zoom": zoom}).content.decode()
        sizes[zoom] = float(re.search(r'class="guide-picture" width="([\d.]+)"', html)[1])
    assert sizes["200"] == pytest.approx(2 * sizes["100"], abs=0.2)
    assert sizes["50"] == pytest.approx(sizes["100"] / 2, abs=0.2)
    assert sizes["x"] == sizes["7"] == sizes["100"]


def test_picture_and_words_can_be_downloaded(client):
    article = make_bank_article()
    sign_in(client, "Editors")
    svg, text = client.get(at(article, name="picture_svg")), client.get(at(article, name="picture_text"))
    assert svg["Content-Type"] == "image/svg+xml"
    assert svg["Content-Disposition"] == 'attachment; filename="error-9-1-guide.svg"'
    assert svg.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    assert b"href" not in svg.content
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert text["Content-Disposition"] == 'attachment; filename="error-9-1-guide.txt"'
    assert text.content.decode().startswith("Bank error 9\n\nQuestion: Change?")


@pytest.mark.parametrize("name", KINDS)
def test_only_staff_who_may_see_articles_see_their_guides(client, name):
    article = make_bank_article()
    assert client.get(at(article, name=name)).status_code == 302
    sign_in(client)
    assert client.get(at(article, name=name)).status_code == 403


@pytest.mark.parametrize("name", KINDS)
def test_no_such_revision_and_no_such_method(client, name):
    article = make_bank_article()
    sign_in(client, "Editors")
    assert client.get(at(article, 9, name)).status_code == 404
    assert client.post(at(article, name=name)).status_code == 405


def test_titles_are_shown_as_text(client):
    article = make_article(questions=(make_question("q", {"yes": "moved"}, title="<script>alert(1)</script>"),))
    sign_in(client, "Editors")
    assert "<script>alert" not in client.get(at(article)).content.decode()
    assert b"<script>" not in client.get(at(article, name="picture_svg")).content


def test_the_queries_do_not_grow_with_the_guide(client):
    small = make_article(questions=(make_question("q", {"yes": "moved"}),))
    large = make_bank_article(slug="large", title="Large")
    sign_in(client, "Editors")
    client.get(at(small))
    assert count_queries(lambda: client.get(at(small))) == count_queries(lambda: client.get(at(large)))
