"""Secrets in texts."""

import pytest

from lsparch.rules.secrecy import credential_in, looks_secret, names_secret


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://web:hunter2@db/web",
        "url = mysql+mysqldb://qsmaster:pa55@czar:4040/",
        "password=hunter2",
        "export DB_PWD='hunter2'",
        "--api-token=5b81c2d1e5",
        "https://search.example.org/?token=5b81c2d1e5&page=2",
        "user=web;secret=abcdef",
        '  password => "hunter2"',
        "    password: hunter2",
        '  "client_secret": "5b81c2d1e5",',
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----",
    ],
)
def test_a_credential_in_a_text_is_seen(text: str) -> None:
    assert credential_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://web:@{password}@db/web",
        "postgresql://web:$PASSWORD@db/web",
        "http://hub:8081/hub/api",
        "http://0.0.0.0:@{port}",
        "password=@{db-password}",
        'PASSWORD="$1"',
        "password=<password>",
        'c.client_secret = os.environ["OAUTH_CLIENT_SECRET"]',
        "cookie_secret_file = cookies",
        'password => "${ELASTIC_PASSWORD}"',
        "password == given",
        "password=",
        "the token: ask the owner",
        "token_file=/etc/token",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----",
    ],
)
def test_placeholders_paths_and_calls_are_no_credentials(text: str) -> None:
    assert credential_in(text) == ""


def test_what_is_no_text_holds_nothing() -> None:
    assert credential_in(None) == ""
    assert not looks_secret("PASSWORD", 7)


@pytest.mark.parametrize("name", ["DB_PASSWORD", "dbPassword", "pwd", "oauth-client-secret", "PGPASSWORD", "api_key"])
def test_names_of_secrets_are_known(name: str) -> None:
    assert names_secret(name)


@pytest.mark.parametrize("name", ["TOKEN_FILE", "bypass", "SECRET_NAME", "PATH"])
def test_other_names_are_harmless(name: str) -> None:
    assert not names_secret(name)
