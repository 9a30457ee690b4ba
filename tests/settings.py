"""The portal's settings as the tests run them; TEST_DATABASE_URL and TEST_REDIS_URL choose other servers."""

import os
import tempfile
from pathlib import Path

_scratch = tempfile.TemporaryDirectory(prefix="helpportal-tests-")

os.environ.update(
    {
        "SECRET_KEY": "tests-only-secret-key-that-signs-nothing-of-value",
        "DEBUG": "false",
        "DATA_DIR": _scratch.name,
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_scratch.name}/unused.sqlite3",
        "REDIS_URL": os.environ.get("TEST_REDIS_URL", ""),
        "EMAIL_URL": "memory://",
        "SUPPORT_EMAIL": "support@example.com",
        "DEFAULT_FROM_EMAIL": "help@example.com",
        "LOG_LEVEL": "ERROR",
    }
)

from helpportal.settings import *
from helpportal.settings import DATABASES, STORAGES

DATABASES["default"]["CONN_MAX_AGE"] = 0
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as in use: threads on a shared in-memory database meet locks that no real database has.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_scratch.name) / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
