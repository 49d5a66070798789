"""Passwords behind the user of a URL."""

from tests.unit.rules.samples import Sample, run_sample

_PART = """\
aspect: portal
owner: suit
source: S
components:
  web:
    image: web
    replicas: 2
    endpoints:
      http: {{port: 8080, health: /portal/health, paths: [/portal], exported: true}}
    uses:
      - {{to: external/elk.beats, for: search, auth: {{none: inside}}}}
    env:
      SEARCH: {{url: external/elk.beats, scheme: mysql, user: "{user}"}}
routes:
  - {{path: /portal, to: web.http, auth: oauth2}}
"""


def _found(user: str) -> list[str]:
    files = {"model/aspects/portal.yaml": _PART.format(user=user)}
    return [f"{f.place.line} {f.code}" for f in run_sample(Sample(files)).findings]


def test_a_user_with_a_password_is_a_secret_in_clear() -> None:
    assert "13 SEC003" in _found("name:hunter2")


def test_a_user_alone_is_none() -> None:
    assert _found("name") == []
