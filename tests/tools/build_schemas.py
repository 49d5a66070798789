"""Write the stripped Kubernetes and Gateway API schemas that ship with the package.

Not part of the wheel. Run it when a new Kubernetes minor is out::

    python -m tests.tools.build_schemas --kubernetes-json-schema DIR [DIR ...] [--gateway-crds DIR]

Every ``DIR`` of the first option is a ``kubernetes-json-schema`` folder of a release of the package
``kubernetes-validate``; without the option the installed release is read. The output depends on the
input alone: keys are sorted and the compressor is given no date.
"""

import argparse
import json
import lzma
import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.tools.closed_values import BOUNDS, EMPTY_IS_DEFAULT, VALUES

__all__ = ["KINDS", "build_gateway", "build_kubernetes", "compress", "installed_schemas"]

OUTPUT = Path(__file__).parents[2] / "lsparch" / "k8s" / "schemas"

DIALECT = "https://json-schema.org/draft/2020-12/schema"

KINDS = frozenset(
    {
        "APIService",
        "CSIDriver",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "ConfigMap",
        "CronJob",
        "CustomResourceDefinition",
        "DaemonSet",
        "Deployment",
        "DeviceClass",
        "EndpointSlice",
        "Endpoints",
        "FlowSchema",
        "HorizontalPodAutoscaler",
        "IPAddress",
        "Ingress",
        "IngressClass",
        "Job",
        "Lease",
        "LimitRange",
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "Namespace",
        "NetworkPolicy",
        "Node",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "Pod",
        "PodDisruptionBudget",
        "PodSecurityPolicy",
        "PodTemplate",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "ReplicaSet",
        "ReplicationController",
        "ResourceClaim",
        "ResourceClaimTemplate",
        "ResourceQuota",
        "Role",
        "RoleBinding",
        "RuntimeClass",
        "Secret",
        "Service",
        "ServiceAccount",
        "ServiceCIDR",
        "StatefulSet",
        "StorageClass",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttributesClass",
    }
)
"""Kinds that people write or that a live cluster shows; lists, reviews and alpha versions are left out."""

QUANTITY = {
    "type": ["string", "number", "null"],
    "pattern": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$",
}
"""Stricter than the source, which takes any string: the syntax the API server parses."""

INT_OR_STRING = {"type": ["integer", "string", "null"]}

KEPT = (
    "type",
    "enum",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
)

PREFIX = re.compile(r"^io\.k8s\.(kubernetes\.pkg\.(api|apis)|api|apimachinery\.pkg)\.")


def installed_schemas() -> Path:
    """Folder of the schemas of the installed ``kubernetes-validate``."""
    spec = find_spec("kubernetes_validate")
    if spec is None or spec.origin is None:
        raise SystemExit("kubernetes-validate is not installed")
    return Path(spec.origin).parent / "kubernetes-json-schema"


def build_kubernetes(definitions: Mapping[str, Any]) -> dict[str, Any]:
    """One minor version: the wanted kinds and all they refer to, strict and without prose."""
    roots: dict[str, str] = {}
    real = {name: schema for name, schema in sorted(definitions.items()) if not is_alias(schema)}
    by_short = {short(name): name for name in real}
    for name, schema in real.items():
        for gvk in schema.get("x-kubernetes-group-version-kind", ()):
            if gvk["kind"] in KINDS and "alpha" not in gvk["version"] and "properties" in schema:
                group = f"{gvk['group']}/" if gvk["group"] else ""
                roots[f"{group}{gvk['version']}/{gvk['kind']}"] = name
    kept: dict[str, Any] = {}
    waiting = sorted(set(roots.values()))
    while waiting:
        name = waiting.pop()
        if short(name) in kept:
            continue
        schema = special(name) or narrow(name, strip(real[name]))
        if name in roots.values() and "status" in schema.get("properties", {}):
            schema["properties"]["status"] = {"type": ["object", "null"]}
        kept[short(name)] = schema
        waiting += [by_short[ref] for ref in sorted(set(references(schema)) - kept.keys())]
    return {"$schema": DIALECT, "$defs": kept, "kinds": {k: short(n) for k, n in sorted(roots.items())}}


def build_gateway(crds: Iterator[Mapping[str, Any]]) -> dict[str, Any]:
    """Build the served, non-alpha versions of custom resource definitions, in the same strict form."""
    kept: dict[str, Any] = {}
    kinds: dict[str, str] = {}
    for crd in crds:
        spec = crd["spec"]
        for version in spec["versions"]:
            if version["served"] and "alpha" not in version["name"]:
                name = f"{spec['group']}.{version['name']}.{spec['names']['kind']}"
                schema = strip(version["schema"]["openAPIV3Schema"])
                schema["properties"]["metadata"] = {"$ref": "#/$defs/apis.meta.v1.ObjectMeta"}
                if "status" in schema["properties"]:
                    schema["properties"]["status"] = {"type": ["object", "null"]}
                kept[name] = schema
                kinds[f"{spec['group']}/{version['name']}/{spec['names']['kind']}"] = name
    return {"$schema": DIALECT, "$defs": kept, "kinds": dict(sorted(kinds.items()))}


def compress(document: Mapping[str, Any]) -> bytes:
    """Compact JSON with sorted keys, in xz; the same bytes for the same document."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def short(name: str) -> str:
    """Definition name without the parts that say nothing: ``apps.v1.Deployment``."""
    return PREFIX.sub("", name).removeprefix("io.k8s.")


def is_alias(schema: Mapping[str, Any]) -> bool:
    """Whether a definition is only another name of one, as old releases have for moved packages."""
    return "$ref" in schema and "properties" not in schema


def special(name: str) -> dict[str, Any] | None:
    """Scalars with a syntax of their own, which the source describes loosely or with an odd ``oneOf``."""
    if name.endswith(".resource.Quantity"):
        return dict(QUANTITY)
    if name.endswith(".IntOrString"):
        return dict(INT_OR_STRING)
    return None


def pointer(reference: str) -> str:
    """Point to a definition inside the written document."""
    return f"#/$defs/{short(re.split(r'/definitions/|/[$]defs/', reference)[-1])}"


def references(schema: Any) -> Iterator[str]:
    """Names of all definitions that a stripped schema refers to."""
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix("#/$defs/")
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def strip(schema: Mapping[str, Any], *, present: bool = False) -> dict[str, Any]:
    """Keep what can refuse a value; a null is accepted as "absent" except where something must be present."""
    if "$ref" in schema:
        result: dict[str, Any] = {"$ref": pointer(schema["$ref"])}
        if present:
            result["not"] = {"type": "null"}
        return result
    if schema.get("x-kubernetes-int-or-string"):
        return {**INT_OR_STRING, **{k: schema[k] for k in ("pattern",) if k in schema}}
    result = scalar_keywords(schema, present=present)
    if "properties" in schema:
        required = schema.get("required", [])
        result["properties"] = {
            key: strip(value, present=key in required) for key, value in sorted(schema["properties"].items())
        }
        result["additionalProperties"] = False
        result.setdefault("type", "object" if present else ["object", "null"])
    elif isinstance(schema.get("additionalProperties"), dict):
        result["additionalProperties"] = strip(schema["additionalProperties"])
    if schema.get("x-kubernetes-preserve-unknown-fields"):
        result.pop("additionalProperties", None)
    if "items" in schema:
        result["items"] = strip(schema["items"], present=True)
    if schema.get("required"):
        result["required"] = sorted(schema["required"])
    return result


def narrow(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Add the closed sets and bounds that the source leaves to the server."""
    type_name = name.rpartition(".")[2]
    for key, inner in schema.get("properties", {}).items():
        values = VALUES.get(f"{type_name}.{key}")
        holder = inner.get("items", inner)
        if values is not None and "enum" not in holder and "$ref" not in holder:
            if f"{type_name}.{key}" in EMPTY_IS_DEFAULT:
                values = [*values, ""]
            holder["enum"] = [*values, None] if "null" in holder["type"] else values
        least, most = BOUNDS.get(f"{type_name}.{key}", (None, None))
        if least is not None:
            inner["minimum"] = least
        if most is not None:
            inner["maximum"] = most
    return schema


def scalar_keywords(schema: Mapping[str, Any], *, present: bool) -> dict[str, Any]:
    """Keywords about the value itself, with null among the allowed values unless one must be present."""
    result = {key: schema[key] for key in KEPT if key in schema}
    if isinstance(result.get("type"), list):
        result["type"] = next(t for t in result["type"] if t != "null")
    if "type" in result and not present:
        result["type"] = [result["type"], "null"]
    if "enum" in result and not present:
        result["enum"] = [*result["enum"], None]
    return result


def minors(folders: list[Path]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Minor version and definitions of every strict schema; the first folder that has a minor wins."""
    seen: set[str] = set()
    for folder in folders:
        for path in sorted(folder.glob("v*-local-strict/_definitions.json")):
            minor = ".".join(path.parent.name.removeprefix("v").split(".")[:2])
            if minor not in seen:
                seen.add(minor)
                document = json.loads(path.read_text())
                yield minor, document.get("$defs") or document["definitions"]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kubernetes-json-schema", nargs="*", type=Path, default=None)
    parser.add_argument("--gateway-crds", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for minor, definitions in minors(arguments.kubernetes_json_schema or [installed_schemas()]):
        (arguments.out / f"{minor}.json.xz").write_bytes(compress(build_kubernetes(definitions)))
    if arguments.gateway_crds is not None:
        import yaml  # noqa: PLC0415

        crds = (
            document
            for path in sorted(arguments.gateway_crds.glob("gateway.networking.k8s.io_*.yaml"))
            for document in yaml.safe_load_all(path.read_text())
            if document and document.get("kind") == "CustomResourceDefinition"
        )
        (arguments.out / "gateway-api.json.xz").write_bytes(compress(build_gateway(crds)))


if __name__ == "__main__":
    main()
