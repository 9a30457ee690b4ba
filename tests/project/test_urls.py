"""Every address of ours has a name of its own, and every page without a parameter answers."""

import pytest
from django.urls import get_resolver, reverse

from troubleshooting import urls


def test_the_sweep_sees_every_address():
    assert len(urls.urlpatterns) >= 14
    resolver = get_resolver()
    assert len(resolver.namespace_dict["troubleshooting"][1].url_patterns) == len(urls.urlpatterns)


def test_every_address_has_a_name_of_its_own():
    names = [pattern.name for pattern in urls.urlpatterns]
    assert None not in names
    assert len(set(names)) == len(names)


def test_every_page_ends_in_a_slash():
    """Only files and probes for programs do without."""
    without = [pattern.name for pattern in urls.urlpatterns if not str(pattern.pattern).endswith("/")]
    assert sorted(filter(None, without)) == [
        "article_json",
        "article_markdown",
        "feed",
        "home",
        "image",
        "livez",
        "llms",
        "opensearch",
        "readyz",
        "robots",
        "sitemap",
        "sitemap_part",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", [p.name for p in urls.urlpatterns if not p.pattern.converters])
def test_every_address_without_parameter_answers_any_method_without_an_error(client, name):
    address = reverse(f"troubleshooting:{name}")
    answers = [client.get(address), client.post(address), client.head(address), client.delete(address)]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
