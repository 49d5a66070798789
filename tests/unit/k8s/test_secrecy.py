"""Secrets in texts."""

import pytest

from lsparch.k8s.secrecy import HIDDEN, credential_in, looks_secret, masked, masked_object, name_at, names_secret


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


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("DB_PASSWORD", "hunter2", HIDDEN),
        ("DB_TOKEN", 77665544, HIDDEN),
        ("DB_PASSWORD", "/run/secrets/password", "/run/secrets/password"),
        ("REPLICAS", 3, 3),
        ("TOKEN", True, True),
        ("TOKEN", None, None),
        ("URL", "redis://web:hunter2@db:6379/0", f"redis://web:{HIDDEN}@db:6379/0"),
        ("URL", "redis://web:@{password}@db", "redis://web:@{password}@db"),
        ("", "--api-token=5b81c2d1e5", f"--api-token={HIDDEN}"),
        ("x.ini", "# x\npassword = hunter2\nhost = db", f"# x\npassword = {HIDDEN}\nhost = db"),
        ("x.xml", "<a><password>open hunter2</password></a>", f"<a><password>{HIDDEN}</password></a>"),
        ("x.json", '{"a":1,"password":"hunter2","b":2}', f'{{"a":1,"password":"{HIDDEN}","b":2}}'),
        ("x.pem", "a\n-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\nb", f"a\n{HIDDEN}\nb"),
        ("x.pem", "-----BEGIN RSA PRIVATE KEY-----\nhunter2", HIDDEN),
    ],
)
def test_a_value_is_shown_without_its_secret(name: str, value: object, shown: object) -> None:
    assert masked(name, value) == shown


def test_a_secret_that_is_known_is_shown_nowhere_unless_it_is_a_word_of_many() -> None:
    assert masked("motd", "say hunter2 twice: hunter2", {"hunter2", "say"}) == f"say {HIDDEN} twice: {HIDDEN}"


def test_an_object_is_shown_without_secrets_but_with_the_names_of_those_that_it_refers_to() -> None:
    variables = [
        {"name": "PASSWORD", "value": "hunter2"},
        {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "web", "key": "token"}}},
    ]
    kept = {"annotations": {"auth-secret": "web/users", "api-token": "hunter2"}}
    data = {"data": {"client-secret": "hunter2", "x": "y"}, "metadata": kept, "env": variables, "args": ["-x"]}
    assert masked_object(data) == {
        "data": {"client-secret": HIDDEN, "x": "y"},
        "metadata": {"annotations": {"auth-secret": "web/users", "api-token": HIDDEN}},
        "env": [{"name": "PASSWORD", "value": HIDDEN}, variables[1]],
        "args": ["-x"],
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("spec.containers[web].env[TOKEN].value", "TOKEN"),
        ("data[client-secret]", "client-secret"),
        ("metadata.annotations[example.org/password]", "example.org/password"),
        ("metadata.annotations[example.org/auth-secret]", ""),
        ("web/site.env.DB_PASSWORD", "DB_PASSWORD"),
        ("web/site.env.DB_PASSWORD.secret", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_value_is_told_from_its_path(path: str, name: str) -> None:
    assert name_at(path) == name
