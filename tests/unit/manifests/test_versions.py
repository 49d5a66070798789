"""One environment for old and new versions of Kubernetes: what is written, that it is valid, and what is missing."""

from functools import cache
from pathlib import Path

import pytest

from lsparch.api.generate import target_version
from lsparch.api.platform import Platform, open_platform
from lsparch.diagnostics import LsparchError, Severity
from lsparch.k8s.validate import Coverage, coverage, validate_object
from lsparch.k8s.version import KubernetesVersion
from lsparch.manifests import ManifestSet
from tests.unit.manifests.golden import FOLDER, VERSIONS, summary

ADD_ONS = ("gateway.envoyproxy.io", "external-secrets.io", "cilium.io")


@cache
def platform() -> Platform:
    return open_platform(Path(__file__).parents[3])


def usdac(version: str) -> ManifestSet:
    return platform().manifests("usdac", version)


def lacking(version: str) -> dict[str, Severity]:
    found = [f for f in usdac(version).findings if f.code == "GEN010"]
    return {f.message.split(" lacks ")[1].partition(",")[0]: f.severity for f in found}


@pytest.mark.parametrize("version", VERSIONS)
def test_kinds_and_fields_are_those_of_the_golden_file(version: str) -> None:
    golden = (FOLDER / f"usdac-{version}.txt").read_text(encoding="utf-8")
    assert summary(usdac(version)) == golden, "python -m tests.unit.manifests.golden writes the files again"


@pytest.mark.parametrize("version", VERSIONS)
def test_every_object_fits_the_schema_of_the_version(version: str) -> None:
    parsed = KubernetesVersion.parse(version)
    for found in usdac(version).objects:
        if str(found.data["apiVersion"]).partition("/")[0] in ADD_ONS:
            continue
        assert coverage(found.data, parsed) is Coverage.COVERED, found.key
        assert [str(violation) for violation in validate_object(found.data, parsed)] == [], found.key


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_gets_a_whole_configuration(version: str) -> None:
    assert [f.message for f in usdac(version).findings if f.severity is Severity.ERROR] == []
    assert usdac(version).kubernetes == version


def test_the_newest_version_lacks_nothing() -> None:
    assert lacking("1.37") == {}


def test_what_an_old_version_lacks_is_said_where_the_version_is_stated() -> None:
    found = [f for f in usdac("1.8").findings if f.code == "GEN010"]
    assert {str(f.place).partition(":")[0] for f in found} == {"model/clusters/production.yaml"}
    assert lacking("1.8")["priorityClassName"] is Severity.WARNING
    assert lacking("1.8")["nativeSidecar"] is Severity.NOTE
    assert lacking("1.18").keys() < lacking("1.8").keys() | {"preemptionPolicy", "spreadMatchLabelKeys"}
    assert "nativeSidecar" in lacking("1.25")
    assert "nativeSidecar" not in lacking("1.30")


def test_where_the_gateway_api_cannot_be_installed_there_are_ingresses_for_the_older_controller() -> None:
    kinds = {found.kind for found in usdac("1.25").objects}
    assert "Ingress" in kinds
    assert not kinds & {"Gateway", "HTTPRoute", "SecurityPolicy"}
    found = next(o for o in usdac("1.25").objects if o.kind == "Ingress")
    assert found.data["spec"]["ingressClassName"] == "nginx"


def test_only_versions_with_a_schema_can_be_asked_for() -> None:
    assert target_version("v1.30.4") == "1.30"
    assert target_version(None) is None
    with pytest.raises(LsparchError, match=r"1\.99 is not covered; versions are 1\.8 to "):
        target_version("1.99")
    with pytest.raises(LsparchError, match="is not a Kubernetes version"):
        target_version("newest")
