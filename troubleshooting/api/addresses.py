"""Addresses of the API in their canonical form, absolute, so that every one of an answer can be opened as it is."""

from collections.abc import Mapping

from troubleshooting.guide import Lead, Trail
from troubleshooting.http.links import path_of, with_query
from troubleshooting.http.pages import site_url


def api_path(name: str, *args: str) -> str:
    return path_of(f"api:{name}", *args)


def listed(name: str, values: Mapping[str, str]) -> str:
    """The path of a list or a search with those values that are not empty."""
    return with_query(api_path(name), values)


def article_href(slug: str) -> str:
    return site_url(api_path("article", slug))


def position_path(slug: str, node: str, trail: Trail) -> str:
    """A position in the guide; ``""`` is its beginning."""
    return (api_path("position", slug, node) if node else api_path("guide", slug)) + trail.query()


def position_href(slug: str, node: str, trail: Trail) -> str:
    return site_url(position_path(slug, node, trail))


def lead_href(slug: str, lead: Lead) -> str:
    return position_href(slug, lead.node, lead.trail)
