# ruff: noqa: T201 - it prints its measures
"""The viewer with 2 000 elements in headless Chromium: time until it is shown, and frames while it is moved.

The picture is one of the shipped model, repeated side by side until it has so many boxes. Beside it stands what the
same browser manages on an empty page in the same run, and how long it worked for each frame: the main thread of the
page, and all processes of the browser, which paint. A busy machine makes frames late, but hardly takes more of these.
"""

import json
import re
import sys
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from math import ceil, sqrt
from pathlib import Path
from statistics import median, quantiles
from typing import Any, cast

from playwright.sync_api import Browser, CDPSession, sync_playwright

from lsparch.api import open_platform
from lsparch.api.viewer import ViewerData
from lsparch.emit.viewer import viewer_page
from lsparch.emit.viewer.page import part_text
from tests.browser.chromium import FLAGS, find_chromium

ELEMENTS = 2_000
RUNS = 3
LOAD_BUDGET = 1.5
FRAME_BUDGET = 1000 / 60

_STEP = re.compile(r"([MLHVCAZ])([^MLHVCAZ]*)")

_FRAMES = """(host) => new Promise((done) => {
  const stage = host ? document.querySelector(host) : null;
  const times = [];
  const send = (kind, x, y) => stage?.dispatchEvent(
    new PointerEvent(kind, {pointerId: 1, button: 0, clientX: x, clientY: y, bubbles: true}));
  const turn = (by) => stage?.dispatchEvent(
    new WheelEvent("wheel", {deltaY: by, clientX: 800, clientY: 420, bubbles: true, cancelable: true}));
  const drag = (at) => send("pointermove", 700 + 300 * Math.sin(at / 30), 450 + 200 * Math.cos(at / 23));
  if (stage) stage.setPointerCapture = () => {};
  send("pointerdown", 700, 450);
  const step = (now) => {
    times.push(now);
    MOVE;
    if (times.length < 120) requestAnimationFrame(step);
    else { send("pointerup", 700, 450); done(times.slice(1).map((time, at) => time - times[at])); }
  };
  requestAnimationFrame(step);
})"""
_DRAG = _FRAMES.replace("MOVE", "drag(times.length)")
_WHEEL = _FRAMES.replace("MOVE", "turn(times.length < 60 ? -30 : 30)")

ROWS = (
    ("dragged, shown whole", _DRAG, 0),
    ("dragged, with names", _DRAG, 6),
    ("dragged, where details begin", _DRAG, 8),
    ("dragged, near", _DRAG, 10),
    ("zoomed in and out", _WHEEL, 0),
)
"""What is measured: its name, what moves the picture, how many steps nearer it is."""


@dataclass(frozen=True, slots=True)
class Frames:
    """What frames took: milliseconds of each, of work in each, and elements of the page that the picture has."""

    times: list[float]
    busy: float
    """Of the main thread of the page."""

    painting: float
    """Of all processes of the browser."""

    elements: int


def large_page(elements: int) -> tuple[bytes, int]:
    """Return a page of the viewer with at least so many boxes, and their number."""
    data = ViewerData(open_platform(), ["usdac"], ["authentication"])
    name = next(iter(data.drawings))
    picture: dict[str, Any] = json.loads(data.part(name))
    graph: dict[str, Any] = json.loads(data.part("graph/usdac"))
    copies = ceil(elements / len(picture["boxes"]))
    index = cast("dict[str, object]", json.loads(data.part("index")))
    shown = {one["id"] for one in (*picture["boxes"], *picture["frames"])}
    parts = {
        "index": part_text(index),
        name: part_text(_pictures(picture, copies)),
        "graph/usdac": part_text(_graphs(graph, shown, copies)),
        "findings": part_text({"findings": []}),
    }
    return viewer_page("Large", parts.items()), copies * len(picture["boxes"])


def _pictures(picture: dict[str, Any], copies: int) -> dict[str, Any]:
    drawing = picture["drawing"]
    width, height = drawing["size"]
    columns = ceil(sqrt(copies * height / width * 1.6))
    tiles = [
        _moved(mark, number, number % columns * width, number // columns * height)
        for number in range(copies)
        for mark in drawing["marks"]
    ]
    size = [columns * width, ceil(copies / columns) * height]
    large = {**picture, "drawing": {**drawing, "size": size, "marks": tiles}}
    for key in ("frames", "boxes", "arrows"):
        large[key] = [_renamed(one, number) for number in range(copies) for one in picture[key]]
    return large


def _moved(mark: list[Any], number: int, x: int, y: int) -> list[Any]:
    """Return a mark of a copy at its place."""
    match mark:
        case ["p", paint, data]:
            return ["p", paint, _STEP.sub(lambda found: _moved_step(found[1], found[2].split(), x, y), data)]
        case ["g", kind, element, *words, [left, top, width, height], marks]:
            area = [left + x, top + y, width, height]
            inner = [_moved(one, number, x, y) for one in marks]
            return ["g", kind, f"{element}~{number}" if element else "", *words, area, inner]
        case ["u", ink, glyph, left, top, size]:
            return ["u", ink, glyph, left + x, top + y, size]
        case [kind, style, left, top, *rest]:
            return [kind, style, left + x, top + y, *rest]
        case _:
            raise ValueError(mark)


def _moved_step(command: str, values: list[str], x: int, y: int) -> str:
    turns = {"H": [x], "V": [y], "A": [0, 0, 0, 0, 0, x, y]}.get(command, [x, y])
    moved = (f"{float(value) + turns[at % len(turns)]:g}" for at, value in enumerate(values))
    return command + " ".join(moved)


def _graphs(graph: dict[str, Any], shown: set[str], copies: int) -> dict[str, Any]:
    nodes = [one for one in graph["nodes"] if one["id"] in shown]
    edges = [one for one in graph["edges"] if {one["source"], one["target"]} <= shown]
    return {
        "environment": graph["environment"],
        "nodes": [_renamed(one, number) for number in range(copies) for one in nodes],
        "edges": [_renamed(one, number) for number in range(copies) for one in edges],
    }


def _renamed(one: dict[str, Any], number: int) -> dict[str, Any]:
    copy = deepcopy(one)
    for key in ("id", "source", "target", "group", "part"):
        if copy.get(key) and not (key == "source" and "kind" in copy and "values" in copy):
            copy[key] = f"{copy[key]}~{number}"
    return copy


def load_seconds(browser: Browser, address: str) -> float:
    """Return the seconds from the start of navigation until the picture has been painted."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".sheet svg .marks", state="attached", timeout=60_000)
    painted = page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
    )
    page.close()
    return float(painted) / 1000


def frames(browser: Browser, address: str, script: str, *, closer: int = 0) -> Frames:
    """Return what a movement takes; nothing moves on the empty page, which is shown without an address."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    if address:
        page.goto(address)
        page.wait_for_selector(".sheet svg .marks", state="attached", timeout=60_000)
        for _ in range(closer):
            page.keyboard.press("+")
    page.wait_for_timeout(1500)
    count = int(page.evaluate("() => document.querySelectorAll('.sheet *').length"))
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    whole = browser.new_browser_cdp_session()
    before, painted = _busy(session), _painting(whole)
    times: list[float] = page.evaluate(script, ".stage" if address else "")
    busy, painting = _busy(session) - before, _painting(whole) - painted
    page.close()
    return Frames(times, busy / len(times) * 1000, painting / len(times) * 1000, count)


def _painting(session: CDPSession) -> float:
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(float(one["cpuTime"]) for one in found)


def _busy(session: CDPSession) -> float:
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def told(name: str, found: Frames) -> None:
    """Print what frames took."""
    times = found.times
    late = sum(time > FRAME_BUDGET * 1.5 for time in times)
    rate = 1000 * len(times) / sum(times)
    worst = quantiles(times, n=20)[-1]
    text = f"{rate:5.1f} /s   median {median(times):5.1f} ms   p95 {worst:5.1f} ms   late {late:3}"
    work = f"main thread {found.busy:4.1f} ms a frame, all {found.painting:5.1f} ms"
    print(f"{name:30} {text}   {work}   {found.elements} elements in the page")


def main() -> int:
    """Measure, print, and return 1 if an aim is missed."""
    chromium = find_chromium()
    if chromium is None:
        print("there is no Chromium")
        return 2
    content, boxes = large_page(ELEMENTS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "large.html"
        file.write_bytes(content)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        address = file.as_uri()
        loads = sorted(load_seconds(browser, address) for _ in range(RUNS))
        print(f"{boxes} boxes, {len(content) / 1e6:.1f} MB")
        print(f"loaded and painted: best {loads[0]:.2f} s, median {median(loads):.2f} s (aim {LOAD_BUDGET} s)")
        told("an empty page", frames(browser, "", _DRAG))
        found = {name: frames(browser, address, script, closer=closer) for name, script, closer in ROWS}
        for name, taken in found.items():
            told(name, taken)
        told("an empty page", frames(browser, "", _DRAG))
        browser.close()
    slow = [name for name, taken in found.items() if median(taken.times) > FRAME_BUDGET * 1.1]
    return int(median(loads) > LOAD_BUDGET or bool(slow))


if __name__ == "__main__":
    sys.exit(main())
