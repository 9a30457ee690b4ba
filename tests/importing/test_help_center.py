"""A help center's export as Zendesk Guide writes it, paged or not."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.pictures import file_of, make_screenshot
from troubleshooting.documents.markdown import print_document
from troubleshooting.models import Article, Image, Product, Topic

pytestmark = pytest.mark.django_db
BODY = """
<p>The scanner does <b>not</b> answer &amp; shows <code>E-17</code>.</p>
<h2>Resolution</h2>
<ol><li>Unplug it.</li><li>See <a href="/hc/en-us/articles/12-Cables#usb">the cables</a>.</li></ol>
<p><img src="https://acme.zendesk.com/hc/article_attachments/77/port.png" alt="The port at its back"></p>
<p><img src="https://acme.zendesk.com/hc/article_attachments/78/lost.png" alt="A lost one"></p>
<p><a href="/hc/en-us/requests/new">Ask us</a></p>
<table><tr><th>Light</th><th>Meaning</th></tr><tr><td>red</td><td>no paper</td></tr></table>
<iframe src="https://video.example.com/1"></iframe>
"""


def article(number, title, **values):
    return {
        "id": number,
        "title": title,
        "body": "<p>Words.</p>",
        "section_id": 5,
        "label_names": [],
        "draft": False,
        "locale": "en-us",
        "html_url": f"https://acme.zendesk.com/hc/en-us/articles/{number}",
        **values,
    }


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "acme"
    (folder / "attachments" / "77").mkdir(parents=True)
    first = [article(11, "Scanner does not answer", body=BODY, label_names=["Scanner X"])]
    second = [article(12, "Cables"), article(13, "Not yet", draft=True)]
    write(folder, "articles_1.json", {"articles": first, "next_page": None})
    write(folder, "articles_2.json", {"articles": second})
    write(folder, "sections.json", {"sections": [{"id": 5, "name": "Devices", "category_id": 6}]})
    write(folder, "categories.json", {"categories": [{"id": 6, "name": "Office"}]})
    (folder / "attachments" / "77" / "port.png").write_bytes(file_of(make_screenshot()))
    return folder


def write(folder, name, content):
    (folder / name).write_text(json.dumps(content))


def bring(folder, *options):
    call_command("import_articles", str(folder), "-v0", *options)


def text_of(slug):
    return print_document(Article.objects.get(slug=slug).revisions.newest_first()[0].document)


def test_sections_are_topics_and_categories_and_labels_products(export):
    bring(export)
    assert Topic.objects.get().name == "Devices"
    assert set(Product.objects.values_list("name", flat=True)) == {"Office", "Scanner X"}
    assert "topic: devices" in text_of("scanner-does-not-answer")


def test_every_word_link_table_and_image_of_the_body_is_in_the_draft(export, tmp_path):
    bring(export, "--report", str(tmp_path / "report.json"))
    text = text_of("scanner-does-not-answer")
    for words in ("**not** answer", "E-17", "Unplug it.", "| red | no paper |", "https://video.example.com/1"):
        assert words in text
    assert "(/articles/cables" in text
    assert "https://acme.zendesk.com/hc/en-us/requests/new" in text
    assert f"![The port at its back](/images/{Image.objects.get().name})" in text
    assert "https://acme.zendesk.com/hc/article_attachments/78/lost.png" in text
    file = next(f for f in json.loads((tmp_path / "report.json").read_text())["files"] if f["path"] == "en-us/11")
    assert any("78/lost.png is not in the export" in problem["message"] for problem in file["problems"])


def test_a_draft_of_the_help_center_is_not_published(export):
    with pytest.raises(CommandError):
        bring(export, "--publish")
    assert Article.objects.get(slug="not-yet").status == "draft"


def test_a_vote_changes_nothing_and_another_title_does(export):
    bring(export)
    write(export, "articles_2.json", {"articles": [article(12, "Cables", vote_sum=9), article(13, "Soon", draft=True)]})
    bring(export)
    assert Article.objects.get(slug="cables").revisions.count() == 1
    assert Article.objects.get(slug="not-yet").revisions.count() == 2


def test_the_same_article_in_two_languages_is_two_articles(export):
    write(export, "articles_de.json", {"articles": [article(12, "Kabel", locale="de")]})
    bring(export)
    assert {"cables", "kabel"} <= set(Article.objects.values_list("slug", flat=True))


def test_entries_that_cannot_be_read_hold_up_no_other(export, capsys):
    broken = [{"title": "No id"}, 5, article(21, None, body=None), article(22, ["x"], body={"a": 1}, label_names=7)]
    write(export, "articles_3.json", {"articles": [*broken, article(12, "Again")]})
    (export / "articles_4.json").write_text('{"articles": [')
    with pytest.raises(CommandError):
        bring(export)
    told = capsys.readouterr().err
    assert "articles_3.json#1: Entry 1 has no id" in told
    assert "articles_4.json: This is no JSON" in told
    assert Article.objects.filter(slug="cables").exists()
