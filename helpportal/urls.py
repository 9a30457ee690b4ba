from django.contrib import admin
from django.urls import include, path

handler400 = "troubleshooting.views.errors.bad_request"
handler403 = "troubleshooting.views.errors.forbidden"
handler404 = "troubleshooting.views.errors.not_found"
handler500 = "troubleshooting.views.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("troubleshooting.urls")),
]
