"""Settings. What differs between installations comes from the environment; ``docs/operate.md`` lists it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from . import environment

ROOT = environment.ROOT
HELSETEK_HOME: Path = environment.home()
HELSETEK_ENV: str = environment.kind()
PRODUCTION = HELSETEK_ENV == "production"

SECRET_KEY = environment.secret_key()
DEBUG = False
ALLOWED_HOSTS = environment.words(
    "ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver"
)
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "csp",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "helsetek.common",
    "helsetek.registry",
    "helsetek.accounts",
    "helsetek.casework",
    "helsetek.records",
    "helsetek.scheme",
    "helsetek.standards",
    "helsetek.cooperation",
    "helsetek.approval",
    "helsetek.grants",
    "helsetek.control",
    "helsetek.evaluation",
    "helsetek.api",
    "helsetek.portal",
]

MIDDLEWARE = [
    "helsetek.common.web.arrival.ArrivalMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "helsetek.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "helsetek.common.web.choices.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "helsetek.accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "helsetek.common.web.errors.RefusalMiddleware",
]

ROOT_URLCONF = "helsetek.config.urls"
WSGI_APPLICATION = "helsetek.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "helsetek.common.web.context.site",
                "csp.context_processors.nonce",
            ]
        },
    }
]
FORM_RENDERER = "helsetek.common.web.rendering.DesignRenderer"

# -- Database: a SQLite file by default, PostgreSQL by DATABASE_URL ------------------------------
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{HELSETEK_HOME / 'helsetek.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads before it writes must take the write lock at its start,
    # or half of them fail under load with «database is locked» (measured: 305 of 400).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS: list[str] = []
LOGIN_URL = "accounts:log_in"
LOGOUT_URL = "accounts:log_out"
LOGIN_REDIRECT_URL = "/mine-oppgaver/"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "helsetek.common.web.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION

OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "")
OIDC_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "helsetek")
OIDC_CLIENT_SECRET = os.environ.get("OIDC_CLIENT_SECRET", "")
OIDC_PRIVATE_KEY_FILE = os.environ.get("OIDC_PRIVATE_KEY_FILE", "")
OIDC_PRIVATE_KEY_ALGORITHM = os.environ.get("OIDC_PRIVATE_KEY_ALGORITHM", "RS256")
OIDC_SCOPES = os.environ.get("OIDC_SCOPES", "openid profile")
# The level of assurance asked for and demanded of the answer («idporten-loa-high», «Level4» …); empty: any.
OIDC_ACR_VALUES = os.environ.get("OIDC_ACR_VALUES", "")
# What the button on the log-in page calls the provider.
OIDC_NAME = os.environ.get("OIDC_NAME", "")
# The page «choose who you are». Settings for production refuse to start with it (accounts/checks.py).
DEMO_LOGIN = environment.flag("HELSETEK_DEMO_LOGIN", default=HELSETEK_ENV == "demo")
DEMO_LOGIN_PORT = int(os.environ.get("HELSETEK_DEMO_LOGIN_PORT", "8001"))

# -- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# -- Files ---------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = (
    ROOT / "var" / "static" if "HELSETEK_STATIC" not in os.environ else os.environ["HELSETEK_STATIC"]
)
# Front-end packages, as npm installs them: tools/setup.sh.
_PACKAGES = ROOT / "node_modules"
STATICFILES_DIRS: list[tuple[str, Path]] = [
    ("designsystemet", _PACKAGES / "@digdir" / "designsystemet-css" / "dist"),
    ("designsystemet-web", _PACKAGES / "@digdir" / "designsystemet-web" / "dist" / "umd"),
    ("inter", _PACKAGES / "@fontsource-variable" / "inter" / "files"),
]
DOCUMENTS = HELSETEK_HOME / "documents"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "helsetek.casework.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# -- Mail ----------------------------------------------------------------------------------------
EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend" if PRODUCTION else "helsetek.casework.mail.FolderBackend",
)
EMAIL_FILE_PATH = str(HELSETEK_HOME / "mail")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "helseteknologiordningen@example.org")
EMAIL_TIMEOUT = 60
# Under the sender's name on letters.
LETTER_SENDER_LINE = os.environ.get("LETTER_SENDER_LINE", "Helseteknologiordningen")
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", "http://127.0.0.1:8000")

# -- Safety --------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = PRODUCTION and environment.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Logging in sends the browser on to the identity provider, also from a form.
        "form-action": [SELF] + ([OIDC_ISSUER] if OIDC_ISSUER else []),
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Who pays, as the bank knows it. The defaults are the demonstration's and lead nowhere.
PAYER = {
    "name": os.environ.get("PAYER_NAME", "Helsedirektoratet (demonstrasjon)"),
    "account": os.environ.get("PAYER_ACCOUNT", "86011117947"),
    "organisation_number": os.environ.get("PAYER_ORGANISATION_NUMBER", "983544622"),
    "bic": os.environ.get("PAYER_BIC", "DNBANOKK"),
}

# Requests to the open interface from one visitor in a minute, counted in each server process.
API_REQUESTS_A_MINUTE = int(os.environ.get("API_REQUESTS_A_MINUTE", "300"))

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"helsetek": {"level": os.environ.get("HELSETEK_LOG", "INFO")}},
}
