"""One settings file, read from the environment. `docs/howto/settings.md` lists every variable.

Nothing here is secret: keys are made by the first `motcua up` in `MOTCUA_HOME/keys`, mode 0600.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from motcua.config.database import database_from
from motcua.config.keys import read_keys
from motcua.config.storage import kept_in_s3

HOME = Path(os.environ.get("MOTCUA_HOME") or "var").resolve()
KEYS = read_keys(HOME / "keys")

DEBUG = os.environ.get("MOTCUA_DEBUG") == "1"
SECRET_KEY = KEYS.django
ALLOWED_HOSTS = os.environ.get("MOTCUA_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("MOTCUA_ORIGINS", "").split(",") if origin]
BEHIND_TLS = os.environ.get("MOTCUA_TLS") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    # Only their classes serve (integration/identity): their tables stay empty.
    "allauth.account",
    "allauth.socialaccount",
    # ground
    "motcua.datastore",
    "motcua.audit",
    "motcua.blobs",
    "motcua.jobs",
    # services and who
    "motcua.accounts",
    "motcua.messaging",
    "motcua.worktime",
    "motcua.regimes",
    "motcua.organisation",
    # the core and what it stands on
    "motcua.storehouse",
    "motcua.payments",
    "motcua.indicators",
    "motcua.catalogue",
    "motcua.dossiers",
    "motcua.counters",
    # governing, counting
    "motcua.feedback",
    "motcua.proactive",
    "motcua.inspections",
    "motcua.plans",
    "motcua.measurement",
    # doors
    "motcua.integration",
    "motcua.doors.frame",
    "motcua.doors.public",
    "motcua.doors.kiosk",
    "motcua.doors.staff",
    # the plug board: connects consumers, jobs and ports when every app is loaded
    "motcua.config",
]

MIDDLEWARE = [
    "motcua.doors.frame.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Until an agency exists every address leads to the first run.
    "motcua.doors.staff.administration.first_run.FirstRun",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.doors.frame.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "motcua.accounts.sessions.Authentication",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "motcua.doors.frame.odd_input.RefuseNul",
    "motcua.datastore.readonly.ReadOnlyRequests",
    "motcua.doors.kiosk.shell.KioskShell",
]

ROOT_URLCONF = "motcua.config.urls"
FORM_RENDERER = "motcua.doors.frame.forms.FrameRenderer"
CSRF_FAILURE_VIEW = "motcua.doors.frame.errors.stale_form"
# Other systems tell us things here, some of them with GET; a provider of identities sends the browser back.
MOTCUA_CALLED_BY_SYSTEMS = ("/ket-noi/bao/", "/dang-nhap/ve/")
MOTCUA_SAMPLE_BAND = "motcua.doors.frame.sample_mark.holds_sample"
WSGI_APPLICATION = "motcua.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "motcua.doors.frame.context.frame",
            ],
        },
    }
]

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "staff:sign-in"
LOGIN_REDIRECT_URL = "staff:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SESSION_ENGINE = "motcua.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_AGE = 9 * 3600  # one working day at the desk, then sign in again
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
LOCALE_PATHS = [Path(__file__).parent.parent / "doors" / "frame" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a folder that is not there
# Files are served straight from the packages: an office server has no separate publishing step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = HOME / "blobs"
# Papers are sealed before they are stored (blobs/sealed_files.py), with a key derived from the installation's.
BLOB_ENCRYPT = os.environ.get("MOTCUA_BLOBS_ENCRYPT") == "1"
BLOB_KEYS = KEYS.sealing
# Where a scanner saves: one folder for each agency code below it.
SCAN_FOLDER = os.environ.get("MOTCUA_SCAN_FOLDER", "")
CLAMD = os.environ.get("MOTCUA_CLAMD", "")
STORAGES = {
    "default": kept_in_s3()
    or {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# In the memory of each web process: figures of public pages, and how often somebody guessed a password. Roomy enough
# for a province's agencies, so that looking at many pages does not push the guesses out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}
# How long a public page that is the same for everybody is given out before it is drawn anew (doors/public/same.py).
PUBLIC_PAGES_KEPT_SECONDS = float(os.environ.get("MOTCUA_PAGES_KEPT_SECONDS", "15"))
# Signing: the library of the tokens and modules of this server, and the time stamping service (RFC 3161).
# What DuckDB may hold while it rebuilds roll-ups, and where it puts down what does not fit.
ENGINE_MEMORY = os.environ.get("MOTCUA_ENGINE_MEMORY", "2GB")
ENGINE_SPILL = os.environ.get("MOTCUA_ENGINE_SPILL") or str(HOME / "spilled")

PKCS11_MODULE = os.environ.get("MOTCUA_PKCS11", "")
TIME_STAMP_URL = os.environ.get("MOTCUA_TSA", "")
CSC_URL = os.environ.get("MOTCUA_CSC_URL", "")
CSC_CLIENT = (os.environ.get("MOTCUA_CSC_CLIENT_ID", ""), os.environ.get("MOTCUA_CSC_CLIENT_SECRET", ""))
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
FILE_UPLOAD_HANDLERS = [
    "motcua.doors.frame.uploads.LimitedUploads",  # first: what is too large reaches neither memory nor disk
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Letters that leave the house; without a server they are not sent, and notices wait on the person's page.
_MAIL = urlsplit(os.environ.get("EMAIL_URL", ""))
EMAIL_HOST = _MAIL.hostname or ""
EMAIL_PORT = _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.scheme == "smtp+tls", _MAIL.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "motcua@localhost")
VNPAY_TERMINAL, VNPAY_SECRET = os.environ.get("VNPAY_TERMINAL", ""), os.environ.get("VNPAY_SECRET", "")
VNPAY_PAY_URL, VNPAY_QUERY_URL = os.environ.get("VNPAY_PAY_URL", ""), os.environ.get("VNPAY_QUERY_URL", "")
NATIONAL_PAYMENT = {
    name: os.environ.get(f"NATIONAL_PAYMENT_{name.upper()}", "")
    for name in ("url", "partner", "secret", "account", "account_bank", "account_name")
}
# Citizens sign in with VNeID; by name and password only for trying out.
LOCAL_CITIZENS = os.environ.get("MOTCUA_LOCAL_CITIZENS") == "1"
IDENTITY_PROVIDERS = {
    name: {
        "issuer": os.environ.get(f"{name.upper()}_ISSUER", ""),
        "client_id": os.environ.get(f"{name.upper()}_CLIENT_ID", ""),
        "client_secret": os.environ.get(f"{name.upper()}_CLIENT_SECRET", ""),
        "level_claims": os.environ.get(f"{name.upper()}_LEVEL_CLAIMS", "loAs,IAL"),
        "acr_values": os.environ.get(f"{name.upper()}_ACR_VALUES", ""),
    }
    for name in ("vneid", "dvcqg")
}
# allauth: accounts have no e-mail of their own.
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8
SMS_URL, SMS_TOKEN = os.environ.get("MOTCUA_SMS_URL", ""), os.environ.get("MOTCUA_SMS_TOKEN", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "motcua.config.logs.WithoutWords",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# The figures behind a sealed value: see datastore/sealing.py.
SEALING_KEYS = KEYS.sealing
BLIND_INDEX_KEY = KEYS.blind_index
