"""Ports of Services in variables: those that the Service of a short name does not offer are found, and no others."""

import pytest

from tests.unit.rules.samples import run_sample, sample_of

OBJECTS = """\
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{port: 7070}]SERVICE}
---
apiVersion: v1
kind: Pod
metadata: {name: front, namespace: NAMESPACE, labels: {app: cart}}
spec:
  containers: [{name: front, image: "registry.example.org/front:1.0", env: [{name: VARIABLE, value: "VALUE"}]}]
  POD
"""


def _messages(value: str, variable: str, namespace: str, pod: str, service: str) -> list[str]:
    text = OBJECTS.replace("VALUE", value).replace("VARIABLE", variable).replace("NAMESPACE", namespace)
    found = run_sample(sample_of(text.replace("POD", pod).replace("SERVICE", service), objects=True)).findings
    return [f.message for f in found if f.code == "REF029"]


@pytest.mark.parametrize(
    ("value", "variable"),
    [
        ("cart:7071", "CART_ADDR"),
        ("cart:7071", "CATALOG_ADDR"),
        ("http://cart:7071", "CART"),
        ("redis://:word@cart:7071/0?x=y", "CART"),
        ("grpc://cart:7071/path", "CART"),
    ],
)
def test_a_port_that_the_service_of_the_same_namespace_lacks_is_found(value: str, variable: str) -> None:
    wanted = ["Pod front holds cart:7071, a port that the Service does not offer"]
    assert _messages(value, variable, "shop", "", "") == wanted


@pytest.mark.parametrize(
    ("value", "variable", "namespace", "pod", "service"),
    [
        ("cart:7070", "CART_ADDR", "shop", "", ""),
        ("http://cart:7070/x", "CART_ADDR", "shop", "", ""),
        ("other:7071", "CART_ADDR", "shop", "", ""),
        ("cart:7071", "CART_ADDR", "bank", "", ""),
        ("cart:7071,cart:7072", "CART_ADDR", "shop", "", ""),
        ("see cart:7071", "CART_ADDR", "shop", "", ""),
        ("cart:7", "CART_IMAGE", "shop", "", ""),
        ("cart:999", "RUN_AS_USER", "shop", "", ""),
        ("cart:7071", "CART_ADDR", "shop", "", ", clusterIP: None"),
        ("cart:7071", "CART_ADDR", "shop", "", ", type: ExternalName, externalName: cart.example.org"),
        ("cart:7071", "CART_ADDR", "shop", "hostNetwork: true", ""),
        ("cart:7071", "CART_ADDR", "shop", "dnsPolicy: Default", ""),
        ("cart:7071", "CART_ADDR", "shop", "hostAliases: [{ip: 192.0.2.1, hostnames: [cart]}]", ""),
        ("http://cart.shop.svc:7071", "CART_ADDR", "shop", "", ", clusterIP: None"),
    ],
)
def test_what_may_be_right_is_not_found(value: str, variable: str, namespace: str, pod: str, service: str) -> None:
    assert _messages(value, variable, namespace, pod, service) == []
