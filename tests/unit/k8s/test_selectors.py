"""Label selectors."""

import pytest

from lsparch.k8s.selectors import is_empty, selects

LABELS = {"app": "web", "tier": "front"}


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        ({}, True),
        (None, False),
        ({"matchLabels": {"app": "web"}}, True),
        ({"matchLabels": {"app": "db"}}, False),
        ({"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", "db"]}]}, True),
        ({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}, False),
        ({"matchExpressions": [{"key": "tier", "operator": "Exists"}]}, True),
        ({"matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]}, False),
        ({"matchExpressions": [{"key": "tier", "operator": "Unknown"}]}, False),
    ],
)
def test_a_selector_takes_labels_as_kubernetes_does(selector: object, wanted: bool) -> None:
    assert selects(selector, LABELS) is wanted


def test_an_empty_selector_is_no_missing_one() -> None:
    assert is_empty({})
    assert not is_empty(None)
    assert not is_empty({"matchLabels": {"a": "b"}})
