"""The schemas that ship with the package: one file per minor version, read when first needed."""

import json
import lzma
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from lsparch.k8s.version import KubernetesVersion

__all__ = ["GATEWAY_SINCE", "GROUPS", "NEWEST", "OLDEST", "ApiSchema", "covered_lines", "kind_lines", "load_schema"]

OLDEST = KubernetesVersion(1, 8)
"""Oldest version whose schema ships."""

NEWEST = KubernetesVersion(1, 37)
"""Newest version whose schema ships."""

GATEWAY_SINCE = KubernetesVersion(1, 26)
"""Oldest version on which the shipped Gateway API runs."""

GROUPS = frozenset(
    {
        "", "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "apps", "autoscaling",
        "batch", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "extensions",
        "flowcontrol.apiserver.k8s.io", "gateway.networking.k8s.io", "networking.k8s.io", "node.k8s.io", "policy",
        "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io",
    }
)  # fmt: skip
"""API groups of which any shipped schema holds a kind; of others no schema has to be read to know that none does."""


@dataclass(frozen=True, slots=True)
class ApiSchema:
    """What objects may look like on one minor version."""

    line: str
    """Minor version, such as ``1.36``."""

    definitions: dict[str, Any]
    """JSON Schema (2020-12) of every type by its short name, such as ``core.v1.Container``."""

    kinds: dict[str, str]
    """Name of the definition of each kind by ``apiVersion/kind``, such as ``apps/v1/Deployment``."""

    def document(self, api_version: str, kind: str) -> dict[str, Any]:
        """JSON Schema of one kind, complete in itself, for any validator.

        Raises
        ------
        KeyError
            If the version does not know the kind.
        """
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": f"#/$defs/{self.kinds[f'{api_version}/{kind}']}",
            "$defs": self.definitions,
        }


@cache
def covered_lines() -> tuple[str, ...]:
    """Minor versions whose schemas ship, oldest first."""
    return tuple(f"1.{minor}" for minor in range(OLDEST.minor, NEWEST.minor + 1))


@cache
def load_schema(line: str) -> ApiSchema:
    """Read the schema of a minor version, with the Gateway API where it can be installed.

    Raises
    ------
    KeyError
        If no schema of that version ships.
    """
    if line not in covered_lines():
        raise KeyError(line)
    document = _read(line)
    definitions, kinds = document["$defs"], document["kinds"]
    if KubernetesVersion.parse(line) >= GATEWAY_SINCE:
        gateway = _read("gateway-api")
        definitions, kinds = definitions | gateway["$defs"], kinds | gateway["kinds"]
    return ApiSchema(line, definitions, kinds)


@cache
def kind_lines(api_version: str, kind: str) -> tuple[str, ...]:
    """Minor versions whose schemas hold a kind, oldest first; reads all of them, so only for messages."""
    if api_version.rpartition("/")[0] not in GROUPS:
        return ()
    return tuple(line for line in covered_lines() if f"{api_version}/{kind}" in load_schema(line).kinds)


@cache
def _read(name: str) -> dict[str, Any]:
    packed = resources.files("lsparch.k8s").joinpath("schemas", f"{name}.json.xz").read_bytes()
    document: dict[str, Any] = json.loads(lzma.decompress(packed))
    return document
