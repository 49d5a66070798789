"""Host names in texts."""

import pytest

from lsparch.rules.hosts import typed_hosts, typed_names


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("http://webserv:5000", ["webserv"]),
        ("http://webserv/api", ["webserv"]),
        ("qserv-czar:4040", ["qserv-czar"]),
        ("jdbc:mysql://user:x@db.example.org:3306/db", ["db.example.org"]),
        ("http://@{host}:5000", []),
        ("http://:8081", []),
        ("http://192.0.2.1:80/", []),
        ("registry/web:1.0", []),
        ("12:30", []),
        ("# see http://webserv:5000", []),
    ],
)
def test_hosts_of_urls_and_before_ports_are_seen(text: str, hosts: list[str]) -> None:
    assert list(typed_hosts(text)) == hosts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("db.example.org", ["db.example.org"]),
        ("host = db.example.org", ["db.example.org"]),
        ("someone@example.org", []),
        ("openid email org.cilogon.userinfo", []),
        ("libXrdSsi.so", []),
        ("welcome to the portal of example.org and its friends", []),
        ("http://webserv:5000", []),
    ],
)
def test_full_names_are_seen_outside_prose(text: str, names: list[str]) -> None:
    assert list(typed_names(text)) == names
