"""The live viewer, without a browser: what it tells of files that are edited."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from lsparch.api.serve import LiveViewer
from lsparch.outside.watch import Signature
from tests.unit.views.shipped import ROOT


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
