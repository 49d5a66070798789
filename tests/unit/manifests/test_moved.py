"""Renamed elements keep their names on Kubernetes, and so their volumes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from lsparch.graph import deployed
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.manifests import build_manifests
from lsparch.observe import observe
from lsparch.resolve import Environment, environment_graph, resolve
from tests.support.small import small_environment, small_files, small_model

STORE, WEB = "model/services/store.yaml", "model/aspects/web.yaml"
COMPONENT = (
    (STORE, "  db:\n", "  database:\n    moved: [db]\n"),
    (STORE, "{address: db.mysql}, PEERS: {peers: db}", "{address: database.mysql}, PEERS: {peers: database}"),
    (STORE, "{port: {port: db.mysql}}", "{port: {port: database.mysql}}"),
    ("model/roles.yaml", "store/db.mysql", "store/database.mysql"),
    ("model/stories.yaml", "store/db.mysql", "store/database.mysql"),
)
STORAGE = (
    (STORE, "      data: {size: 50Gi}", "      files: {size: 50Gi, moved: [data]}"),
    (STORE, "{storage: data}", "{storage: files}"),
)
VOLUME = (
    (WEB, "  workarea: {size: 10Gi, class: shared}", "  area: {size: 10Gi, class: shared, moved: [workarea]}"),
    (WEB, ": workarea\n", ": area\n"),
    (WEB, "{mount: workarea}", "{mount: area}"),
)
PART = (
    (STORE, "service: store\n", "service: vault\nmoved: [store]\n"),
    ("model/roles.yaml", "store/db.mysql", "vault/db.mysql"),
    ("model/stories.yaml", "store/db.mysql", "vault/db.mysql"),
    ("model/environments/sandbox.yaml", "remove: [store]", "remove: [vault]"),
    ("model/environments/profile-common.yaml", "lab, store,", "lab, vault,"),
)


def edited(*edits: tuple[str, str, str]) -> Environment:
    files = small_files()
    for name, old, new in edits:
        text = files[name].decode()
        assert old in text, (name, old)
        files[name] = text.replace(old, new, 1).encode()
    environment = resolve(small_model(files), "production")
    assert environment.findings == ()
    return environment


def without_provenance(stored: StoredObject) -> Mapping[str, Any]:
    data = dict(stored.data)
    annotations = {k: v for k, v in data["metadata"]["annotations"].items() if not k.endswith(("/element", "/digest"))}
    return {**data, "metadata": {**data["metadata"], "annotations": annotations}}


def objects(environment: Environment) -> dict[str, Mapping[str, Any]]:
    return {str(stored.key): without_provenance(stored) for stored in build_manifests(environment).objects}


@pytest.mark.parametrize("edits", [COMPONENT, STORAGE, VOLUME], ids=["component", "storage", "volume"])
def test_what_is_generated_stays_the_same(edits: tuple[tuple[str, str, str], ...]) -> None:
    assert objects(edited(*edits)) == objects(small_environment())


def test_a_renamed_part_changes_nothing_but_labels() -> None:
    before, after = objects(small_environment()), objects(edited(*PART))
    assert list(before) == list(after)
    text = str(after)
    for label in ("app.kubernetes.io/component", "lsparch.lsst.io/part"):
        text = text.replace(f"'{label}': 'vault'", f"'{label}': 'store'")
    assert text == str(before)


def test_a_component_that_was_renamed_twice_keeps_its_oldest_name() -> None:
    twice = tuple((name, old, new.replace("moved: [db]", "moved: [db, base]")) for name, old, new in COMPONENT)
    assert objects(edited(*twice)) == objects(small_environment())


def test_without_moved_the_claims_have_other_names() -> None:
    plain = tuple((name, old, new.replace("    moved: [db]\n", "")) for name, old, new in COMPONENT)
    assert "StatefulSet.apps/production-store/database" in objects(edited(*plain))


@pytest.mark.parametrize(
    "edits",
    [COMPONENT, STORAGE, VOLUME, PART, (*COMPONENT, *STORAGE)],
    ids=["component", "storage", "volume", "part", "both"],
)
def test_the_round_trip_holds(edits: tuple[tuple[str, str, str], ...]) -> None:
    environment = edited(*edits)
    made = build_manifests(environment).objects
    bare = ObjectStore(replace(stored, data=without_provenance(stored)) for stored in made)
    assert deployed(observe(bare)).canonical() == deployed(environment_graph(environment)).canonical()
