"""Names, namespaces and order."""

import pytest

from lsparch.k8s.identity import (
    APPLY_ORDER,
    CLUSTER_SCOPED,
    NameRule,
    ObjectKey,
    apply_rank,
    label_key_fault,
    label_value_fault,
    name_fault,
    name_rule,
    object_key,
    sort_for_apply,
)
from tests.unit.k8s.objects import OBJECTS


def test_the_version_of_the_api_plays_no_part_in_identity() -> None:
    old = {"apiVersion": "extensions/v1beta1", "kind": "Deployment", "metadata": {"name": "a", "namespace": "n"}}
    assert object_key(old) == object_key({**old, "apiVersion": "apps/v1"}) == ObjectKey("apps", "Deployment", "n", "a")
    assert str(object_key(old)) == "Deployment.apps/n/a"


def test_a_cluster_scoped_object_has_no_namespace() -> None:
    role = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": "a", "namespace": "n"},
    }
    assert object_key(role).namespace == ""
    assert str(object_key({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}})) == "Namespace/n"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match=r"kind and metadata\.name missing"):
        object_key({"apiVersion": "v1", "metadata": {"namespace": "x"}})


def test_what_is_referred_to_is_applied_first() -> None:
    kinds = [str(obj["kind"]) for obj in sort_for_apply(OBJECTS)]
    for first, later in [
        ("Namespace", "NetworkPolicy"),
        ("NetworkPolicy", "Deployment"),
        ("Role", "RoleBinding"),
        ("ConfigMap", "Deployment"),
        ("Secret", "StatefulSet"),
        ("Service", "Ingress"),
        ("Deployment", "HorizontalPodAutoscaler"),
    ]:
        assert kinds.index(first) < kinds.index(later)


def test_each_kind_has_one_place_and_unknown_kinds_come_last() -> None:
    assert len(set(APPLY_ORDER)) == len(APPLY_ORDER)
    assert apply_rank("Certificate") > max(apply_rank(kind) for kind in APPLY_ORDER)
    assert ("", "Namespace") in CLUSTER_SCOPED


@pytest.mark.parametrize(
    ("name", "rule", "accepted"),
    [
        ("a" * 63, NameRule.DNS_LABEL, True),
        ("a" * 64, NameRule.DNS_LABEL, False),
        ("1a", NameRule.DNS_LABEL, True),
        ("1a", NameRule.DNS_LABEL_1035, False),
        ("a.b", NameRule.DNS_LABEL, False),
        ("a.b", NameRule.DNS_SUBDOMAIN, True),
        ("a..b", NameRule.DNS_SUBDOMAIN, False),
        ("a" * 253, NameRule.DNS_SUBDOMAIN, True),
        ("a" * 254, NameRule.DNS_SUBDOMAIN, False),
        ("a\n", NameRule.DNS_LABEL, False),
        ("A", NameRule.DNS_SUBDOMAIN, False),
        ("", NameRule.DNS_LABEL, False),
        ("-a", NameRule.DNS_LABEL, False),
        ("a" * 53, NameRule.CRON_JOB, False),
        ("system:node", NameRule.PATH_SEGMENT, True),
        ("a/b", NameRule.PATH_SEGMENT, False),
    ],
)
def test_a_name_is_accepted_as_the_server_does(name: str, rule: NameRule, accepted: bool) -> None:
    assert (name_fault(name, rule) is None) == accepted


def test_each_kind_has_its_rule() -> None:
    assert name_rule("Service") is NameRule.DNS_LABEL_1035
    assert name_rule("Deployment") is NameRule.DNS_SUBDOMAIN
    assert name_rule("ClusterRole") is NameRule.PATH_SEGMENT


@pytest.mark.parametrize(
    ("value", "accepted"),
    [("", True), ("a_B.1-c", True), ("a" * 63, True), ("a" * 64, False), ("-a", False), ("a b", False)],
)
def test_a_label_value_is_accepted_as_the_server_does(value: str, accepted: bool) -> None:
    assert (label_value_fault(value) is None) == accepted


@pytest.mark.parametrize(
    ("key", "accepted"),
    [
        ("app", True),
        ("example.org/app", True),
        ("/app", False),
        ("Example.org/app", False),
        ("a/b/c", False),
        ("", False),
    ],
)
def test_a_label_key_is_accepted_as_the_server_does(key: str, accepted: bool) -> None:
    assert (label_key_fault(key) is None) == accepted
