"""Kustomize and Helm make the objects of the plain target out of their trees; Argo CD's schema accepts its objects.

All programs are the real ones. Objects are compared whole: labels, annotations and types of values too.
"""

import base64
import gzip
import json
import random
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from lsparch.api.platform import Platform, open_platform
from lsparch.diagnostics import Place
from lsparch.drift import ObjectSide, compare_objects, read_objects
from lsparch.emit.target import Target
from lsparch.emit.targets import GeneratedTree, argocd_files, helm_files, kustomize_files
from lsparch.k8s.identity import apply_rank
from lsparch.k8s.store import StoredObject
from lsparch.manifests import ManifestSet
from tests.e2e.control_plane import ControlPlane
from tests.e2e.deployment import generate
from tests.e2e.programs import assets, program
from tests.e2e.testbed import Testbed

SHIPPED = Path(__file__).parents[2]
_RELEASE_LIMIT = 1024 * 1024
"""Bytes that a Secret may have, and with it a release of Helm."""

Render = Callable[[Path, str], str]


@cache
def _platform() -> Platform:
    return open_platform(SHIPPED)


@cache
def _sets() -> tuple[ManifestSet, ...]:
    return tuple(_platform().manifests(name) for name in _platform().environments)


def _written(files: Mapping[str, str], folder: Path) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def _output(*command: object) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert done.stderr == ""
    return done.stdout


@cache
def _kustomized(tree: Path, environment: str) -> str:
    return _output(program("kubectl"), "kustomize", tree / "overlays" / environment)


@cache
def _templated(chart: Path, environment: str) -> str:
    return _output(program("helm"), "template", "lsp", chart, "-f", chart / f"values-{environment}.yaml")


@pytest.fixture(scope="module")
def kustomize_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(kustomize_files(_sets()), tmp_path_factory.mktemp("kustomize"))


@pytest.fixture(scope="module")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(helm_files(_sets(), "lsp"), tmp_path_factory.mktemp("helm"))


def _exactly(objects: Iterable[StoredObject]) -> dict[str, str]:
    """Return each object by its key, as a text that tells 1, 1.0, true and "1" apart."""
    return {str(stored.key): json.dumps(stored.data, sort_keys=True) for stored in objects}


@pytest.mark.parametrize("environment", open_platform(SHIPPED).environments)
def test_kustomize_makes_the_objects_of_the_plain_target(environment: str, kustomize_tree: Path) -> None:
    _assert_plain(read_objects({"kustomize.yaml": _kustomized(kustomize_tree, environment)}), environment)


@pytest.mark.parametrize("environment", open_platform(SHIPPED).environments)
def test_helm_makes_the_objects_of_the_plain_target(environment: str, chart: Path) -> None:
    _assert_plain(read_objects({"helm.yaml": _templated(chart, environment)}), environment)


def _assert_plain(objects: tuple[StoredObject, ...], environment: str) -> None:
    made = _platform().manifests(environment)
    assert _exactly(objects) == _exactly(made.objects)
    assert len(objects) == len(made.objects)
    plain, rendered = ObjectSide("plain", made.objects), ObjectSide("rendered", objects)
    assert compare_objects(plain, rendered).differences == compare_objects(rendered, plain).differences == ()


@pytest.mark.parametrize("environment", open_platform(SHIPPED).environments)
def test_kustomize_prints_kinds_in_the_order_of_application(environment: str, kustomize_tree: Path) -> None:
    ranks = [apply_rank(item["kind"]) for item in yaml.safe_load_all(_kustomized(kustomize_tree, environment))]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("environment", open_platform(SHIPPED).environments)
def test_helm_finds_nothing_to_complain_about(environment: str, chart: Path) -> None:
    said = _output(program("helm"), "lint", "--strict", chart, "-f", chart / f"values-{environment}.yaml")
    assert "1 chart(s) linted, 0 chart(s) failed" in said
    assert "WARNING" not in said


@pytest.mark.parametrize("environment", open_platform(SHIPPED).environments)
def test_a_release_fits_into_a_secret(environment: str, chart: Path) -> None:
    values = chart / f"values-{environment}.yaml"
    named = [
        {"name": path.relative_to(chart).as_posix(), "data": base64.b64encode(path.read_bytes()).decode()}
        for path in sorted(chart.rglob("*"))
        if path.is_file()
    ]
    # What Helm keeps of a release: the chart with all its files, its values, and what was made of it.
    config = yaml.safe_load(values.read_text("utf-8"))
    release = {"chart": named, "config": config, "manifest": _templated(chart, environment)}
    assert len(base64.b64encode(gzip.compress(json.dumps(release).encode()))) < _RELEASE_LIMIT / 2


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ("parts.api.imgserv.deployment.replicas=7", ("spec", "replicas", 7)),
        ("images.webserv/imgserv.tag=w_2099", ("image", "", ":w_2099")),
    ],
)
def test_users_can_set_replicas_and_images(setting: str, shown: tuple[str, str, Any], chart: Path) -> None:
    values = chart / "values-usdac.yaml"
    text = _output(program("helm"), "template", "lsp", chart, "-f", values, "--set", setting)
    (found,) = [
        item
        for item in yaml.safe_load_all(text)
        if item["kind"] == "Deployment" and item["metadata"]["name"] == "imgserv"
    ]
    if shown[0] == "spec":
        assert found["spec"][shown[1]] == shown[2]
    else:
        assert [c["image"].endswith(shown[2]) for c in found["spec"]["template"]["spec"]["containers"]] == [True]


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        ("parts.api.imgserv.deployment.replicas=many", "got string, want integer"),
        ("parts.api.imgserv.deployment.replica=3", "additional properties 'replica' not allowed"),
        ("pards.x=1", "additional properties 'pards' not allowed"),
        ("enabled.api/imgserv=maybe", "got string, want boolean"),
        ("environment=not/a/label", "does not match pattern"),
    ],
)
def test_unknown_and_mistyped_values_are_refused(setting: str, complaint: str, chart: Path) -> None:
    values = chart / "values-usdac.yaml"
    command = [program("helm"), "template", "lsp", str(chart), "-f", str(values), "--set", setting]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert complaint in done.stderr


def test_without_the_values_of_an_environment_nothing_is_made(chart: Path) -> None:
    command = [program("helm"), "template", "lsp", str(chart)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode != 0, done.stdout) == (True, "")
    assert "missing property 'environment'" in done.stderr


def test_a_component_can_be_left_out_of_the_chart(chart: Path) -> None:
    values = chart / "values-usdac.yaml"
    text = _output(program("helm"), "template", "lsp", chart, "-f", values, "--set", "enabled.api/imgserv=false")
    left = {str(stored.key) for stored in read_objects({"helm.yaml": text})}
    gone = {str(stored.key) for stored in _platform().manifests("usdac").objects} - left
    assert gone
    assert all(key.endswith("/usdac-api/imgserv") for key in gone)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("target", [Target.KUSTOMIZE, Target.HELM])
def test_hostile_texts_and_any_differences_survive(target: Target, seed: int, tmp_path: Path) -> None:
    sets = _random_sets(random.Random(seed))
    render: Render
    if target is Target.HELM:
        tree, render = _written(helm_files(sets, "any"), tmp_path), _templated
    else:
        tree, render = _written(kustomize_files(sets), tmp_path), _kustomized
    for made in sets:
        objects = read_objects({"rendered.yaml": render(tree, made.environment)})
        assert _exactly(objects) == _exactly(made.objects)


_TEXTS = (
    "{{ .Values.x }}", "{{- end }}", "{{{", "}}", "{", "{{/* no comment */}}", "$(HOME)", "${x}", "`", "'", '"', "\\",
    "#", "# not a comment", "- no item", "key: value", "yes", "null", "~", "0755", "1e3", "0x10", "12:30", "", " ",
    "two  blanks ", "line\nline\n", "line\n\n", "\nline", "tab\there", "{{\n}}\n", "!!python/object:os.system",
    "&a *a", "%", "@", "é→😀", "\u00a0x", "one", "one-api", "api.one.example.org", "{one", "x/one/y\nand one\n", "two",
    "three.two", "---\nx\n", "|", ">-",
)  # fmt: skip


_PINNED = {"log": f"@sha256:{'0' * 64}"}
"""Digest of an image that is pinned."""


def _random_sets(chance: random.Random) -> list[ManifestSet]:
    names = [f"part{number}" for number in range(12)]
    sets = []
    for environment in ("one", "two", "three"):
        objects = [_random_object(chance, environment, name) for name in names if chance.random() < 0.8]
        stored = tuple(StoredObject(data, Place("model.yaml"), "any/thing") for data in objects)
        sets.append(ManifestSet(environment, "1.36", stored, (), (), ()))
    return sets


def _random_object(chance: random.Random, environment: str, name: str) -> dict[str, Any]:
    metadata = {"name": name, "namespace": f"{environment}-api", "labels": {"environment": environment}}
    head = {"apiVersion": "example.org/v1", "kind": "Thing", "metadata": metadata}
    shared = random.Random(name)  # so that environments have something in common
    spec = {f"key{number}": _random_value(chance if chance.random() < 0.5 else shared, 3) for number in range(6)}
    containers = [
        {
            "name": one,
            "image": f"{environment}.example.org/lsst/{one}:1{_PINNED.get(one, '')}",
            "args": [_random_value(chance, 0)],
        }
        for one in ("web", "log", "aux")
        if chance.random() < 0.7
    ]
    return {**head, "spec": {**spec, "name": name, "containers": containers}}


def _random_value(chance: random.Random, depth: int) -> Any:
    match chance.randrange(6 if depth else 4):
        case 0 | 1:
            return chance.choice(_TEXTS)
        case 2:
            return chance.choice([0, 1, -5, 1_000_000, 2**40])
        case 3:
            return chance.random() < 0.5
        case 4:
            keys = chance.sample(["a", "b", "enabled", "x.y/z", "spec", "name", "{{k}}"], chance.randrange(4))
            return {key: _random_value(chance, depth - 1) for key in keys}
        case _:
            return [_random_value(chance, depth - 1) for _ in range(chance.randrange(4))]


def _definitions() -> Path:
    folder = assets() / "argo-cd-crds"
    if not folder.is_dir():
        pytest.skip("argo-cd-crds is not installed; `make control-plane` installs it")
    return folder


@pytest.mark.parametrize("form", [Target.PLAIN, Target.KUSTOMIZE])
def test_argo_cd_accepts_its_objects_and_each_deploys_what_is_there(form: Target, kustomize_tree: Path) -> None:
    schemas = _schemas(sorted(_definitions().glob("*.yaml")))
    clusters = {name: _platform().environment(name).cluster_id for name in _platform().environments}
    files = argocd_files(_sets(), clusters, GeneratedTree("https://git.example.org/lsp.git", "v1", "", form))
    for made in _sets():
        objects = [yaml.safe_load(text) for name, text in files.items() if name.startswith(f"{made.environment}/")]
        for item in objects:
            jsonschema.Draft202012Validator(schemas[item["kind"]]).validate(item)
        (project,) = [item for item in objects if item["kind"] == "AppProject"]
        applications = [item for item in objects if item["kind"] == "Application"]
        spaces = {stored.namespace for stored in made.objects}
        assert len(applications) == len(spaces)
        allowed = {(place["name"], place["namespace"]) for place in project["spec"]["destinations"]}
        for item in applications:
            destination = item["spec"]["destination"]
            assert (destination["name"], destination["namespace"]) in allowed
            if form is Target.KUSTOMIZE:
                assert (kustomize_tree / item["spec"]["source"]["path"] / "kustomization.yaml").is_file()
            else:
                environment, folder = item["spec"]["source"]["path"].split("/")
                assert (environment, folder in spaces | {"cluster"}) == (made.environment, True)


def _schemas(paths: Sequence[Path]) -> dict[str, Any]:
    """Return the schema of each kind, which refuses unknown fields as the API server does when asked to be strict."""
    found: dict[str, Any] = {}
    for path in paths:
        spec = yaml.safe_load(path.read_text("utf-8"))["spec"]
        (version,) = spec["versions"]
        found[spec["names"]["kind"]] = _closed(version["schema"]["openAPIV3Schema"])
    return found


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    properties = schema.get("properties")
    if isinstance(properties, dict) and isinstance(schema.get("type"), str) and "metadata" not in properties:
        closed.setdefault("additionalProperties", False)
    return closed


def test_a_second_apply_as_a_set_removes_exactly_what_is_no_longer_generated(testbed: Testbed, tmp_path: Path) -> None:
    plane = testbed.cluster("api-sandbox").control_plane
    folder = generate("api-sandbox", tmp_path / "plain")
    applied = _applied_as_sets(plane, folder)
    assert [line for line in applied if not line.endswith(" serverside-applied")] == []
    index = yaml.safe_load((folder / "index.yaml").read_text("utf-8"))
    assert len(applied) == len(index)

    gone = [path for path, element in index.items() if element.startswith(("api/webserv", "api/route/"))]
    kinds = {yaml.safe_load((folder / path).read_text("utf-8"))["kind"] for path in gone}
    assert {"Deployment", "Service", "HTTPRoute", "SecurityPolicy"} <= kinds
    for path in gone:
        (folder / path).unlink()
    pruned = [line for line in _applied_as_sets(plane, folder) if line.endswith(" pruned")]
    assert len(pruned) == len(gone)
    left = plane.kubectl("get", "-o", "name", "-f", folder / "cluster", "-R", "-f", folder / "api-sandbox-api").stdout
    assert len(left.splitlines()) == sum(path.startswith(("cluster/", "api-sandbox-api/")) for path in index) - len(
        [path for path in gone if path.startswith(("cluster/", "api-sandbox-api/"))]
    )


def _applied_as_sets(plane: ControlPlane, folder: Path) -> list[str]:
    """Apply an environment as the guide says, and return what kubectl did, a line for each object."""
    spaces = sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name != "cluster")
    lines: list[str] = []
    for name, space in (("cluster", "default"), *((space, space) for space in spaces)):
        files = ("--applyset=configmaps/lsparch-api-sandbox", "-n", space, "-f", folder / name)
        done = plane.kubectl("apply", "--server-side", "--prune", *files, KUBECTL_APPLYSET="true")
        lines += done.stdout.splitlines()
    return lines
