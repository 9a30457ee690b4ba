"""The admin's first page."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories import make_article
from tests.staff.people import sign_in
from troubleshooting.admin.site import PortalAdminSite
from troubleshooting.models import (
    Article,
    AuditEntry,
    Destination,
    Escalation,
    LinkCheck,
    Procedure,
    Product,
    Report,
    SearchRedirect,
    Synonym,
    Topic,
)

pytestmark = pytest.mark.django_db


def test_the_admin_is_the_portal_s_own_and_has_every_list():
    assert isinstance(admin.site, PortalAdminSite)
    ours = {model for model in admin.site._registry if model._meta.app_label == "troubleshooting"}
    catalog = {Topic, Product, Destination, Procedure}
    assert ours == {Article, AuditEntry, LinkCheck, Report, Escalation, SearchRedirect, Synonym, *catalog}


def test_it_bears_the_portal_s_name_and_leads_to_the_site(client, settings):
    sign_in(client, is_superuser=True)

    page = client.get(reverse("admin:index")).content.decode()
    assert settings.PORTAL_NAME in page
    assert "Django" not in page
    assert '<a href="/">View site</a>' in page


@pytest.mark.parametrize(("role", "shown"), [("Analysts", True), ("Editors", True), ("", False)])
def test_the_analytics_are_offered_to_those_who_may_read_them(client, role, shown):
    sign_in(client, *filter(None, [role]))

    page = client.get(reverse("admin:index")).content.decode()
    assert (f'href="{reverse("admin:analytics")}"' in page) is shown


def test_staff_pages_are_stored_by_no_cache_and_shown_in_no_frame(client):
    make_article()
    sign_in(client, "Publishers", "Analysts")

    for name in ("index", "analytics", "troubleshooting_article_changelist", "troubleshooting_article_add"):
        response = client.get(reverse(f"admin:{name}"))
        assert "no-store" in response["Cache-Control"]
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
