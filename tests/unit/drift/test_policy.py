"""The drift policy."""

from lsparch.drift import DriftPolicy, load_drift_policy
from lsparch.graph import EdgeKind, NodeKind

TEXT = """\
drift-policy: 1
rules:
  - {element: component, path: env.SECRET, follows: must-match, because: it must}
  - {element: component, path: "env.*", follows: environment, because: names differ}
  - {element: environment, relation: holds, follows: environment, because: data sets}
"""


def test_the_first_rule_that_fits_decides_and_what_none_fits_must_match() -> None:
    policy, findings = load_drift_policy(TEXT.encode(), "checks/drift.yaml")
    assert findings == ()
    assert policy is not None
    assert policy.element(NodeKind.COMPONENT, "env.SECRET") == "must-match"
    assert policy.element(NodeKind.COMPONENT, "env.OTHER") == "environment"
    assert policy.element(NodeKind.COMPONENT, "replicas") == "must-match"
    assert policy.element(NodeKind.VOLUME, "env.OTHER") == "must-match"
    assert policy.relation(EdgeKind.HOLDS, NodeKind.ENVIRONMENT, "exists") == "environment"
    assert policy.relation(EdgeKind.HOLDS, NodeKind.VOLUME, "exists") == "must-match"
    assert DriftPolicy().element(NodeKind.IMAGE, "tag") == "must-match"


def test_a_faulty_policy_is_told_by_place() -> None:
    text = TEXT.replace("follows: environment, because: names differ", "follows: nothing")
    policy, findings = load_drift_policy(text.encode(), "checks/drift.yaml")
    assert policy is None
    assert {finding.place.line for finding in findings} == {4}


def test_a_rule_must_name_an_element_or_a_relation() -> None:
    text = "drift-policy: 1\nrules:\n  - {path: replicas, follows: may-scale, because: load}\n"
    policy, (finding,) = load_drift_policy(text.encode(), "checks/drift.yaml")
    assert policy is None
    assert finding.place.line == 3
