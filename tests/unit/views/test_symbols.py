"""Tests of the choice of symbols and styles."""

import pytest

from lsparch.api.platform import Platform
from lsparch.views.plan import Auth
from lsparch.views.symbols import arrow_style, proof_of, symbol_of
from tests.unit.draw.shipped import SYMBOLOGY
from tests.unit.views.shipped import ROOT

GRAPH = Platform(ROOT).graph("usdac")


@pytest.mark.parametrize(
    ("element", "symbol"),
    [
        ("api/uws-db", "database"),
        ("portal/redis", "cache"),
        ("notebook/proxy", "proxy"),
        ("api/logstash", "logstash"),
        ("logging/collector", "sidecar-filebeat"),
        ("notebook/lab", "spawned-pod"),
        ("notebook/prepuller", "cronjob"),
        ("registry/registry", "registry"),
        ("registry/cleanup", "cronjob"),
        ("monitoring/dashboard", "dashboard"),
        ("portal/firefly", "deployment"),
        ("external/elk", "elk"),
        ("external/consolidated-db", "external-database"),
        ("portal/balancer", "load-balancer"),
        ("workspace/home", "volume"),
    ],
)
def test_symbol_follows_kind_protocol_and_image(element: str, symbol: str) -> None:
    assert symbol_of(SYMBOLOGY, GRAPH, GRAPH.node(element)) == symbol


def test_style_follows_the_protocol_and_falls_back_to_tcp() -> None:
    assert arrow_style(SYMBOLOGY, "postgresql") == "database"
    assert arrow_style(SYMBOLOGY, "ldap") == "identity"
    assert arrow_style(SYMBOLOGY, "ldaps") == "identity-encrypted"
    assert arrow_style(SYMBOLOGY, "gopher") == "tcp"


def test_each_protocol_has_one_style() -> None:
    protocols = [protocol for style in SYMBOLOGY.arrows.values() for protocol in style.protocols]
    assert len(protocols) == len(set(protocols))


@pytest.mark.parametrize(
    ("auth", "proof"),
    [
        ("", ()),
        ("none", (Auth.NONE,)),
        ("token", (Auth.USER,)),
        ("password", (Auth.USER,)),
        ("certificate", (Auth.CERTIFICATE,)),
        ("api/dax-db.password", (Auth.SECRET,)),
    ],
)
def test_proof_follows_what_the_edge_says(auth: str, proof: tuple[Auth, ...]) -> None:
    assert proof_of(auth) == proof
