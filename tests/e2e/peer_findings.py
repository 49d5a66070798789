"""What other tools object to in generated objects, less what is declared to be right."""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.programs import assets, program

__all__ = [
    "Declared",
    "Objection",
    "checkov",
    "declared",
    "kube_score",
    "kubeconform",
    "kubeconform_files",
    "schema_folder",
]

_FOLDER = Path(__file__).parent / "peers"
_CUSTOM = ("gateway-api-crds", "envoy-gateway-crds", "external-secrets-crds", "cilium-crds")
"""Definitions of custom resources that are generated."""


@dataclass(frozen=True, order=True, slots=True)
class Objection:
    """One thing that a tool objects to."""

    check: str
    object: str
    comment: str


@dataclass(frozen=True, slots=True)
class Declared:
    """Objections that are declared to be wrong for this platform."""

    check: str
    objects: tuple[str, ...]
    comment: str
    because: str

    def covers(self, objection: Objection) -> bool:
        """Tell whether an objection is declared."""
        return (
            objection.check == self.check
            and any(fnmatchcase(objection.object, pattern) for pattern in self.objects)
            and (not self.comment or objection.comment == self.comment)
        )

    def without_effect(self, objections: Iterable[Objection]) -> list[str]:
        """Return the patterns that cover none of the objections."""
        found = [o for o in objections if o.check == self.check and (not self.comment or o.comment == self.comment)]
        return [p for p in self.objects if not any(fnmatchcase(o.object, p) for o in found)]


def declared(tool: str) -> tuple[Declared, ...]:
    """Return the declared exceptions of a tool; each has a reason."""
    read = yaml.safe_load((_FOLDER / f"{tool}.yaml").read_text(encoding="utf-8"))
    return tuple(
        Declared(entry["check"], tuple(entry["objects"]), entry.get("comment", ""), entry["because"].strip())
        for entry in read["exceptions"]
    )


def kube_score(folder: Path, kubernetes: str) -> Iterator[Objection]:
    """Iterate over what kube-score objects to in the objects of one environment."""
    files = sorted(str(path) for path in folder.rglob("*.yaml"))
    optional = ("container-seccomp-profile", "container-ports-check")
    switches = [word for name in optional for word in ("--enable-optional-test", name)]
    command = [program("kube-score"), "score", "--output-format", "json", "--kubernetes-version", f"v{kubernetes}"]
    for found in _json(command + switches + files):
        kind, meta = found["type_meta"]["kind"], found["object_meta"]
        name = f"{kind} {meta.get('namespace', '')}/{meta['name']}"
        for check in found["checks"]:
            if check["skipped"] or check["grade"] >= _GOOD:
                continue
            for comment in check["comments"] or [{"summary": ""}]:
                yield Objection(check["check"]["id"], name, comment["summary"])


_GOOD = 10
"""Grade of kube-score for what it has nothing against."""


def checkov(folder: Path) -> Iterator[Objection]:
    """Iterate over what checkov objects to in a folder of objects."""
    command = [program("checkov"), "--directory", str(folder), "--framework", "kubernetes", "--compact", "--quiet"]
    found = _json([*command, "--skip-download", "--output", "json"])
    assert found["summary"]["parsing_errors"] == 0
    for failed in found["results"]["failed_checks"]:
        yield Objection(failed["check_id"], failed["resource"], failed["check_name"])


def kubeconform(folder: Path, schemas: Path) -> Iterator[Objection]:
    """Iterate over the objects that do not fit their schemas."""
    for found in _unfit(folder, schemas):
        yield Objection(found["status"], f"{found['kind']} {found['name']}", found["msg"])


def kubeconform_files(folder: Path, schemas: Path) -> dict[str, str]:
    """Return what is said about the files, by name without ending, that hold an object that does not fit its schema."""
    return {Path(found["filename"]).stem: found["msg"] for found in _unfit(folder, schemas)}


def _unfit(folder: Path, schemas: Path) -> list[dict[str, Any]]:
    location = f"{schemas}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"
    command = [program("kubeconform"), "-strict", "-output", "json", "-schema-location", location, str(folder)]
    found: list[dict[str, Any]] = _json(command)["resources"] or []
    return found


def schema_folder(target: Path, kubernetes: str, kinds: Iterable[str]) -> Path:
    """Write the schemas of a release, and of the definitions that are installed for tests, as kubeconform reads them.

    Parameters
    ----------
    target
        Folder to fill.
    kubernetes
        Release line, such as ``1.36``.
    kinds
        Kinds of which schemas are wanted.
    """
    spec = find_spec("kubernetes_validate")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).parent / "kubernetes-json-schema" / f"v{kubernetes}.0-local-strict"
    wanted = {kind.lower() for kind in kinds}
    known = json.loads((source / "_definitions.json").read_text(encoding="utf-8"))["$defs"]
    for path in sorted(source.glob("*.json")):
        if path.name.partition("-")[0] not in wanted:
            continue
        schema = json.loads(path.read_text(encoding="utf-8"))
        named = schema.get("x-kubernetes-group-version-kind", [])
        if len(named) == 1:
            (target / path.name).write_text(_complete(schema, known), encoding="utf-8")
    for folder in _CUSTOM:
        if not (assets() / folder).is_dir():
            pytest.skip(f"{folder} are not installed; `make control-plane` installs them")
        for path in sorted((assets() / folder).rglob("*.yaml")):
            for definition in yaml.load_all(path.read_bytes(), Loader=yaml.CSafeLoader):
                spec = (definition or {}).get("spec", {})
                if spec.get("names", {}).get("kind", "").lower() in wanted:
                    _write_definition(target, spec)
    return target


def _complete(schema: dict[str, Any], known: dict[str, Any]) -> str:
    """Return a schema with every definition that it refers to, so that nothing is looked up elsewhere."""
    text = json.dumps({key: value for key, value in schema.items() if key != "$id"})
    needed: dict[str, Any] = {}
    waiting = _REFERENCE.findall(text)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = known[name]
            waiting += _REFERENCE.findall(json.dumps(known[name]))
    whole = json.dumps({**json.loads(text), "$defs": needed})
    return whole.replace('"/api/_definitions.json#', '"#')


_REFERENCE = re.compile(r'"\$ref": "(?:/api/_definitions\.json)?#/\$defs/([^"]+)"')


def _write_definition(target: Path, spec: dict[str, Any]) -> None:
    group, kind = spec["group"].partition(".")[0], spec["names"]["kind"].lower()
    for version in spec["versions"]:
        schema = _strict(version["schema"]["openAPIV3Schema"])
        schema["properties"]["metadata"] = {"type": "object"}
        (target / f"{kind}-{group}-{version['name']}.json").write_text(json.dumps(schema), encoding="utf-8")


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a custom resource in which unknown fields are refused."""
    result = {key: value for key, value in schema.items() if not key.startswith("x-kubernetes")}
    if schema.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    if "properties" in schema:
        result["properties"] = {name: _strict(below) for name, below in schema["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            result.setdefault("additionalProperties", False)
    if isinstance(schema.get("items"), dict):
        result["items"] = _strict(schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        result["additionalProperties"] = _strict(schema["additionalProperties"])
    return result


def _json(command: list[str]) -> Any:
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.stdout.strip(), done.stderr
    return json.loads(done.stdout)
