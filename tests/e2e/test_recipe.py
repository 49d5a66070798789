"""The recipe of an environment, executed: every command, in the order and the form in which it is written.

The control plane is real; nodes and pods are simulated. So a test Job ends because its pod is simulated to succeed, and
no leg is tried: what is tested here is that Jobs, policies and quotas are accepted, admitted and scheduled, that waits
end, and that removal removes. `tests/unit/manifests/stories` runs the script of the Jobs itself. Commands of the
section "by hand, from outside" need users' network, and are left out.
"""

import base64
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest
import yaml

from lsparch.api.platform import open_platform
from lsparch.k8s.quantity import parse_quantity
from tests.e2e.cluster import SimulatedCluster
from tests.e2e.control_plane import ControlPlane
from tests.e2e.deployment import SHIPPED
from tests.e2e.programs import assets
from tests.e2e.testbed import Testbed

_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OUTSIDE = "by hand"
_ISSUERS = "cert-manager.io"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a recipe, with its blocks of commands."""

    number: int
    title: str
    blocks: tuple[str, ...]


def sections(recipe: str) -> Iterator[Section]:
    """Iterate over the numbered sections; what stands before them is number 0."""
    for number, part in enumerate(re.split(r"^## ", recipe, flags=re.MULTILINE)):
        yield Section(number, part.partition("\n")[0], tuple(_BLOCK.findall(part)))


def bundle(environment: str, out: Path) -> Path:
    """Write the bundle of an environment of the shipped platform."""
    command = [sys.executable, "-m", "lsparch", "bundle", environment, "--model", str(SHIPPED), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


class Operators:
    """What operators of the cluster would do, in a few lines: fill Secrets with nothing true, program gateways."""

    def __init__(self, plane: ControlPlane, contract: list[dict[str, Any]]) -> None:
        self._plane = plane
        self._contract = {(need["namespace"], need["name"]): need for need in contract}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()
        if self._failure is not None:
            raise RuntimeError("the operators failed") from self._failure

    def _run(self) -> None:
        try:
            while not self._stopped.wait(0.3):
                self._fill()
                self._program()
        except BaseException as error:  # noqa: BLE001 - told when the test ends
            self._failure = error

    def _fill(self) -> None:
        wanted = {
            (item["metadata"]["namespace"], item["spec"]["target"]["name"])
            for item in self._plane.items("/apis/external-secrets.io/v1/externalsecrets")
        }
        namespaces = {item["metadata"]["name"] for item in self._plane.items("/api/v1/namespaces")}
        wanted |= {key for key, need in self._contract.items() if _is_issued(need) and key[0] in namespaces}
        wanted -= {(s["metadata"]["namespace"], s["metadata"]["name"]) for s in self._plane.items("/api/v1/secrets")}
        for namespace, name in sorted(wanted):
            need = self._contract[namespace, name]
            body = {
                "apiVersion": "v1",
                "kind": "Secret",
                "type": need["type"],
                "metadata": {"name": name, "namespace": namespace},
                "data": {key: base64.b64encode(b'{"auths": {}}').decode() for key in need["keys"]},
            }
            self._plane.request("POST", f"/api/v1/namespaces/{namespace}/secrets", body)

    def _program(self) -> None:
        group = "/apis/gateway.networking.k8s.io/v1"
        for gateway in self._plane.items(f"{group}/gateways"):
            conditions = gateway.get("status", {}).get("conditions", ())
            if not any(c["type"] == "Programmed" and c["status"] == "True" for c in conditions):
                meta = gateway["metadata"]
                condition = {
                    "type": "Programmed",
                    "status": "True",
                    "reason": "Programmed",
                    "message": "simulated",
                    "lastTransitionTime": meta["creationTimestamp"],
                    "observedGeneration": meta["generation"],
                }
                path = f"{group}/namespaces/{meta['namespace']}/gateways/{meta['name']}/status"
                body = {"status": {"conditions": [condition]}}
                self._plane.request("PATCH", path, body, "application/merge-patch+json")


def _is_issued(need: Mapping[str, Any]) -> bool:
    return str(need.get("provider", "")).startswith("cert-manager")


def provide(cluster: SimulatedCluster) -> None:
    """Create what the recipe asks for beside nodes, classes and definitions: the issuer and the store of secrets."""
    plane, model = cluster.control_plane, cluster.model
    version = {
        "name": "v1",
        "served": True,
        "storage": True,
        "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}},
    }
    names = {"kind": "ClusterIssuer", "plural": "clusterissuers", "singular": "clusterissuer"}
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"clusterissuers.{_ISSUERS}"},
        "spec": {"group": _ISSUERS, "scope": "Cluster", "names": names, "versions": [version]},
    }
    apply(plane, definition)
    plane.kubectl("wait", "--for=condition=Established", "--timeout=60s", f"crd/clusterissuers.{_ISSUERS}")
    if model.gateway is not None and model.gateway.issuer:
        issuer = {"apiVersion": f"{_ISSUERS}/v1", "kind": "ClusterIssuer", "metadata": {"name": model.gateway.issuer}}
        apply(plane, issuer)
    if model.secret_operator is not None:
        store: dict[str, Any] = {
            "apiVersion": "external-secrets.io/v1",
            "kind": model.secret_operator.kind,
            "metadata": {"name": model.secret_operator.store},
            "spec": {"provider": {"fake": {"data": []}}},
        }
        apply(plane, store)


def apply(plane: ControlPlane, item: Mapping[str, Any]) -> None:
    plane.kubectl("apply", "--server-side", "-f", "-", stdin=yaml.safe_dump(item))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who follows the recipe to the letter."""

    plane: ControlPlane
    folder: Path
    variables: Mapping[str, str]

    def do(self, number: int) -> str:
        """Execute the blocks of a section, and return what they print.

        Raises
        ------
        AssertionError
            If a block fails.
        """
        return "".join(self.execute(block) for block in self.blocks(number))

    def blocks(self, number: int) -> tuple[str, ...]:
        """Return the blocks of a section."""
        section = next(s for s in sections((self.folder / "RECIPE.md").read_text("utf-8")) if s.number == number)
        assert _OUTSIDE not in section.title
        return section.blocks

    def execute(self, block: str) -> str:
        """Execute a block in the folder of the bundle.

        Raises
        ------
        AssertionError
            If it fails.
        """
        environment = self.plane.environment()
        path = f"{assets()}:{Path(sys.executable).parent}:{environment['PATH']}"
        done = subprocess.run(
            ["sh", "-e", "-c", block],
            cwd=self.folder,
            capture_output=True,
            text=True,
            env={**environment, "PATH": path, **self.variables},
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def secrets_folder(folder: Path, contract: list[dict[str, Any]]) -> Path:
    """Write a file, with nothing true in it, for each key of the contract."""
    for need in contract:
        for key in need["keys"]:
            path = folder / need["namespace"] / need["name"] / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text('{"auths": {}}' if key == ".dockerconfigjson" else "not a secret", "utf-8")
    return folder


def left_over(current: Path, previous: Path) -> tuple[str, str]:
    """Make a bundle as it was before: with an object more; return the namespace and the name of that."""
    shutil.copytree(current, previous)
    guards = next((previous / "order").glob("*-guards.txt"))
    path = next(line for line in guards.read_text("utf-8").splitlines() if "-config-map-" in line)
    namespace = Path(path).parent.name
    item = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "left-over", "namespace": namespace}}
    (previous / Path(path).with_name("17-config-map-left-over.yaml")).write_text(yaml.safe_dump(item), "utf-8")
    guards.write_text(guards.read_text("utf-8") + f"{Path(path).parent}/17-config-map-left-over.yaml\n", "utf-8")
    lines = [*(previous / "objects.txt").read_text("utf-8").splitlines(), f"{namespace} configmap/left-over"]
    (previous / "objects.txt").write_text("".join(f"{line}\n" for line in sorted(lines)), "utf-8")
    return namespace, "left-over"


def objects_of(plane: ControlPlane, folder: Path) -> set[str]:
    """Return those lines of `objects.txt` whose objects exist."""
    lines = (folder / "objects.txt").read_text("utf-8").splitlines()
    by_namespace: dict[str, list[str]] = {}
    for line in lines:
        namespace, _, name = line.partition(" ")
        by_namespace.setdefault(namespace, []).append(name)
    found = set()
    for namespace, names in by_namespace.items():
        where = () if namespace == "-" else ("--namespace", namespace)
        done = plane.kubectl("get", "--ignore-not-found", "--output=name", *where, *names)
        found |= {f"{namespace} {line}" for line in done.stdout.splitlines()}
    return {line for line in lines if _without_group(line) in {_without_group(item) for item in found}}


def _without_group(line: str) -> str:
    """Return a line of `objects.txt` as kubectl prints it; it leaves nothing out but the group of the core."""
    return line.lower()


@pytest.mark.parametrize("environment", ["usdac", "pdac", "qserv-sandbox"])
def test_the_commands_of_the_recipe_deploy_test_upgrade_roll_back_and_remove(
    environment: str, testbed: Testbed, tmp_path: Path
) -> None:
    current = bundle(environment, tmp_path / "current")
    previous = tmp_path / "previous"
    namespace, name = left_over(current, previous)
    contract = yaml.safe_load((current / "secrets.yaml").read_text("utf-8"))["secrets"]
    cluster = testbed.cluster(environment)
    plane = cluster.control_plane
    provide(cluster)
    variables = {
        "SECRETS": str(secrets_folder(tmp_path / "values", contract)),
        "PREVIOUS": str(previous),
        "LOSE_DATA_OF": environment,
    }
    before, now = Reader(plane, previous, variables), Reader(plane, current, variables)

    def has_left_over() -> bool:
        return any(
            item["metadata"]["name"] == name for item in plane.items(f"/api/v1/namespaces/{namespace}/configmaps")
        )

    with Operators(plane, contract):
        now.do(0)
        now.do(1)
        before.do(3)
        assert set(quotas(plane, previous).values()) == {True}
        everything = objects_of(plane, previous)
        assert len(everything) == len((previous / "objects.txt").read_text("utf-8").splitlines())
        now.do(2)
        now.do(3)
        assert set(quotas(plane, current).values()) == {False}  # there is room for pods of both
        assert has_left_over()
        now.do(4)
        assert not has_left_over()
        assert objects_of(plane, current) == {line for line in everything if not line.endswith("/left-over")}
        now.do(5)
        assert set(quotas(plane, current).values()) == {True}
        printed = now.do(6)
        stories = sorted(path.name for path in (current / "tests").glob("*") if path.is_dir())
        assert sorted(set(re.findall(r"^passed: (\S+) in ", printed, re.MULTILINE))) == stories
        assert not [job for job in plane.items("/apis/batch/v1/jobs") if is_test(job)]
        now.do(8)
        assert set(quotas(plane, previous).values()) == {True}
        assert objects_of(plane, previous) == everything
    without_data, with_data, *of_the_cluster = before.blocks(9)
    before.execute(without_data)
    kept = objects_of(plane, previous)
    held = shared_objects(previous)
    assert {line.partition(" ")[2].partition("/")[0].partition(".")[0] for line in kept - held} <= {
        "clusterexternalsecret", "clusterrole", "clusterrolebinding", "namespace", "persistentvolume",
        "persistentvolumeclaim", "priorityclass",
    }  # fmt: skip
    assert any("namespace/" in line for line in kept)
    assert held <= kept
    before.execute(with_data)
    assert objects_of(plane, previous) == held
    for block in of_the_cluster:
        before.execute(block)
    assert not objects_of(plane, previous)


def quotas(plane: ControlPlane, folder: Path) -> dict[str, bool]:
    """Return the quotas of a bundle by namespace: whether each has the size that the bundle states."""
    there = {item["metadata"]["namespace"]: item["spec"]["hard"] for item in plane.items("/api/v1/resourcequotas")}
    stated = {}
    for path in (folder / "manifests").rglob("*-resource-quota-*.yaml"):
        item = yaml.safe_load(path.read_text("utf-8"))
        sizes = item["spec"]["hard"].items()
        found = there.get(item["metadata"]["namespace"], {})
        stated[item["metadata"]["namespace"]] = all(
            parse_quantity(found.get(name, 0)) == parse_quantity(size) for name, size in sizes
        )
    return stated


def shared_objects(folder: Path) -> set[str]:
    """Return those lines of `objects.txt` whose objects other environments of the cluster use."""
    listed = folder / "shared.txt"
    paths = listed.read_text("utf-8").splitlines() if listed.exists() else []
    found = set()
    for path in paths:
        item = yaml.safe_load((folder / path).read_text("utf-8"))
        group = item["apiVersion"].rpartition("/")[0]
        kind = item["kind"].lower() + (f".{group}" if group else "")
        found.add(f"{item['metadata'].get('namespace', '-')} {kind}/{item['metadata']['name']}")
    return found


def is_test(job: Mapping[str, Any]) -> bool:
    """Tell whether a Job is a test."""
    return any(key.endswith("/test") for key in job["metadata"].get("labels", {}))


@pytest.mark.parametrize("environment", open_platform(SHIPPED).environments)
def test_every_command_of_a_recipe_is_a_command_of_a_posix_shell(environment: str, tmp_path: Path) -> None:
    folder = bundle(environment, tmp_path / "bundle")
    found = list(sections((folder / "RECIPE.md").read_text("utf-8")))
    assert [section.number for section in found] == list(range(10))
    scripts = [block for section in found for block in section.blocks]
    scripts += [path.read_text("utf-8") for path in (folder / "tests").glob("*.sh")]
    for script in scripts:
        subprocess.run(["sh", "-n"], input=script, text=True, check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "CHECKSUMS"], cwd=folder, check=True)
