from django.contrib import admin
from django.urls import include, path

from troubleshooting.api import api

handler400 = "troubleshooting.views.errors.bad_request"
handler403 = "troubleshooting.views.errors.forbidden"
handler404 = "troubleshooting.views.errors.not_found"
handler500 = "troubleshooting.views.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("", include("troubleshooting.urls")),
]
