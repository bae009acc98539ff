"""All settings. Every value comes from the environment; the defaults are safe.

CXJOURNEY_MODE says what this installation is for: production (the default; refuses what is unsafe), demo,
development or test.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

from cxjourney.kit import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODES = ("production", "demo", "development", "test")
MODE = env.str("CXJOURNEY_MODE", "production")
if MODE not in MODES:
    raise ImproperlyConfigured(f"CXJOURNEY_MODE is {MODE!r}: set it to one of {', '.join(MODES)}.")
PRODUCTION = MODE == "production"
TESTING = MODE == "test"
DEMO = MODE == "demo"

DEBUG = env.bool("DEBUG", MODE == "development")
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / ".data" / ("test" if TESTING else "")))).resolve()


# --- Addresses -------------------------------------------------------------------------------------

BASE_URL = env.str(
    "BASE_URL", "" if PRODUCTION else "http://127.0.0.1:" + (env.str("PORT", "") or "8000")
).rstrip("/")
HTTPS = urlsplit(BASE_URL).scheme == "https"
HOST = urlsplit(BASE_URL).hostname
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=([HOST] if HOST else []) if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL] if BASE_URL else [])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)  # how many reverse proxies stand before us

# --- Secrets ---------------------------------------------------------------------------------------


def _kept_secret_key() -> str:
    """Return the key kept in the data directory, made at the first start."""
    path = DATA_DIR / "secret_key"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        mine = path.with_suffix(f".{os.getpid()}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another process was first, and its key counts
            os.link(mine, path)
        mine.unlink()
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY and not PRODUCTION:
    SECRET_KEY = "only-for-tests-" * 4 if TESTING else _kept_secret_key()

# --- Database --------------------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", "" if PRODUCTION else "embedded")
DATABASE_EMBEDDED = DATABASE_URL == "embedded"
if DATABASE_URL and not DATABASE_EMBEDDED and urlsplit(DATABASE_URL).scheme not in ("postgres", "postgresql"):
    raise ImproperlyConfigured(
        "DATABASE_URL is no address of a PostgreSQL: "
        "set it to postgresql://user:password@host/name, or to embedded."
    )
# Connections a process keeps open. 0: one a thread, kept for a minute, for servers with one thread a process.
DATABASE_POOL = env.int("DATABASE_POOL", 0 if TESTING else 10)

if DATABASE_EMBEDDED:
    _database: dict = {"ENGINE": "django.db.backends.postgresql", **embedded.connection(DATA_DIR)}
else:
    _database = env.db_url_config(DATABASE_URL) if DATABASE_URL else {"ENGINE": "django.db.backends.dummy"}
    # A server that went without a word is noticed within half a minute.
    _alive = {
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 25_000,
    }
    if DATABASE_URL:
        _database["OPTIONS"] = _alive | _database.get("OPTIONS", {})
if DATABASE_POOL:
    _database.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 10}
else:
    _database |= {"CONN_MAX_AGE": 0 if TESTING else 60, "CONN_HEALTH_CHECKS": True}
_database["TEST"] = {"NAME": "test_cxjourney" + env.str("TEST_DB_SUFFIX", "")}
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- The application -------------------------------------------------------------------------------

ROOT_URLCONF = "cxjourney.urls"
ASGI_APPLICATION = "cxjourney.asgi.application"
WSGI_APPLICATION = "cxjourney.wsgi.application"

INSTALLED_APPS = [
    "cxjourney",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
]

MIDDLEWARE = [
    "cxjourney.kit.health.HealthMiddleware",
    "cxjourney.kit.middleware.PieceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cxjourney.kit.middleware.CompressMiddleware",
    "cxjourney.kit.middleware.UploadLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cxjourney.workspaces.access.SignInMiddleware",
    "cxjourney.activity.middleware.RefusedMiddleware",
    "cxjourney.workspaces.mail.NotSentMiddleware",
]
if not env.bool("COMPRESS", True):  # a proxy in front may do it better
    MIDDLEWARE.remove("cxjourney.kit.middleware.CompressMiddleware")

_context_processors = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
_page_processors = [*_context_processors, "cxjourney.workspaces.context.shell"]
TEMPLATES = [
    {  # our own pages
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "cxjourney.kit.jinja.environment",
            "context_processors": _page_processors,
        },
    },
    {  # the admin's pages and allauth's mails
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _context_processors},
    },
]

# --- People ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "cxjourney.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", not PRODUCTION)
RATE_LIMITS = env.bool("RATE_LIMITS", not TESTING)

ACCOUNT_ADAPTER = "cxjourney.workspaces.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "cxjourney.workspaces.forms.SignUpForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if PRODUCTION else "optional"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, so that an invitation goes on
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_SESSION_REMEMBER = True
# Added to allauth's own limits, which slow down guessing at sign-in.
ACCOUNT_RATE_LIMITS: dict | bool = {"join": "20/m/ip", "invite": "60/h/user"} if RATE_LIMITS else False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

_validators = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _validators + "UserAttributeSimilarityValidator"},
    {"NAME": _validators + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _validators + "CommonPasswordValidator"},
    {"NAME": _validators + "NumericPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# --- Security --------------------------------------------------------------------------------------

SESSION_ENGINE = "cxjourney.kit.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", HTTPS)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 30 * 24 * 3600 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", False)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Subdomains and preloading are the operator's decision.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],  # style="--x: …" places points and colours
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

UPLOAD_MAX_MB = env.int("UPLOAD_MAX_MB", 200)
CHORES_EVERY = env.float(
    "CHORES_EVERY", 0 if TESTING else 60
)  # minutes; 0: somebody else runs `manage.py chores`
LOG_DAYS = env.int("LOG_DAYS", 0)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # forms without their files

# --- Static files ----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Served from their sources while they change; hashed and compressed by `collectstatic` where people use them.
STATIC_COLLECTED = MODE in ("production", "demo")
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_COLLECTED
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "cxjourney.kit.static.CollectedStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "media"

# --- Mail, language, log ---------------------------------------------------------------------------

EMAIL_URL = env.str("EMAIL_URL", "" if PRODUCTION else "memorymail://" if TESTING else "consolemail://")
if EMAIL_URL:
    try:
        vars().update(env.email_url_config(EMAIL_URL))
    except ImproperlyConfigured:
        raise ImproperlyConfigured(
            "EMAIL_URL is no address of a mail server: set it to smtp+tls://user:password@host:587."
        ) from None
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", f"cxjourney@{HOST or 'localhost'}")

LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "UTC")
try:
    ZoneInfo(TIME_ZONE)
except (ValueError, KeyError, OSError):  # nothing of that name, or no name at all
    raise ImproperlyConfigured(
        f"TIME_ZONE is {TIME_ZONE!r}: set it to a name such as Europe/Zurich or UTC."
    ) from None
USE_TZ = True

CACHES = {"default": env.cache("CACHE_URL", "locmemcache://")}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "WARNING" if TESTING else "INFO").upper()},
    "loggers": {"django": {"handlers": [], "propagate": True}, "uvicorn": {"level": "WARNING"}},
}

# --- Refuse to start unsafely ----------------------------------------------------------------------


def _unsafe() -> list[str]:
    """Return a sentence for each setting that must not go into production."""
    local = HOST in ("localhost", "127.0.0.1", "::1")
    checks = [
        (len(SECRET_KEY) < 50, "Set SECRET_KEY to a random text of at least 50 characters."),
        (DEBUG, "Set DEBUG to 0: it shows the program's inside to everyone."),
        (not HOST, "Set BASE_URL to the address people will use, such as https://journeys.example.org."),
        (HOST and not (HTTPS or local), "Set BASE_URL to an https address: passwords would travel in clear."),
        ("*" in ALLOWED_HOSTS, "Set ALLOWED_HOSTS to the names of this server instead of *."),
        (not DATABASE_URL, "Set DATABASE_URL to postgresql://user:password@host/name, or to embedded."),
        (not EMAIL_URL, "Set EMAIL_URL to smtp+tls://user:password@host:587: sign-up and resets send mail."),
    ]
    return [sentence for is_unsafe, sentence in checks if is_unsafe]


if PRODUCTION and _unsafe():
    raise ImproperlyConfigured(
        "cxjourney cannot start in production yet (CXJOURNEY_MODE=demo or development needs none of this):\n"
        + "\n".join(f"- {sentence}" for sentence in _unsafe())
    )
