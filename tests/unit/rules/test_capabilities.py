"""Capabilities of routes that are one slip away from one that the model knows."""

import pytest

from tests.unit.rules.samples import run_sample, sample_of

PART = """\
aspect: portal
owner: suit
source: S
components:
  web:
    image: web
    replicas: 2
    endpoints:
      http: {port: 8080, health: /portal/health, paths: [/portal, /one], exported: true}
    mounts:
      /etc/groups: {config: groups, read-only: true}
routes:
  - {path: /portal, to: web.http, auth: oauth2, capability: "FIRST"}
  - {path: /one, to: web.http, auth: oauth2, capability: "SECOND"}
configs:
  groups:
    title: Who holds what
    files:
      groups.yaml: {format: yaml, content: {holders: {"read:tap": [users], "write:tap": [users]}}}
"""


def _found(first: str, second: str) -> list[tuple[str, str]]:
    text = PART.replace("FIRST", first).replace("SECOND", second)
    result = run_sample(sample_of(text, objects=False))
    return [(f.message, f.help) for f in result.findings if f.code == "ROU015"]


@pytest.mark.parametrize("word", ["raed:tap", "read:tab", "read:taps", "rea:tap"])
def test_a_slip_is_found_beside_what_configuration_lists(word: str) -> None:
    wanted = (f"route /one asks for capability {word}, which nothing else names", "did you mean `read:tap`?")
    assert _found("read:tap", word) == [wanted]


@pytest.mark.parametrize("word", ["read:tap", "write:tap", "read:image", "read:tap/user", "raed:image"])
def test_another_capability_is_no_slip(word: str) -> None:
    assert _found("read:tap", word) == []


def test_two_routes_make_a_capability_a_name() -> None:
    assert _found("read:taps", "read:taps") == []
