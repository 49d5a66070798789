"""Graphs of sources: an environment, a revision, manifests."""

from pathlib import Path

import pytest

from lsparch.api.generate import generate_files
from lsparch.api.graph import graph_of
from lsparch.api.platform import Platform
from lsparch.diagnostics import LsparchError
from lsparch.graph import EdgeKind, deployed

PLATFORM = Platform(Path(__file__).parents[3])


def test_manifests_of_an_environment_give_the_graph_that_the_environment_gives(tmp_path: Path) -> None:
    for name, content in generate_files(PLATFORM, ["qserv-sandbox"])[0].items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    written, model = graph_of(PLATFORM, str(tmp_path)), graph_of(PLATFORM, "qserv-sandbox")
    assert deployed(written).canonical() == deployed(model).canonical()


def test_a_chart_of_others_has_a_graph_with_places(tmp_path: Path) -> None:
    path = tmp_path / "web.yaml"
    path.write_text(
        """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: nginx
        env: [{name: DB, value: "postgresql://db:5432/shop"}]
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{port: 5432}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: postgres}]}
"""
    )
    (edge,) = graph_of(PLATFORM, str(path)).edges(EdgeKind.CONNECTS)
    assert (edge.source, edge.target, edge.port, edge.protocol) == ("shop/web", "shop/db", 5432, "postgresql")
    assert edge.purpose == "variable DB of web"
    assert (edge.place.line, edge.place.column) == (11, 15)


def test_a_revision_needs_an_environment() -> None:
    with pytest.raises(LsparchError, match="which environment"):
        graph_of(PLATFORM, "git:HEAD")
