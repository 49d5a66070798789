"""Notations read by the programs that they are for."""

import base64
import html
import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.e2e.programs import assets, program

__all__ = ["d2_read", "mermaid_read", "node", "structurizr_read"]

TOOLS = Path(__file__).parent / "tools" / "notations"
SVG = "{http://www.w3.org/2000/svg}"
ENTITY = re.compile("ﬂ°(°?)(\\w+)¶ß")


def node(script: str, files: Iterable[Path]) -> Any:
    """Return what a script of the tools prints, as JSON, about files."""
    program("node")
    folder = assets() / "notations"
    if not folder.is_dir():
        pytest.skip("readers of notations are not installed; `make control-plane` installs them")
    command = ["node", "--input-type=module", "--eval", (TOOLS / script).read_text(), *map(str, files)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def mermaid_read(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Return what Mermaid finds in files: its words for boxes, frames and arrows, with texts as they are shown."""
    found: list[dict[str, Any]] = node("mermaid.mjs", files)
    for diagram in found:
        for item in (*diagram["boxes"], *diagram["frames"], *diagram["arrows"]):
            coded = ENTITY.sub(lambda code: f"&{'#' if code[1] else ''}{code[2]};", item.get("text") or "")
            item["text"] = [html.unescape(line) for line in re.split("<br/?>", re.sub("</?b>", "", coded))]
    return found


def d2_read(file: Path, layout: str = "elk") -> tuple[set[str], list[str], list[str]]:
    """Return what D2 draws of a file: keys of boxes and frames, keys of arrows, and the lines of all labels."""
    picture = file.with_suffix(".svg")
    command = [program("d2"), f"--layout={layout}", "--timeout=60", str(file), str(picture)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    root = ET.fromstring(picture.read_text())
    names = [_decoded(name) for g in root.iter(f"{SVG}g") for name in g.get("class", "").split()]
    arrows = [name for name in names if re.search(r"\)\[\d+\]$", name)]
    texts = [_lines(text) for text in root.iter(f"{SVG}text")]
    return {name for name in names if name} - set(arrows), arrows, [line for lines in texts for line in lines]


def _decoded(name: str) -> str:
    try:
        return html.unescape(base64.b64decode(name, altchars=b"-_", validate=True).decode())
    except ValueError:
        return ""


def _lines(text: ET.Element) -> list[str]:
    spans = list(text.iter(f"{SVG}tspan"))
    return [" ".join("".join(item.itertext()).split()) for item in spans or [text]]


def structurizr_read(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the workspaces that Structurizr reads in files, as its own JSON."""
    folder = assets() / "structurizr-dsl"
    if not folder.is_dir():
        pytest.skip("Structurizr is not installed; `make control-plane` installs it")
    command = [program("java"), "-cp", f"{folder}/*", str(TOOLS / "Workspaces.java"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
