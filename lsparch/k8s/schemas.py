"""The schemas that ship with the package: one file per minor version, read when first needed."""

import json
import lzma
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from lsparch.k8s.version import KubernetesVersion

__all__ = ["GATEWAY_SINCE", "NEWEST", "OLDEST", "ApiSchema", "covered_lines", "kind_lines", "load_schema"]

OLDEST = KubernetesVersion(1, 8)
"""Oldest version whose schema ships."""

NEWEST = KubernetesVersion(1, 37)
"""Newest version whose schema ships."""

GATEWAY_SINCE = KubernetesVersion(1, 26)
"""Oldest version on which the shipped Gateway API runs."""


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
    return tuple(line for line in covered_lines() if f"{api_version}/{kind}" in load_schema(line).kinds)


@cache
def _read(name: str) -> dict[str, Any]:
    packed = resources.files("lsparch.k8s").joinpath("schemas", f"{name}.json.xz").read_bytes()
    document: dict[str, Any] = json.loads(lzma.decompress(packed))
    return document
