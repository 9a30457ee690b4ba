"""The WSGI application that gunicorn serves: stored pages first, then Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpportal.settings")
_django = get_wsgi_application()

from troubleshooting.http.pages import StoredPages  # noqa: E402 it reads settings and models, so Django comes first

application = StoredPages(_django)
