"""Settings of the portal, all read from the environment; the README's table lists every variable.

Safe by default: nothing debugs, a missing secret or a bad value stops the start and names every bad variable at once.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import structlog
from django.conf.global_settings import LANGUAGES
from environs import Env, EnvValidationError, ValidationError, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)


def _stripped(names: list[str] | None) -> list[str]:
    """environs keeps the blanks around the parts of a comma-separated list."""
    return [name.strip() for name in names or ()]


def _no_path(url: str) -> None:
    if urlsplit(url).path.strip("/"):
        raise ValidationError("The portal answers at the root of its host; give no path.")


def _known_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValidationError("No such time zone; write it as in Europe/Berlin.") from None


def _known_language(code: str) -> None:
    if code.lower() not in {"en-us", *dict(LANGUAGES)}:
        raise ValidationError("Django has no such language; write it as in en-us or de.")


def _origins_or_any(names: list[str] | None) -> None:
    for name in _stripped(names):
        parts = urlsplit(name)
        if name != "*" and (parts.scheme not in {"http", "https"} or name != f"{parts.scheme}://{parts.netloc}"):
            raise ValidationError("Write each origin as in https://app.example.com, or * for all.")


_address = validate.Regexp(r"[^\r\n]*[^@\s]+@[^@\s]+$", error="Not an e-mail address.")

SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=32))
SECRET_KEY_FALLBACKS = _stripped(env.list("SECRET_KEY_FALLBACKS", []))
DEBUG = env.bool("DEBUG", False)
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))

# The portal and its visitors
PORTAL_NAME = env.str("PORTAL_NAME", "Help Center")
SITE_URL = env.str(
    "SITE_URL", "http://127.0.0.1:8000", validate=[validate.URL(schemes={"http", "https"}, require_tld=False), _no_path]
)
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", "support@localhost", validate=_address)
HELPED_FLOOR = env.int("HELPED_FLOOR", 20, validate=validate.Range(min=1))
"""From how many solved visits on an article says how many people it has helped."""
REQUIRE_REVIEW = env.bool("REQUIRE_REVIEW", False)
"""Whether a revision has to be approved by somebody who did not write it before it can be public."""
REVIEW_MONTHS = env.int("REVIEW_MONTHS", 6, validate=validate.Range(min=0, max=60))
"""After how many months a newly published article is due for a look; 0 sets no date."""
LINK_CHECK_ALLOWED_HOSTS = frozenset(_stripped(env.list("LINK_CHECK_ALLOWED_HOSTS", [])))
"""Hosts that link_check asks although they are private; with a port where it is not the usual one."""
PREVIEW_DAYS = env.int("PREVIEW_DAYS", 7, validate=validate.Range(min=1, max=365))
"""How long the link to a draft, which people without an account can open, is valid."""
LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en-us", validate=_known_language)
TIME_ZONE = env.str("TIME_ZONE", "UTC", validate=_known_zone)
USE_TZ = True

# Network
_site = urlsplit(SITE_URL or "")
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = _stripped(env.list("ALLOWED_HOSTS", [_site.hostname or "", "127.0.0.1", "localhost"]))
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0, max=5))
"""How many proxies in front add to X-Forwarded-For; the visitor's address is that many entries from the right."""
TRUSTED_ORIGINS = _stripped(env.list("TRUSTED_ORIGINS", []))
CSRF_TRUSTED_ORIGINS = TRUSTED_ORIGINS
CSRF_FAILURE_VIEW = "troubleshooting.views.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# Form pages need the Origin header of their own posts, so the referrer policy may not be stricter than this.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
"""The outline of an article of 40 scenarios with 60 steps each, posted as one form."""
# Uploaded images stay in memory and never become temporary files; what is sent beyond this is dropped as it comes in.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1_048_576

# Staff sign-in; public pages never set or read a cookie.
LOGIN_URL = "admin:login"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# Data
DATABASES: dict[str, Any] = {
    "default": env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{DATA_DIR / 'helpportal.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
    or {}
}
if DATABASES["default"].get("ENGINE") == "django.db.backends.sqlite3":
    # FULL: what a visitor was told is saved survives a power cut. IMMEDIATE: writers queue instead of failing mid-way.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 2,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", "", validate=validate.Regexp(r"$|(redis|rediss|unix)://"))
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 60, validate=validate.Range(min=0))
"""How long a rendered public page is kept in a worker's memory; 0 renders every request anew."""
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", 64, validate=validate.Range(min=1))

# The read API
API_ALLOWED_ORIGINS = _stripped(env.list("API_ALLOWED_ORIGINS", [], validate=_origins_or_any))
"""Origins whose pages may read /api/; ``*`` is every one."""
API_RATE = env.int("API_RATE", 600, validate=validate.Range(min=0))
"""Requests a minute to /api/ from one network that are not answered from memory; 0 sets no limit."""

# E-mail
_email: dict[str, Any] = env.dj_email_url("EMAIL_URL", "smtp://127.0.0.1:25") or {}
# The parser takes an unknown scheme for no mailer at all.
env.str(
    "EMAIL_URL",
    "smtp://",
    validate=validate.Regexp(
        r"(smtp|smtp\+tls|smtp\+ssl|smtps|submit|submission|file|console|memory|dummy)://",
        error="Begin it with smtp://, smtp+tls://, smtp+ssl://, file:// or console://.",
    ),
)
EMAIL_BACKEND = _email.get("EMAIL_BACKEND")
EMAIL_HOST = _email.get("EMAIL_HOST")
EMAIL_PORT = _email.get("EMAIL_PORT")
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _email.get("EMAIL_FILE_PATH")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 10, validate=validate.Range(min=1))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "help@localhost", validate=_address)

# Django
ROOT_URLCONF = "helpportal.urls"
WSGI_APPLICATION = "helpportal.wsgi.application"
INSTALLED_APPS = [
    "troubleshooting",
    "troubleshooting.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "health_check",
    "csp",
]
MIDDLEWARE = [
    "troubleshooting.http.pages.PageCache",
    "troubleshooting.http.junk.RejectJunk",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "troubleshooting.http.cookieless.CookielessPublic",
    "troubleshooting.http.policy.ContentPolicy",
    "troubleshooting.http.gate.ApiGate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "troubleshooting.http.origin.CrossOrigin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "troubleshooting.views.errors.DatabaseOutage",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "troubleshooting.http.static_files.HashedStaticFiles"
    },
}

# Logs: one JSON object a line, or colored text while developing.
LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
LOG_FORMAT = env.str("LOG_FORMAT", "json", validate=validate.OneOf(["json", "text"]))
_log_processors: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "portal": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _log_processors,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer()
                if LOG_FORMAT == "json"
                else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "portal"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": [], "level": LOG_LEVEL, "propagate": True}},
}

try:
    env.seal()
except EnvValidationError as error:
    found: Any = error.error_messages
    wrong = "\n".join(f"  {name}: {' '.join(reasons)}" for name, reasons in found.items())
    raise SystemExit(f"The portal cannot start, because settings are missing or wrong:\n{wrong}") from None
