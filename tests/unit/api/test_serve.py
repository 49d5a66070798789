"""The live viewer, without a browser: what it tells of files that are edited."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from lsparch.api.serve import LiveViewer
from lsparch.outside.watch import Signature, Watcher
from tests.unit.views.shipped import ROOT

POD = """apiVersion: v1
kind: Pod
metadata: {name: first, namespace: web}
spec:
  containers: [{name: main, image: "nginx:1"}]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("model", "diagrams", "checks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "model" / "platform.yaml").write_text("")
    return tmp_path


def test_a_file_that_is_still_being_saved_is_no_fault(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Signature] = [(("a file", 0, 1),), (("a file", 9, 2),), (("a file", 9, 2),), (("a file", 9, 2),)]
    monkeypatch.setattr("lsparch.api.serve.signature", lambda *_: looks.pop(0))
    viewer = LiveViewer(root, (), (), date(2000, 1, 1))
    viewer.events.post("nothing", "")
    assert viewer.refresh()
    assert viewer.events.after(0) == (1, "event: nothing\ndata: \n\n")
    assert viewer.refresh()
    told = viewer.events.after(1)
    assert told is not None
    assert told[1].startswith("event: broken\n")


@pytest.fixture
def viewer(root: Path, tmp_path: Path) -> LiveViewer:
    (root / "model" / "platform.yaml").write_bytes((ROOT / "model" / "platform.yaml").read_bytes())
    (tmp_path / "pod.yaml").write_text(POD)
    return LiveViewer(root, (str(tmp_path / "pod.yaml"),), ("platform",), date(2000, 1, 1))


def test_manifests_that_are_shown_are_watched(viewer: LiveViewer, tmp_path: Path) -> None:
    assert viewer.refresh()
    assert not viewer.refresh()
    (tmp_path / "pod.yaml").write_text(POD.replace("first", "second one"))
    assert viewer.refresh()
    assert viewer.events.after(1) == (2, "event: version\ndata: 2\n\n")
    (tmp_path / "pod.yaml").write_text("kind: [")
    assert viewer.refresh()
    told = viewer.events.after(2)
    assert told is not None
    assert told[1].startswith("event: broken\n")
    assert "pod.yaml" in told[1]


def test_folders_of_manifests_are_watched(viewer: LiveViewer, tmp_path: Path) -> None:
    folder = tmp_path / "manifests" / "inner"
    folder.mkdir(parents=True)
    (folder / "pod.yaml").write_text(POD)
    viewer = LiveViewer(tmp_path, (str(folder.parent),), ("platform",), date(2000, 1, 1))
    assert viewer.refresh()
    (folder / "other.yaml").write_text(POD.replace("first", "other"))
    assert viewer.refresh()
    assert not viewer.refresh()


def test_a_fault_of_the_product_is_told_and_the_next_change_is_read(
    viewer: LiveViewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.delattr("lsparch.api.serve.ViewerData.index")
        with Watcher(viewer.refresh):
            told = viewer.events.after(0)
            assert told is not None
            assert told[1].startswith("event: broken\n")
            assert "internal error: AttributeError: " in told[1]
            patched.undo()
            (tmp_path / "pod.yaml").write_text(POD + "\n# a comment\n")
            assert viewer.events.after(1) == (2, "event: version\ndata: 1\n\n")
