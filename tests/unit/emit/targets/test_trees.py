"""Trees of files: plain, Kustomize, Helm, Argo CD. That real programs make the same of them is tested end to end."""

import json
from typing import Any

import pytest
import yaml

from lsparch.emit.target import Target
from lsparch.emit.targets import GeneratedTree, argocd_files, helm_files, kustomize_files, plain_files
from tests.unit.emit.targets.example import made, thing

SETS = [made("dev"), made("stage"), made("prod", 3, "2", thing("Service", "own", "prod-sky"))]


def test_plain_files_are_in_the_order_of_application() -> None:
    assert list(plain_files(SETS[0])) == [
        "cluster/01-namespace-dev-sky.yaml",
        "dev-sky/17-config-map-config.yaml",
        *[name for name in plain_files(SETS[0]) if "deployment-web" in name or "autoscaler" in name],
        "logging/21-service-logs.yaml",
        "index.yaml",
        "secrets.yaml",
        "images.txt",
    ]


def test_plain_files_are_listed_in_the_index_in_that_order() -> None:
    files = plain_files(SETS[2])
    assert list(yaml.safe_load(files["index.yaml"])) == [name for name in files if "/" in name]


def test_a_base_holds_what_most_environments_share() -> None:
    files = kustomize_files(SETS)
    base = next(text for name, text in files.items() if name.startswith("base/sky/") and "deployment" in name)
    deployment = yaml.safe_load(base)
    assert deployment["metadata"] == {"name": "web", "labels": {"team": "sky"}, "annotations": {}}
    assert deployment["spec"]["replicas"] == 1
    assert deployment["spec"]["template"]["spec"]["containers"][0]["image"] == "sky/web"


def test_an_overlay_says_what_is_different() -> None:
    overlay = yaml.safe_load(kustomize_files(SETS)["overlays/prod/sky/kustomization.yaml"])
    assert overlay["namespace"] == "prod-sky"
    assert overlay["resources"] == ["../../../base/sky", "resources.yaml"]
    assert overlay["images"] == [{"name": "sky/web", "newName": "prod.example.org/sky/web", "newTag": "2"}]
    (patch,) = [p for p in overlay["patches"] if p["target"]["kind"] == "Deployment"]
    assert {o["path"]: o["value"] for o in yaml.safe_load(patch["patch"])} == {
        "/metadata/annotations/example.org~1digest": "of-prod-sky-web",
        "/spec/replicas": 3,
    }


def test_objects_of_an_overlay_are_taken_away_where_they_are_lacking() -> None:
    extra = thing("Service", "extra", "dev-sky"), thing("Service", "extra", "stage-sky")
    files = kustomize_files([made("dev", 1, "1", extra[0]), made("stage", 1, "1", extra[1]), made("prod")])
    patches = yaml.safe_load(files["overlays/prod/sky/kustomization.yaml"])["patches"]
    removed = [yaml.safe_load(p["patch"]) for p in patches if "target" not in p]
    assert removed == [{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "extra"}, "$patch": "delete"}]


def test_what_differs_is_a_value_and_what_is_literal_stays_so() -> None:
    files = helm_files(SETS, "sky")
    template = next(text for name, text in files.items() if name.startswith("templates/sky/") and "deployment" in name)
    lines = [line.strip() for line in template.splitlines()]
    assert "namespace: {{ .Values.environment }}-sky" in lines
    assert "replicas: {{ $object.replicas | int64 }}" in lines
    assert 'image: {{ include "image" (index .Values.images "sky/web") | quote }}' in lines
    assert any('{{ "{{" }} all }}' in line for line in lines)


def test_values_hold_what_an_environment_does_differently() -> None:
    files = helm_files(SETS, "sky")
    defaults, prod = yaml.safe_load(files["values.yaml"]), yaml.safe_load(files["values-prod.yaml"])
    assert "environment" not in defaults
    assert defaults["parts"]["sky"]["web"]["deployment"]["replicas"] == 1
    assert prod["parts"]["sky"]["web"]["deployment"] == {"replicas": 3}
    assert defaults["images"]["sky/web"] == {"repository": "sky/web", "tag": "1", "digest": ""}
    assert prod["images"]["sky/web"] == {"registry": "prod.example.org", "tag": "2"}
    assert (defaults["enabled"]["sky/own"], prod["enabled"]["sky/own"]) == (False, True)


def test_every_value_is_in_the_schema() -> None:
    files = helm_files(SETS, "sky")
    schema = json.loads(files["values.schema.json"])

    def check(value: Any, node: dict[str, Any]) -> None:
        for key, inner in value.items() if isinstance(value, dict) and "properties" in node else ():
            assert node["additionalProperties"] is False
            check(inner, node["properties"][key])

    for name in ("values.yaml", "values-dev.yaml", "values-stage.yaml", "values-prod.yaml"):
        check(yaml.safe_load(files[name]), schema)


@pytest.mark.parametrize(
    ("form", "path"), [(Target.PLAIN, "deploy/dev/dev-sky"), (Target.KUSTOMIZE, "deploy/overlays/dev/sky")]
)
def test_an_application_deploys_the_folder_of_its_namespace(form: Target, path: str) -> None:
    tree = GeneratedTree("https://git.example.org/sky.git", "v1", "deploy/", form)
    files = argocd_files(SETS[:1], {"dev": "east"}, tree)
    assert list(files) == ["dev/project.yaml", "dev/dev-cluster.yaml", "dev/dev-logging.yaml", "dev/dev-sky.yaml"]
    spec = yaml.safe_load(files["dev/dev-sky.yaml"])["spec"]
    assert (spec["source"]["path"], spec["source"]["targetRevision"]) == (path, "v1")
    assert spec["destination"] == {"name": "east", "namespace": "dev-sky"}
    assert spec["ignoreDifferences"] == [
        {
            "group": "apps",
            "kind": "Deployment",
            "name": "web",
            "namespace": "dev-sky",
            "jsonPointers": ["/spec/replicas"],
        }
    ]


def test_waves_follow_the_order_of_application() -> None:
    files = argocd_files(SETS[:1], {"dev": "east"}, GeneratedTree("https://git.example.org/sky.git"))
    waves = [yaml.safe_load(text)["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"] for text in files.values()]
    assert waves == ["-1", "0", "1", "2"]


@pytest.mark.parametrize("write", [kustomize_files, lambda sets: helm_files(sets, "sky")])
def test_the_same_configuration_is_written_the_same(write: Any) -> None:
    again = [made("dev"), made("stage"), made("prod", 3, "2", thing("Service", "own", "prod-sky"))]
    assert list(write(SETS).items()) == list(write(again).items())


def test_a_chart_of_one_environment_names_it_by_a_value_too() -> None:
    files = helm_files([made("dev")], "sky")
    template = next(text for name, text in files.items() if name.startswith("templates/sky/") and "config-map" in name)
    assert "url: https://web.{{ .Values.environment }}-sky.svc" in template
    assert yaml.safe_load(files["values-dev.yaml"])["environment"] == "dev"
