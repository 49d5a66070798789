"""Manifests as sources: what is none stands beside the objects, or is refused."""

from pathlib import Path

import pytest

from lsparch.api.sources import ManifestSource, read_source_objects, scan_source_objects
from lsparch.diagnostics import UnreadableInputError
from lsparch.outside.files import Files

OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


def source(folder: Path, text: str) -> ManifestSource:
    (folder / "a.yaml").write_text(text, "utf-8")
    return ManifestSource(str(folder))


def test_a_stranger_hides_no_object_from_a_scan(tmp_path: Path) -> None:
    ((_, read),) = scan_source_objects(source(tmp_path, f"kind: Pod\n---\n{OBJECT}"), Files())
    assert [str(stored.key) for stored in read.objects] == ["ConfigMap/a"]
    assert [(f.code, f.place.line) for f in read.strangers] == [("DRF010", 1)]


def test_a_stranger_is_refused_where_all_must_be_objects(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="DRF010 not a Kubernetes object"):
        read_source_objects(source(tmp_path, f"kind: Pod\n---\n{OBJECT}"), Files())


def test_what_cannot_be_parsed_is_refused_with_every_fault(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("a: [\n", "utf-8")
    with pytest.raises(UnreadableInputError) as caught:
        scan_source_objects(source(tmp_path, "kind: Pod\n"), Files())
    assert [finding.code for finding in caught.value.findings] == ["DRF010", "YAML001"]
