"""The pull-through cache of the shipped model, in an environment that has it: usdac, on a cluster that pulls there."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from lsparch.analysis.rollout import Phase, rollout_stages
from lsparch.api.bundle import bundle_environment
from lsparch.api.platform import Platform
from lsparch.k8s.validate import validate_object
from lsparch.k8s.version import KubernetesVersion
from lsparch.manifests import ManifestSet
from tests.unit.test_round_trip import assert_law

_ROOT = Path(__file__).parents[3]
_CACHE = "images.usdac.lsst.org"


def _platform(folder: Path, *, included: bool = True) -> Platform:
    for name in ("model", "checks", "diagrams"):
        shutil.copytree(_ROOT / name, folder / name)
    cluster, environment = folder / "model/clusters/production.yaml", folder / "model/environments/usdac.yaml"
    through = "pull-through: {through: registry-cache/cache.http, of: dockerhub}\n"
    cluster.write_text(cluster.read_text() + through)
    if included:
        environment.write_text(environment.read_text() + "include: {add: [registry-cache]}\n")
    return Platform(folder)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Platform:
    return _platform(tmp_path_factory.mktemp("cached"))


@pytest.fixture(scope="module")
def made(platform: Platform) -> ManifestSet:
    return platform.manifests("usdac")


def _found(made: ManifestSet, kind: str, name: str) -> dict[str, Any]:
    found = made.store().find(kind, "registry-cache", name)
    assert found is not None
    return dict(found.data)


def test_every_image_of_docker_hub_is_pulled_through_it_but_its_own(made: ManifestSet) -> None:
    hosts = {image.partition("/")[0] for image in made.images}
    assert [f.message for f in made.findings if f.severity == "error"] == []
    assert hosts == {_CACHE, "docker.io"}
    assert [image for image in made.images if not image.startswith(_CACHE)] == ["docker.io/registry:2"]
    assert f"{_CACHE}/library/redis:5" in made.images
    assert f"{_CACHE}/qserv/qserv:11a6001" in made.images


def test_it_fetches_from_docker_hub_and_deletes_what_is_old_from_a_volume_of_its_own(made: ManifestSet) -> None:
    pod = _found(made, "Deployment", "cache")["spec"]["template"]["spec"]
    env = {variable["name"]: variable.get("value") for variable in pod["containers"][0]["env"]}
    assert env["REGISTRY_PROXY_REMOTEURL"] == "https://registry-1.docker.io"
    assert env["REGISTRY_STORAGE_DELETE_ENABLED"] == "true"
    claims = [v["persistentVolumeClaim"]["claimName"] for v in pod["volumes"] if "persistentVolumeClaim" in v]
    assert claims == ["images"]
    assert _found(made, "PersistentVolumeClaim", "images")["spec"]["resources"]["requests"]["storage"] == "100G"


def test_nodes_reach_it_at_a_host_of_its_own_and_it_reaches_docker_hub_alone(made: ManifestSet) -> None:
    route = _found(made, "HTTPRoute", "cache-v2")["spec"]
    assert route["hostnames"] == [_CACHE]
    rules = _found(made, "CiliumNetworkPolicy", "cache-names")["spec"]["egress"][1:]
    assert [rule["toFQDNs"][0]["matchName"] for rule in rules] == [
        "auth.docker.io", "production.cloudflare.docker.com", "registry-1.docker.io",
    ]  # fmt: skip
    assert "egress" not in _found(made, "NetworkPolicy", "cache")["spec"]


def test_its_objects_are_valid_and_observed_as_the_model_says(platform: Platform, made: ManifestSet) -> None:
    version = KubernetesVersion.parse(made.kubernetes)
    own = [o for o in made.objects if o.namespace == "registry-cache" and o.kind != "CiliumNetworkPolicy"]
    assert len(own) > 8
    assert [str(v) for o in own if "external-secrets" not in str(o.data["apiVersion"])
            for v in validate_object(o.data, version)] == []  # fmt: skip
    assert_law(platform.environment("usdac"))


def test_it_runs_and_is_published_before_what_is_pulled_through_it(platform: Platform, made: ManifestSet) -> None:
    stages = [(stage.phase, stage.part) for stage in rollout_stages(platform.environment("usdac"), made.objects)]
    first = [part for phase, part in stages[: stages.index((Phase.TRAFFIC, ""))] if phase is Phase.WORKLOADS]
    assert sorted(first) == ["registry", "registry-cache"]


def test_nobody_copies_images_that_it_fetches(platform: Platform) -> None:
    files, _ = bundle_environment(platform, "usdac")
    assert "mirror.txt" not in files
    assert b"Images in the registry of the cluster" not in files["RECIPE.md"]


def test_a_cluster_that_pulls_through_what_nobody_deploys_is_an_error(tmp_path: Path) -> None:
    findings = _platform(tmp_path, included=False).manifests("usdac").findings
    messages = {finding.message for finding in findings if finding.severity == "error"}
    assert any("no route of environment usdac publishes registry-cache/cache.http" in text for text in messages)
