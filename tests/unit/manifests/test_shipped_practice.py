"""What a careful engineer looks for in the configuration of every environment of the shipped model."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lsparch.api.platform import Platform, open_platform
from lsparch.manifests import ManifestSet

_ROOT = Path(__file__).parents[3]


@cache
def _platform() -> Platform:
    return open_platform(_ROOT)


def _made(name: str) -> ManifestSet:
    return _platform().manifests(name)


def _pods(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Iterate over the specs of generated pods, each with the element that it is made from."""
    for found in _made(name).objects:
        spec = found.data.get("spec") or {}
        template = (spec.get("jobTemplate") or {}).get("spec") or spec
        pod = (template.get("template") or {}).get("spec") if found.kind != "PodTemplate" else None
        if pod:
            yield found.element, pod


pytestmark = pytest.mark.parametrize("name", sorted(_platform().environments))


def test_one_log_in_serves_every_host(name: str) -> None:
    env = _platform().environment(name)
    for need in _made(name).secrets:
        if need.name != "oauth2-proxy-config":
            continue
        text = re.sub(r"\{\{.*?\}\}", "", dict(need.templates)["oauth2_proxy.cfg"])
        settings = tomllib.loads(text)
        hosts = {route.host for route in env.routes}
        assert hosts
        assert {h for h in hosts if not f".{h}".endswith(settings["cookie_domain"])} == set()
        whole, below = settings["whitelist_domains"]
        assert {h for h in hosts if h != whole and not h.endswith(below)} == set()


def test_no_restart_depends_on_a_path_that_may_ask_back_ends(name: str) -> None:
    asked = [
        (element, probe["httpGet"]["path"])
        for element, pod in _pods(name)
        for container in [*pod.get("initContainers", ()), *pod["containers"]]
        for kind in ("livenessProbe", "startupProbe")
        if "httpGet" in (probe := container.get(kind) or {})
    ]
    assert asked == []


def test_public_keys_are_served_without_the_private_one(name: str) -> None:
    for element, pod in _pods(name):
        if element == "identity/jwks":
            secrets = [volume["secret"] for volume in pod["volumes"] if "secret" in volume]
            assert [[item["key"] for item in secret["items"]] for secret in secrets] == [["jwks.json"]]


def test_the_registry_keeps_what_a_lock_may_pin(name: str) -> None:
    for element, pod in _pods(name):
        if element.startswith("registry/"):
            words = [word for container in pod["containers"] for word in container.get("args", ())]
            assert not {"--delete-untagged", "-m"} & set(words)
