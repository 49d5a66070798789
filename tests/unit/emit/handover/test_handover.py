"""The bundle of an environment, as a tree of files."""

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import pytest
import yaml

from lsparch.api.bundle import bundle_environment
from lsparch.api.change import roll_back_of
from lsparch.api.platform import Platform, open_platform
from lsparch.k8s.identity import ObjectKey
from lsparch.yaml import emit

SHIPPED = Path(__file__).parents[4]
ENVIRONMENTS = open_platform(SHIPPED).environments


@pytest.fixture(scope="module")
def platform() -> Platform:
    return open_platform(SHIPPED)


@pytest.fixture(scope="module")
def bundles(platform: Platform) -> Mapping[str, Mapping[str, str]]:
    found = {name: bundle_environment(platform, name)[0] for name in ENVIRONMENTS}
    return {name: {path: content.decode() for path, content in files.items()} for name, files in found.items()}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_checksums_name_every_other_file(name: str, bundles: Mapping[str, Mapping[str, str]]) -> None:
    files = bundles[name]
    sums = {line.partition("  ")[2]: line.partition("  ")[0] for line in files["CHECKSUMS"].splitlines()}
    assert sums == {
        path: hashlib.sha256(text.encode()).hexdigest() for path, text in files.items() if path != "CHECKSUMS"
    }


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_object_is_applied_in_exactly_one_step(name: str, bundles: Mapping[str, Mapping[str, str]]) -> None:
    files = bundles[name]
    listed = [line for path, text in files.items() if path.startswith("order/") for line in text.splitlines()]
    assert sorted(listed) == sorted(path for path in files if path.startswith("manifests/"))
    index = yaml.safe_load(files["index.yaml"])
    tests = {path for path in files if path.startswith("tests/") and path.endswith(".yaml")}
    assert set(index) == set(listed) | tests
    assert len(files["objects.txt"].splitlines()) == len(listed)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_a_namespace_comes_before_what_lives_in_it_and_policies_before_pods(
    name: str, bundles: Mapping[str, Mapping[str, str]]
) -> None:
    files = bundles[name]
    step = {
        line: number
        for number, path in enumerate(sorted(path for path in files if path.startswith("order/")))
        for line in files[path].splitlines()
    }
    for path, number in step.items():
        kind = PurePosixPath(path).name
        folder = PurePosixPath(path).parent.name
        if folder.startswith(f"{name}-"):  # others are of the cluster, and another environment may make them
            assert number > step[f"manifests/cluster/01-namespace-{folder}.yaml"]
        if re.search(r"-(deployment|stateful-set|daemon-set|cron-job|job)-", kind):
            guards = [n for p, n in step.items() if p.startswith(f"manifests/{folder}/") and "-network-policy-" in p]
            assert guards
            assert max(guards) < number


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_pipeline_is_yaml_or_groovy_with_the_same_commands(
    name: str, bundles: Mapping[str, Mapping[str, str]]
) -> None:
    files = bundles[name]
    github = yaml.safe_load(files["pipelines/github.yaml"])["jobs"]["verify"]["steps"]
    commands = [step["run"] for step in github if "name" in step]
    gitlab = yaml.safe_load(files["pipelines/gitlab-ci.yaml"])
    assert [command for stage in gitlab["stages"] for command in gitlab[stage]["script"]] == commands
    assert re.findall(r"sh '''(.*?)'''", files["pipelines/Jenkinsfile"]) == commands
    assert commands[:2] == ["lsparch check", f"lsparch bundle {name} --out deploy/{name} --check"]
    assert ("tests/run.sh" in files) == any(command.endswith("/tests/run.sh") for command in commands)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_secret_is_created_by_hand_awaited_or_issued(
    name: str, bundles: Mapping[str, Mapping[str, str]], platform: Platform
) -> None:
    recipe = bundles[name]["RECIPE.md"]
    for need in platform.manifests(name).secrets:
        if need.of_users:
            continue
        by_hand = f"kubectl create secret generic {need.name} --namespace {need.namespace}" in recipe
        awaited = f"--timeout=5m --namespace {need.namespace} secret/{need.name}\n" in recipe
        issued = f"--timeout=15m --namespace {need.namespace} secret/{need.name}\n" in recipe
        assert (by_hand, awaited, issued).count(True) == 1, need.name
        if by_hand:
            for key in need.keys:
                assert f'--from-file={key}="$SECRETS/{need.namespace}/{need.name}/{key}"' in recipe


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_commands_are_those_of_a_posix_shell(name: str, bundles: Mapping[str, Mapping[str, str]]) -> None:
    files = bundles[name]
    blocks = re.findall(r"^```sh\n(.*?)^```$", files["RECIPE.md"], re.MULTILINE | re.DOTALL)
    assert len(blocks) > 10
    for script in [*blocks, *([files["tests/run.sh"]] if "tests/run.sh" in files else [])]:
        subprocess.run(["sh", "-n"], input=script, text=True, check=True)


def test_the_same_model_makes_the_same_bytes(bundles: Mapping[str, Mapping[str, str]]) -> None:
    again, _ = bundle_environment(open_platform(SHIPPED), "usdac")
    assert {path: content.decode() for path, content in again.items()} == bundles["usdac"]


def test_what_others_cannot_do_without_comes_first(bundles: Mapping[str, Mapping[str, str]]) -> None:
    steps = sorted(path.partition("/")[2] for path in bundles["usdac"] if path.startswith("order/"))
    parts = [step[3:-4] for step in steps]
    assert parts.index("workloads-registry") < parts.index("traffic") < parts.index("workloads-qserv")
    assert parts.index("workloads-qserv") < parts.index("workloads-api") < parts.index("workloads-portal")
    assert [part for part in parts if not part.startswith("workloads")] == [
        "cluster", "secrets", "guards", "quotas", "volumes", "traffic",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_quotas_get_room_before_workloads_and_their_sizes_at_the_end(
    name: str, bundles: Mapping[str, Mapping[str, str]]
) -> None:
    text = bundles[name]["RECIPE.md"]
    (listed,) = [path for path in bundles[name] if path.endswith("-quotas.txt")]
    raised, workloads = text.index(f"sh raise-quotas.sh {listed}"), text.index("### Workloads of ")
    left_over = text.index("## 4. ")
    sized = text.index(f"kubectl apply --server-side $(sed 's/^/--filename=/' {listed})")
    assert raised < workloads < left_over < sized < text.index("## 6. ")


@pytest.mark.parametrize(
    ("there", "applied"),
    [
        ({}, {"limits.memory": "4Gi", "pods": "7", "requests.cpu": "1500m"}),
        (
            {"limits.memory": "6442450944", "pods": "4", "requests.cpu": "2", "services": "9"},
            {"limits.memory": str(10 * 1024**3), "pods": "11000m", "requests.cpu": "3500m"},
        ),
        (
            {"limits.memory": "1048576Ki", "requests.cpu": "250m"},
            {"limits.memory": str(5 * 1024**3), "requests.cpu": "1750m"},
        ),
    ],
)
def test_the_script_gives_quotas_room_for_what_is_there_and_what_comes(
    there: dict[str, str], applied: dict[str, str], bundles: Mapping[str, Mapping[str, str]], tmp_path: Path
) -> None:
    (tmp_path / "raise-quotas.sh").write_text(bundles["usdac"]["raise-quotas.sh"], "utf-8")
    hard = {"limits.memory": "4Gi", "pods": "7", "requests.cpu": "1500m"}
    quota = {"kind": "ResourceQuota", "metadata": {"name": "pods"}, "spec": {"hard": hard}}
    (tmp_path / "quota.yaml").write_text(emit(quota), "utf-8")
    (tmp_path / "list.txt").write_text("quota.yaml\n", "utf-8")
    (tmp_path / "there").write_text("".join(f"{name} {size}\n" for name, size in there.items()) or "\n", "utf-8")
    program = tmp_path / "kubectl"  # what it prints and takes is all that the script needs of a cluster
    program.write_text('#!/bin/sh\ncase "$1" in get) cat there ;; apply) cat >applied ;; esac\n', "utf-8")
    program.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    subprocess.run(["sh", "raise-quotas.sh", "list.txt"], cwd=tmp_path, env={"PATH": path}, check=True)
    found = yaml.safe_load((tmp_path / "applied").read_text("utf-8"))
    assert found == {**quota, "spec": {"hard": applied}}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_a_roll_back_removes_in_the_order_that_the_comparison_tells(
    name: str, platform: Platform, bundles: Mapping[str, Mapping[str, str]]
) -> None:
    files = bundles[name]
    listed = files["undo.txt"].splitlines()
    kept = set(files["objects.txt"].splitlines()) - set(listed)
    kinds = {line.partition(" ")[2].partition("/")[0] for line in kept}
    assert kinds <= {"namespace", "persistentvolume", "persistentvolumeclaim"}
    for step in roll_back_of(platform.environment(name), (), platform.manifests(name).objects).steps:
        number = len(step.objects)
        assert {f"{key.namespace or '-'} {_resource(key)}" for key in step.objects} == set(listed[:number])
        del listed[:number]
    assert not listed


def _resource(key: ObjectKey) -> str:
    return f"{key.kind.lower()}{f'.{key.group}' if key.group else ''}/{key.name}"


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_what_protects_routes_comes_before_them(name: str, bundles: Mapping[str, Mapping[str, str]]) -> None:
    for path, text in bundles[name].items():
        if path.startswith("order/") and path.endswith("-traffic.txt"):
            routes = ["-httproute-" in line for line in text.splitlines()]
            assert routes == sorted(routes)


def test_what_other_environments_use_outlives_an_ordinary_removal(
    bundles: Mapping[str, Mapping[str, str]],
) -> None:
    files = bundles["usdac"]
    shared = set(files["shared.txt"].splitlines())
    assert "manifests/logging/28-daemon-set-collector.yaml" in shared
    assert "manifests/cluster/01-namespace-registry.yaml" in shared
    assert "manifests/usdac-api/34-gateway-balancer.yaml" in shared  # the registry is reached by it
    assert "manifests/usdac-portal/34-gateway-balancer.yaml" not in shared
    kept = {path.split("/")[1] for path in shared}  # what lies elsewhere would go with its namespace
    assert kept == {"cluster", "logging", "registry", "usdac-api"}
    assert [path for path in shared if "/usdac-api/" in path] == ["manifests/usdac-api/34-gateway-balancer.yaml"]
    removal = files["RECIPE.md"].partition("## 9.")[2]
    assert "| science-validation | logging<br>registry |" in removal
    ordinary, with_data, of_the_cluster = re.findall(r"^```sh\n(.*?)^```$", removal, re.MULTILINE | re.DOTALL)
    deleted = {line for block in (ordinary, with_data) for line in _deleted(block, files)}
    assert not deleted & shared
    assert set(_deleted(of_the_cluster, files)) == shared
    assert deleted | shared == {path for path in files if path.startswith("manifests/")}


def _deleted(block: str, files: Mapping[str, str]) -> Iterator[str]:
    shared = files.get("shared.txt", "").splitlines()
    for path, chosen in re.findall(r"tac (\S+) \|(?: grep( -v)? -x -F -f shared.txt \|)? sed", block):
        filtered = f"tac {path} | grep" in block
        for line in files[path].splitlines():
            if not filtered or (line in shared) != bool(chosen):
                yield line


def test_an_environment_that_nobody_else_needs_is_removed_whole(bundles: Mapping[str, Mapping[str, str]]) -> None:
    files = bundles["science-validation"]
    assert "shared.txt" not in files
    blocks = re.findall(r"^```sh\n(.*?)^```$", files["RECIPE.md"].partition("## 9.")[2], re.MULTILINE | re.DOTALL)
    deleted = sorted(line for block in blocks for line in _deleted(block, files))
    assert deleted == sorted(path for path in files if path.startswith("manifests/"))


def test_names_certificates_and_images_come_right_after_the_gateways(
    bundles: Mapping[str, Mapping[str, str]],
) -> None:
    recipe = bundles["usdac"]["RECIPE.md"]
    titles = re.findall(r"^### (.*)$", recipe, re.MULTILINE)
    first = titles.index("Gateways and routes: users get in")
    assert titles[first + 1 : first + 4] == [
        "Names and certificates", "Images in the registry of the cluster", "Workloads of identity",
    ]  # fmt: skip
    assert "| usdac.lsst.org | Gateway usdac-portal/balancer |" in recipe
    assert "kubectl get gateway balancer --namespace usdac-portal --output jsonpath='{range .status.addr" in recipe
    copies = dict(line.split(" ") for line in bundles["usdac"]["mirror.txt"].splitlines())
    assert copies["docker.io/library/redis:5"] == "api.usdac.lsst.org/library/redis:5"
    from_here = {line for line in bundles["usdac"]["images.txt"].splitlines() if line.startswith("api.usdac.lsst.org/")}
    assert set(copies.values()) == from_here


def test_images_are_copied_before_the_workloads_that_pull_them(bundles: Mapping[str, Mapping[str, str]]) -> None:
    titles = re.findall(r"^### (.*)$", bundles["science-validation"]["RECIPE.md"], re.MULTILINE)
    workloads = [number for number, title in enumerate(titles) if title.startswith("Workloads of ")]
    assert titles.index("Images in the registry of the cluster") == workloads[0] - 1


def test_the_contract_names_every_entry_of_the_store_and_keys_that_only_templates_use(
    bundles: Mapping[str, Mapping[str, str]],
) -> None:
    contract = yaml.safe_load(bundles["usdac"]["secrets.yaml"])
    entry = next(entry for entry in contract["store"] if entry["entry"] == "usdac/api/dax-db")
    assert {"catalogue-password", "metadata-password", "uws-password"} <= set(entry["keys"])
    assert {"usdac-api/dax-db", "usdac-api/tap-config"} <= set(entry["fills"])
    need = next(need for need in contract["secrets"] if need["element"] == "api/dax-db")
    assert sorted([*need["keys"], *need["keys-for-templates"]]) == entry["keys"]
    wanted = {key for need in contract["secrets"] for key in need.get("made-from", ())}
    held = {f"{e['entry'].removeprefix('usdac/')}.{key}" for e in contract["store"] for key in e["keys"]}
    assert wanted <= held
