"""Settings that every environment shares."""

from pathlib import Path

from capyvagas import csp, logging
from capyvagas import env as environment

BASE_DIR = Path(__file__).resolve().parents[3]
ENV = environment.load()
DATA_DIR = ENV.data_dir if ENV.data_dir.is_absolute() else BASE_DIR / ENV.data_dir

SECRET_KEY = ENV.secret_key
DEBUG = False
ALLOWED_HOSTS = list(ENV.allowed_hosts)
PUBLIC_URL = ENV.public_url

INSTALLED_APPS = [
    "home",
    "courses",
    "vacancies",
    "bot_flows",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail_modeladmin",
    "wagtail",
    "modelcluster",
    "taggit",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_structlog",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "wagtail.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "capyvagas.middleware.RequestLogMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "capyvagas.api.middleware.ApiMiddleware",
    "capyvagas.middleware.CharsetMiddleware",
    "capyvagas.freshness.FreshnessMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "capyvagas.middleware.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "capyvagas.urls"
WSGI_APPLICATION = "capyvagas.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"card_tags": "capyvagas.card_tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {
    "default": environment.database(
        ENV.database_url or f"sqlite:///{DATA_DIR / 'capyvagas.sqlite3'}"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if ENV.redis_url:
    CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": ENV.redis_url,
            "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 0.5, "SOCKET_TIMEOUT": 0.5},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DJANGO_REDIS_IGNORE_EXCEPTIONS = True
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", "Português do Brasil")]
TIME_ZONE = "America/Sao_Paulo"
# Found as an app's too, but the scripts of the dashboard are given only what is named here.
LOCALE_PATHS = [BASE_DIR / "home" / "locale"]
USE_I18N = True
USE_TZ = True

SECURE_CSP = csp.PUBLIC
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

LOGGING = logging.configure(ENV.log_format, ENV.log_level)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = None  # reading the user would cost every request a query
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10  # DEBUG: one line a request is enough

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"

# What the public site shows: a change in one of these is a new edition (home/editions.py), but
# not of the columns that are named: nobody reads them, or a clock decides what they say.
PUBLIC_TABLES: dict[str, tuple[str, ...]] = {
    "wagtailcore_page": (),
    "wagtailcore_site": (),
    "wagtailcore_pageviewrestriction": (),
    "wagtailimages_image": (),
    "home_homepage": (),
    "home_contentpage": (),
    "home_siteidentity": (),
    "courses_courseindexpage": (),
    "courses_coursepage": (),
    "courses_coursesearchterm": (),
    "vacancies_vacancy": (
        "last_seen_at",
        "checked_at",
        "check_outcome",
        "check_at",
        "strikes",
        "struck_on",
        "search_text",
        "title_text",
    ),
    "vacancies_posting": ("last_seen_at", "raw"),
    "vacancies_vacancymatch": ("matched_at",),
    "vacancies_searchrun": (),
    "vacancies_synonymgroup": (),
    "vacancies_synonymword": (),
}

WAGTAIL_SITE_NAME = "CapyVagas"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False  # there is no mail server; see docs/operacao.md
WAGTAILADMIN_USER_LOGIN_FORM = "home.forms.LoginForm"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("pt-br", "Português do Brasil")]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h3", "h4", "bold", "italic", "ul", "ol", "link"]},
    }
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# The API: what its doors have in common is in capyvagas.api.
API_MAX_BODY = 1_000_000  # bytes
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "capyvagas.api.schema.Operations",
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "EXCEPTION_HANDLER": "capyvagas.api.problems.answer",
    "DEFAULT_THROTTLE_RATES": {"address": "120/min", "token": "600/min", "write": "60/min"},
    "NUM_PROXIES": 0,  # whom a throttle counts: the address that connects
}
SPECTACULAR_SETTINGS = {
    "TITLE": "CapyVagas",
    "DESCRIPTION": "Cursos, vagas e o bot para outros programas.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "PREPROCESSING_HOOKS": ["capyvagas.api.schema.only_ours"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "capyvagas.api.schema.add_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ModalityEnum": "vacancies.models.Vacancy.Modality",
        "CourseModalityEnum": "courses.models.Modality",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
# Other sites' scripts read the API only where the operator named them; never with cookies.
CORS_ALLOWED_ORIGINS = list(ENV.cors_origins)
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_HEADERS = (
    "accept",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-none-match",
)
CORS_EXPOSE_HEADERS = ("ETag", "Location", "Retry-After", "X-Bot-Release")

WAHA_BASE_URL = ENV.waha_base_url
WAHA_API_KEY = ENV.waha_api_key
WAHA_SESSION = ENV.waha_session
WAHA_HMAC_KEY = ENV.waha_hmac_key
BOT_PACING = ENV.bot_pacing
REDIS_URL = ENV.redis_url
REDIS_QUEUE_URL = ENV.redis_queue_url
JOBSPY_PROXIES = list(ENV.jobspy_proxies)
JOBSPY_CA_CERT = ENV.jobspy_ca_cert
QUEUE_IN_MEMORY = False
BOT_LEASE_SECONDS = 90  # how long a killed worker's messages wait for another
