"""Django settings. One file for every machine; what differs between machines is read by `env`."""

from __future__ import annotations

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from dhara.config import env
from dhara.config.security import *  # noqa: F403 - one settings namespace, split by subject

BASE = Path(__file__).resolve().parents[1]
DATA = env.data_folder()

DEBUG = env.flag("DHARA_DEBUG", False)
SECRET_KEY = env.secret_key(DATA)
# A sandbox offers the sandbox gateway, shows a banner on every page and lets anybody read the mail outbox.
SANDBOX = env.flag("DHARA_SANDBOX", False)
PUBLIC_URL = env.text("DHARA_PUBLIC_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("DHARA_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Where fakes of gateways are, {code: address}: read in a sandbox only, and never with live keys (bin/up --fakes).
GATEWAY_BASES: dict[str, str] = dict(pair.split("=", 1) for pair in env.words("DHARA_GATEWAY_BASES", ""))
# The header in which a proxy in front says the visitor's country (CF-IPCountry); only where it overwrites a visitor's.
COUNTRY_HEADER = env.text("DHARA_COUNTRY_HEADER", "")
SITE_NAME = env.text("DHARA_SITE_NAME", "Dhara")
VERSION = "0.1.0"

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "csp",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "ninja",
    "dhara.kit",
    "dhara.people",
    "dhara.money",
    "dhara.catalog",
    "dhara.checkout",
    "dhara.audience",
    "dhara.delivery",
    "dhara.work",
    "dhara.trust",
    "dhara.insights",
    "dhara.reactions",
    "dhara.web",
    "dhara.api",
    "dhara.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dhara.web.ui.middleware.squeeze",
    "dhara.web.ui.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dhara.web.ui.middleware.language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dhara.web.checkout.coupon_links.coupon_links",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "dhara.config.urls"
WSGI_APPLICATION = "dhara.config.wsgi.application"

WEB_AREAS = [
    "ui",
    "storefront",
    "checkout",
    "library",
    "studio",
    "account",
    "operator",
    "subscriber",
    "audience",
    "messages",
    "work",
    "jobs",
    "proposals",
    "funding",
    "campaigns",
    "tasks",
    "disputes",
    "reviews",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "web" / area / "templates" for area in WEB_AREAS]
        + [
            BASE / domain / "templates"
            for domain in ("kit", "people", "checkout", "audience", "delivery", "money", "catalog")
        ],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "dhara.web.ui.templatetags.dhara",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dhara.web.ui.context.page",
            ],
        },
    }
]
COTTON_DIR = "cotton"

# Embedded PostgreSQL unless DATABASE_URL names another; `dhara` starts it and sets the variable for its children.
_url = env.text("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/dhara"
DATABASES = {"default": {**environ.Env.db_url_config(_url), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"].setdefault("OPTIONS", {}).update({"server_side_binding": False})
# Off where a pooler lets transactions of one client go to several servers and knows no prepared statements.
PREPARE_STATEMENTS = env.flag("DHARA_PREPARE_STATEMENTS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_cache = env.text("CACHE_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _cache}
    if _cache
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Letters always go through kit.mail's outbox; with no EMAIL_URL they stay there to be read.
EMAIL_URL = env.text("EMAIL_URL")
if EMAIL_URL:
    vars().update(environ.Env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 20
# Which DNS server is asked about senders' domains (address or address:port); the machine's own without it.
RESOLVER = env.text("DHARA_RESOLVER")
# Where answers to letters about messages come in: reply@in.market.example, with +<token> before the @.
REPLY_ADDRESS = env.text("DHARA_REPLY_ADDRESS")
DEFAULT_FROM_EMAIL = env.text("DHARA_MAIL_FROM", "Dhara <hello@dhara.example>")

MEDIA_ROOT = DATA / "files"
UPLOAD_ROOT = DATA / "uploads"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [
    BASE / "web" / "ui" / "static",
    BASE / "web" / "account" / "static",
    BASE / "web" / "operator" / "static",
    BASE / "web" / "subscriber" / "static",
]
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "dhara.config.static.CollectedFiles"},
}
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "avif",
    "br",
    "gif",
    "gz",
    "jpeg",
    "jpg",
    "map",
    "png",
    "webp",
    "woff",
    "woff2",
    "zip",
)
if _bucket := env.text("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _bucket,
            "endpoint_url": env.text("S3_ENDPOINT") or None,
            "region_name": env.text("S3_REGION") or None,
            "access_key": env.text("S3_ACCESS_KEY") or None,
            "secret_key": env.text("S3_SECRET_KEY") or None,
            "addressing_style": env.text("S3_ADDRESSING", "auto"),
            "default_acl": None,
            "querystring_auth": True,
            "querystring_expire": 60,
        },
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
MAX_FILE_BYTES = env.number("DHARA_MAX_FILE_BYTES", 5 * 1024**3)

AUTH_USER_MODEL = "people.Account"
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "lang"
LANGUAGES = [("bn", _("Bengali")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("DHARA_TIME_ZONE", "Asia/Dhaka")
LOCALE_PATHS = [BASE / "web" / area / "locale" for area in WEB_AREAS]
FORMAT_MODULE_PATH = ["dhara.kit.locale.formats"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("DHARA_LOG", "WARNING")},
}


PROCRASTINATE_IMPORT_PATHS: list[str] = []
# The address is unique whatever its case: by a constraint on lower(email), which the check does not see.
SILENCED_SYSTEM_CHECKS: list[str] = ["auth.W004"]

from dhara.config.accounts import *  # noqa: E402,F403 - allauth's settings
from dhara.config.console import *  # noqa: E402,F403 - unfold's settings
