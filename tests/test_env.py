"""Settings from outside: where they are read, and what is said when one is wrong."""

from pathlib import Path

import pytest

from capyvagas import env
from capyvagas.env import EnvError, load, require


def test_a_variable_comes_before_its_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from the file\n")
    source = {"WAHA_API_KEY": "from the variable", "WAHA_API_KEY_FILE": str(tmp_path / "key")}
    assert load(source, tmp_path).waha_api_key == "from the variable"


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_named_file_loses_its_newline_and_nothing_else(tmp_path: Path, ending: str) -> None:
    (tmp_path / "key").write_bytes(f" a key with spaces ç {ending}".encode())
    assert (
        load({"WAHA_API_KEY_FILE": str(tmp_path / "key")}).waha_api_key == " a key with spaces ç "
    )


def test_docker_secrets_are_found_by_their_name_in_lower_case(tmp_path: Path) -> None:
    (tmp_path / "django_secret_key").write_text("from docker\n")
    assert load({}, tmp_path).secret_key == "from docker"


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe"])
def test_a_named_file_that_says_nothing_stops_the_start(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EnvError, match="WAHA_HMAC_KEY_FILE"):
        load({"WAHA_HMAC_KEY_FILE": str(path)}, tmp_path)


def test_every_missing_secret_is_named_at_once() -> None:
    with pytest.raises(EnvError) as refused:
        require(load({"DJANGO_SECRET_KEY": "here"}), "DJANGO_SECRET_KEY", *env._FIELDS)
    said = str(refused.value)
    assert "DATABASE_URL, ALLOWED_HOSTS, WAHA_API_KEY, WAHA_HMAC_KEY" in said
    assert "DJANGO_SECRET_KEY" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "²"),
        ("BOT_PACING", "fast"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "mysql://user:hunter2@host/db"),
        ("REDIS_URL", "http://hunter2"),
        ("WAHA_BASE_URL", "waha:3000"),
        ("PUBLIC_URL", "https://["),
    ],
)
def test_what_cannot_be_used_is_named_and_never_shown(name: str, value: str) -> None:
    with pytest.raises(EnvError, match=name) as refused:
        load({name: value})
    assert value not in str(refused.value)
    assert refused.value.code == str(refused.value), "an exit with a sentence, and so with code 1"


def test_no_secret_is_in_the_repr() -> None:
    secret = "postgres://u:hunter2@h/d"
    names = ("DJANGO_SECRET_KEY", "DATABASE_URL", "WAHA_API_KEY", "WAHA_HMAC_KEY", "JOBSPY_PROXIES")
    redis = {"REDIS_URL": "redis://:hunter2@h/0"}
    assert "hunter2" not in repr(load(dict.fromkeys(names, secret) | redis))


def test_the_queue_has_its_own_redis_or_the_same() -> None:
    assert load({"REDIS_URL": "redis://a/0"}).redis_queue_url == "redis://a/0"
    both = {"REDIS_URL": "redis://a/0", "REDIS_QUEUE_URL": "redis://b/0"}
    assert load(both).redis_queue_url == "redis://b/0"


@pytest.mark.parametrize(
    ("hosts", "address"),
    [
        ("", "http://127.0.0.1:8000"),
        ("localhost, 127.0.0.1", "http://127.0.0.1:8000"),
        ("localhost,vagas.example.org,web", "https://vagas.example.org"),
        (".example.org", "https://example.org"),
        ("*", "http://127.0.0.1:8000"),
    ],
)
def test_without_an_address_the_site_takes_its_first_name(hosts: str, address: str) -> None:
    assert load({"ALLOWED_HOSTS": hosts}).public_url == address


def test_each_kind_of_database_gets_what_it_needs() -> None:
    sqlite = env.database("sqlite:///var/x.sqlite3")
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    postgres = env.database("postgres://u:p%40@h:5432/d?sslmode=require")
    assert postgres["PASSWORD"] == "p@"
    assert postgres["OPTIONS"]["sslmode"] == "require"
    assert postgres["OPTIONS"]["connect_timeout"] == env.POSTGRES_OPTIONS["connect_timeout"]


def test_sites_that_may_read_the_api() -> None:
    assert load({}).cors_origins == ()
    said = load({"CORS_ORIGINS": "https://Painel.example.org, http://127.0.0.1:3000/"})
    assert said.cors_origins == ("https://painel.example.org", "http://127.0.0.1:3000")


@pytest.mark.parametrize(
    "value", ["*", "painel.example.org", "https://a.org/x", "https://u:p@a.org", "https://a.org?x"]
)
def test_a_site_that_is_no_origin_stops_the_start(value: str) -> None:
    with pytest.raises(EnvError, match="CORS_ORIGINS"):
        load({"CORS_ORIGINS": value})
