"""Single faults, each shown to a schema validator, to a real API server, and to `lsparch check`.

`python -m tests.e2e.api_faults --write` writes the table of `docs/faults.md`; without the option it is printed.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from pathlib import Path
from typing import Any

import yaml

from lsparch.api.check import platform_policy
from lsparch.api.platform import open_platform
from lsparch.diagnostics import Finding, Severity
from lsparch.drift.consequences import find_consequences
from lsparch.drift.manifests import ObjectSide
from lsparch.k8s.documents import ObjectsRead, scan_objects
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.k8s.version import KubernetesVersion
from lsparch.rules.policy import Policy
from lsparch.rules.run import ObjectsSubject, Subjects, run_rules
from tests.e2e.control_plane import Answer, ControlPlane
from tests.e2e.deployment import SHIPPED
from tests.e2e.mutation import Fault, Mutation, faults_of
from tests.e2e.mutation import Path as MutatedPath
from tests.e2e.peer_findings import kubeconform_files, schema_folder
from tests.e2e.testbed import Testbed

__all__ = ["DOCUMENT", "ENVIRONMENTS", "HARMLESS", "Folder", "Verdict", "ask", "document", "judge", "schema_verdicts"]

DOCUMENT = SHIPPED / "docs" / "faults.md"
WRITTEN = Path(__file__).with_name("written.yaml")
ENVIRONMENTS = ("usdac", "written", "pdac", "notebook-sandbox", "api-sandbox")
"""Sets of objects in which there are faults; what is written by hand stands beside usdac."""

RELEASE = "1.36"
_DAY = date(2026, 11, 1)
_FAULTY = "faulty.yaml"

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one fault led to."""

    fault: Fault
    schema: str
    """``refused`` or ``accepted``; empty where there is nothing to look at."""

    server: str
    """``refused``, ``warned`` or ``accepted``."""

    message: str
    """What the API server said."""

    findings: tuple[Finding, ...]
    """What lsparch finds more than in the clean folder."""

    meaning: str
    """What `lsparch generate --diff` says about faults that exist only in relation to what is deployed."""

    pointed: bool
    """Whether a finding stands where the fault is: at what was edited, within it, or at what it stands in."""

    @property
    def codes(self) -> list[str]:
        """Codes of the findings, those of errors first."""
        errors = {found.code for found in self.findings if found.severity is Severity.ERROR}
        others = {found.code for found in self.findings} - errors
        return [*sorted(errors), *(f"{code} ({self._level(code)})" for code in sorted(others))]

    def _level(self, code: str) -> str:
        return min((found.severity for found in self.findings if found.code == code), key=str).value

    @property
    def missed(self) -> bool:
        """Whether lsparch finds nothing."""
        return not self.findings and not self.meaning


class Folder:
    """The objects of one environment as they stand in its folder, read once and checked with a fault each time.

    Parameters
    ----------
    files
        Content by name.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._read = scan_objects(files)
        self.objects: list[Object] = [json.loads(json.dumps(found.data)) for found in self._read.objects]
        self.clean = self._check(self._read.objects)
        self._known = {(found.code, found.message) for found in self.clean}

    @classmethod
    def generated(cls, folder: Path) -> "Folder":
        """Read a generated folder."""
        return cls({str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))})

    @classmethod
    def written(cls) -> "Folder":
        """Read what was written by hand."""
        return cls({WRITTEN.name: WRITTEN.read_bytes()})

    def findings(self, mutation: Mutation) -> tuple[tuple[Finding, ...], bool]:
        """Return what is found with a fault and not without it, and whether some of it stands where the fault is."""
        kept = [
            found
            for number, found in enumerate(self._read.objects)
            if number not in mutation.changed and number not in mutation.deleted
        ]
        faulty = self._faulty(mutation)
        found = [one for one in self._check([*kept, *faulty.objects]) if (one.code, one.message) not in self._known]
        more = (*faulty.strangers, *faulty.unreadable, *found)
        lines = {line for stored in faulty.objects[:1] for line in _lines(stored, mutation.path)}
        if mutation.created:
            lines.update(line for stored in faulty.objects[-1:] for line in _lines(stored, ()))
        return more, any(one.place.file == _FAULTY and one.place.line in lines for one in more)

    def meaning(self, mutation: Mutation) -> str:
        """Return the gravest thing that applying a fault over the clean folder means."""
        kept = [found for number, found in enumerate(self._read.objects) if number not in mutation.changed]
        after = (*kept, *self._faulty(mutation).objects)
        changes = find_consequences(ObjectSide("clean", self._read.objects), ObjectSide("faulty", after))
        return changes.objects[0].meaning.value if changes.objects else ""

    def _faulty(self, mutation: Mutation) -> ObjectsRead:
        changed = [*mutation.changed.values(), *mutation.added]
        return scan_objects({_FAULTY: yaml.safe_dump_all(changed, sort_keys=False)} if changed else {})

    def _check(self, objects: Sequence[StoredObject]) -> tuple[Finding, ...]:
        subject = ObjectsSubject(ObjectStore(objects), KubernetesVersion.parse(RELEASE))
        return run_rules(Subjects(objects=(subject,)), policy=_policy(), as_of=_DAY).findings


@cache
def _policy() -> Policy:
    return platform_policy(open_platform(SHIPPED))


def _lines(stored: StoredObject, path: MutatedPath) -> set[int]:
    """Return the lines of a value, of what it holds, and of what it stands in."""
    found = {stored.place(*part, key=key).line for part in (path, path[:-1]) for key in (True, False)}
    waiting: list[tuple[MutatedPath, Any]] = [(path, reduce(_step, path, stored.data))]
    while waiting:
        where, value = waiting.pop()
        found.update(stored.place(*where, key=key).line for key in (True, False))
        below = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
        waiting += [((*where, key), item) for key, item in below]
    return found


def _step(value: Any, key: str | int) -> Any:
    return value[key]


def schema_verdicts(faults: Mapping[str, Sequence[Object]], work: Path) -> dict[str, str]:
    """Ask kubeconform about the objects of each fault; nothing is said where there are none."""
    schemas, folder = work / "schemas", work / "faulty"
    for path in (schemas, folder):
        path.mkdir()
    kinds = {str(item["kind"]) for items in faults.values() for item in items}
    schema_folder(schemas, RELEASE, kinds)
    for name, items in faults.items():
        if items:
            (folder / f"{name}.yaml").write_text(yaml.safe_dump_all(items, sort_keys=False), encoding="utf-8")
    refused = kubeconform_files(folder, schemas)
    return {name: ("refused" if name in refused else "accepted") if items else "" for name, items in faults.items()}


class _Resources:
    """Addresses of objects, as the API server tells them."""

    def __init__(self, plane: ControlPlane) -> None:
        self._plane = plane
        self._known: dict[str, dict[str, tuple[str, bool]]] = {}

    def path(self, item: Mapping[str, Any]) -> str | None:
        """Return the address of an object, if its kind is served."""
        version = str(item["apiVersion"])
        base = f"/api/{version}" if "/" not in version else f"/apis/{version}"
        if version not in self._known:
            found = self._plane.request("GET", base).body.get("resources") or ()
            self._known[version] = {
                one["kind"]: (one["name"], one["namespaced"]) for one in found if "/" not in one["name"]
            }
        if item["kind"] not in self._known[version]:
            return None
        name, namespaced = self._known[version][item["kind"]]
        metadata = item["metadata"]
        within = f"/namespaces/{metadata['namespace']}" if namespaced else ""
        return f"{base}{within}/{name}/{metadata['name']}"


def ask(plane: ControlPlane, mutation: Mutation, objects: Sequence[Object]) -> tuple[str, str]:
    """Submit what a fault changes, without effect, and return what the API server says: verdict and text."""
    resources = _Resources(plane)
    answers = [_delete(plane, resources, objects[number]) for number in mutation.deleted]
    answers += [_apply(plane, resources, item) for item in (*mutation.changed.values(), *mutation.added)]
    for answer in answers:
        if answer.status >= _BAD:
            return "refused", str(answer.body.get("message", ""))
    warnings = [text for answer in answers for text in answer.warnings]
    return ("warned", warnings[0]) if warnings else ("accepted", "")


_BAD = 300


def _apply(plane: ControlPlane, resources: _Resources, item: Mapping[str, Any]) -> Answer:
    path = resources.path(item)
    if path is None:
        return Answer(404, {"message": f"no matches for kind {item['kind']} in version {item['apiVersion']}"}, ())
    query = "fieldManager=kubectl&force=true&dryRun=All&fieldValidation=Strict"
    return plane.request("PATCH", f"{path}?{query}", item, "application/apply-patch+yaml")


def _delete(plane: ControlPlane, resources: _Resources, item: Mapping[str, Any]) -> Answer:
    return plane.request("DELETE", f"{resources.path(item)}?dryRun=All")


def judge(testbed: Testbed, environment: str, work: Path) -> tuple[Folder, list[Verdict]]:
    """Return the clean folder of an environment, and what each of its faults leads to."""
    deployment = testbed.shared("usdac" if environment == "written" else environment)
    plane = deployment.control_plane
    if environment == "written":
        plane.kubectl("apply", "--server-side", "--validate=strict", "-f", WRITTEN)
    folder = Folder.written() if environment == "written" else Folder.generated(deployment.folder)
    faults = [(fault, fault.mutate(folder.objects)) for fault in faults_of(environment)]
    schema = schema_verdicts({fault.id: [*m.changed.values(), *m.added] for fault, m in faults}, work)
    verdicts = []
    for fault, mutation in faults:
        server, message = ask(plane, mutation, folder.objects)
        findings, pointed = folder.findings(mutation)
        meaning = folder.meaning(mutation) if fault.changes else ""
        verdicts.append(Verdict(fault, schema[fault.id], server, message, findings, meaning, pointed))
    if environment == "written":
        plane.kubectl("delete", "namespace", "shop", "--wait=true")
    return folder, verdicts


HARMLESS = {
    "binding-subject-namespace": "an account without namespace is one of the binding's own namespace",
}
"""Faults of the frozen list that turned out to be none: nobody sees them, and what was wanted happens."""


def document(verdicts: Sequence[Verdict]) -> str:
    """Return the published table."""
    total = len(verdicts)
    lines = [
        *_INTRODUCTION.format(total=total, harmless=len(HARMLESS), release=RELEASE).splitlines(),
        "",
        "| seen by | faults |",
        "|---|---|",
        f"| schema | {sum(one.schema == 'refused' for one in verdicts)} |",
        f"| API server, refused | {sum(one.server == 'refused' for one in verdicts)} |",
        f"| API server, accepted with a warning | {sum(one.server == 'warned' for one in verdicts)} |",
        f"| `lsparch check` | {sum(bool(one.findings) for one in verdicts)} |",
        f"| `lsparch generate --diff` alone | {sum(bool(one.meaning) and not one.findings for one in verdicts)} |",
        f"| nobody | {sum(one.missed and one.server == 'accepted' for one in verdicts)} |",
        "",
        "| fault | what a person did wrong | in | schema | API server | lsparch |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_row(one) for one in verdicts]
    lines += ["", "Faults of the list that turned out to be none:", ""]
    lines += [f"- `{name}`: {reason}." for name, reason in sorted(HARMLESS.items())]
    return "\n".join(lines) + "\n"


_INTRODUCTION = """# What the API server cannot see, and what it sees

{total} single faults, each put alone into a clean configuration: the environments that are shipped, generated, and a
small folder that was written by hand (`tests/e2e/written.yaml`). The list (`tests/e2e/api_faults.yaml`) was frozen
before the rules were written that find them; {harmless} of it turned out to be harmless. Each fault was shown to

- a schema validator: kubeconform, strict, with the schemas of Kubernetes {release} and of all custom resources;
- the API server {release}: server-side apply with strict validation and without effect (`--dry-run=server`), onto the
  environment as it is deployed. What is taken away is deleted without effect;
- `lsparch check FOLDER`, which needs neither cluster nor network. Faults that exist only in relation to what is
  deployed are shown to `lsparch generate --diff` as well; what it says stands behind them.

A dash stands for: accepted. No schema is asked about what is not there. On the clean configurations none of the three
says anything, but for SEC011, a warning about folders of nodes that pods mount, which the model declares with a reason.

This file is written by `python -m tests.e2e.api_faults --write`; a test compares it with what comes out."""


def _row(one: Verdict) -> str:
    fault = one.fault
    name = f"{fault.namespace}/{fault.name}" if fault.namespace else fault.name
    said = {"accepted": "–", "": " "}
    found = ", ".join([*one.codes, *([f"diff: {one.meaning}"] if one.meaning else [])])
    cells = (f"`{fault.id}`", fault.what, f"{fault.kind} {name}", said.get(one.schema, one.schema))
    return f"| {' | '.join(cells)} | {said.get(one.server, one.server)} | {found or '–'} |"


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {DOCUMENT.name}")
    options = parser.parse_args()
    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for part in ("control-plane", "generated", *ENVIRONMENTS):
            (work / part).mkdir()
        plane = ControlPlane(work / "control-plane")
        try:
            plane.start()
            testbed = Testbed(plane, work / "generated")
            for environment in ENVIRONMENTS:
                verdicts += judge(testbed, environment, work / environment)[1]
            testbed.close()
        finally:
            plane.stop()
    text = document(verdicts)
    if options.write:
        DOCUMENT.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    _main()
