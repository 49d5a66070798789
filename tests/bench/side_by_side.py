"""The same objects drawn by us and by others, with the same measures: ``python -m tests.bench.side_by_side``.

Writes the pictures to ``docs/side-by-side`` and the table of ``docs/side-by-side.md``. Ours are measured by the own
measures of the product; boxes, lines and labels of others are read from their SVG. A line belongs to the boxes nearest
to its ends. Widths of their labels are estimated from the font size. Peers: those of `bench_render`; the pictures of
those that are absent are kept. ``python -m tests.tools.draw_examples`` draws ours alone.
"""

import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path, PurePosixPath

import yaml

from lsparch.api.generate import generate_files
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform
from lsparch.draw.book import lay_out
from lsparch.draw.facade import draw_all
from lsparch.draw.geometry import Chord, Frame, Point, crosses
from lsparch.draw.quality import SAME, bounds, enters, measured, meeting, overlap, piece_of
from lsparch.models.symbology import Symbology
from lsparch.outside.graphviz import GraphvizEngine
from lsparch.views.by_part import on_pages
from lsparch.views.plan import DiagramPlan
from tests.bench.bench_render import tools
from tests.bench.synthetic import manifests

ROOT = Path(__file__).parents[2]
OUT = ROOT / "docs" / "side-by-side"
PAGE = ROOT / "docs" / "side-by-side.md"
VIEW = "pods"
GLYPH = 0.55
"""Mean width of a character, in font sizes."""

REACH = 40
"""Points from the end of a line within which its box is."""

INSIDE = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """What is measured of a picture."""

    boxes: Sequence[Frame]
    ways: Sequence[Sequence[Chord]]
    labels: Sequence[Frame]
    """Labels of lines."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A system drawn by us."""

    system: str
    source: Path
    """Folder of its manifests."""

    svg: str
    figures: list[str]


def figures(picture: Picture) -> list[str]:
    """Return crossings, lines through boxes, labels on things, mean length, shape, and empty share."""
    ways = [way for way in picture.ways if way]
    places = {
        (round(meeting(one, other).x / SAME), round(meeting(one, other).y / SAME))
        for a, b in combinations(ways, 2)
        if overlap(bounds(list(a)), bounds(list(b)))
        for one in a
        for other in b
        if crosses(one, other)
    }
    through = sum(
        any(enters(chord, piece_of(box.shrunk(INSIDE))) for chord in way)
        for way in ways
        for box in picture.boxes
        if box not in ends(way, picture.boxes)
    )
    faults = sum(a.overlaps(b) for a, b in combinations(picture.labels, 2))
    faults += sum(label.overlaps(box) for label in picture.labels for box in picture.boxes)
    for label in picture.labels:
        met = sum(any(enters(chord, piece_of(label.shrunk(1))) for chord in way) for way in ways)
        faults += max(0, met - 1)  # one of them is its own
    total = sum(one.distance(other) for way in ways for one, other in way)
    solid = sum(frame.width * frame.height for frame in (*picture.boxes, *picture.labels))
    return [
        str(len(picture.boxes)),
        str(len(ways)),
        str(len(places)),
        str(through),
        str(faults),
        str(round(total / max(1, len(ways)))),
        f"{picture.width / picture.height:.2f}",
        percent(1 - solid / (picture.width * picture.height)),
        f"{round(picture.width)} × {round(picture.height)}",
    ]


def percent(share: float) -> str:
    """Return a share as the page writes it."""
    return f"{100 * share:.0f} %"


def ends(way: Sequence[Chord], boxes: Sequence[Frame]) -> list[Frame]:
    """Return the boxes at which a line ends."""
    return [
        box
        for place in (way[0][0], way[-1][1])
        for box in sorted(boxes, key=lambda box: gap(place, box))[:1]
        if gap(place, box) < REACH
    ]


def gap(place: Point, box: Frame) -> float:
    """Return how far a place is from a box."""
    across = max(box.x - place.x, 0, place.x - box.right)
    along = max(box.y - place.y, 0, place.y - box.bottom)
    return float(across + along)


def of_plan(plan: DiagramPlan, symbology: Symbology) -> list[str]:
    """Return the figures of a picture of ours, by the product's own measures."""
    (made,) = lay_out([plan], symbology, GraphvizEngine())
    found = measured(made.request, made.layout)
    return [
        str(len(plan.boxes)),
        str(len(plan.arrows)),
        str(found.crossings),
        str(len(found.through)),
        str(len(found.labels) + len(found.hidden)),
        str(found.mean_length),
        f"{found.aspect:.2f}",
        percent(found.whitespace),
        f"{made.layout.width} × {made.layout.height}",
    ]


def of_kubediagrams(svg: str) -> Picture:
    """Return what is measured of a picture of Graphviz by KubeDiagrams: a box is an icon with its text."""
    root = parsed(svg)
    boxes: list[Frame] = []
    ways: list[list[Chord]] = []
    labels: list[Frame] = []
    for group in root.iter("g"):
        texts = [text_frame(text, float(text.get("font-size", "13"))) for text in group.iter("text")]
        match group.get("class"):
            case "node":
                images = [image_frame(image) for image in group.iter("image")]
                boxes += [united([*images, *texts])] if images else []
            case "edge":
                ways += [path_chords(path.get("d", "")) for path in group.iter("path")]
                labels += texts
            case _:
                continue
    _, _, width, height = (float(word) for word in root.get("viewBox", "").split())
    return Picture(boxes, ways, labels, width, height)


def of_d2(svg: str) -> Picture:
    """Return what is measured of a picture of D2: boxes are shapes that hold no other shape."""
    root = parsed(svg)
    shapes = [outline(one) for one in root.iter("g") if one.get("class") == "shape" and len(one)]
    boxes = [one for one in shapes if not any(other != one and one.encloses(other) for other in shapes)]
    ways = [path_chords(path.get("d", "")) for path in root.iter("path") if "connection" in path.get("class", "")]
    labels = [text_frame(text, 16) for text in root.iter("text") if "text-italic" in text.get("class", "")]
    _, _, width, height = (float(word) for word in root.get("viewBox", "").split())
    return Picture(boxes, ways, labels, width, height)


def parsed(svg: str) -> ET.Element:
    """Return an SVG, its tags without their namespace."""
    root = ET.fromstring(svg)
    for one in root.iter():
        one.tag = one.tag.rpartition("}")[2]
    return root


def outline(group: ET.Element) -> Frame:
    """Return the frame around the shapes of a group."""
    found = [frame(one) for one in group.iter("rect")]
    for one in group.iter("ellipse"):
        x, y, across, along = (float(one.get(key, "0")) for key in ("cx", "cy", "rx", "ry"))
        found.append(Frame(round(x - across), round(y - along), round(2 * across), round(2 * along)))
    for one in group.iter("path"):
        xs: list[float] = []
        ys: list[float] = []
        for command, numbers in re.findall(r"([MLCSHV])([^MLCSHVZ]*)", one.get("d", "")):
            values = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", numbers)]
            xs += values if command == "H" else [] if command == "V" else values[::2]
            ys += values if command == "V" else [] if command == "H" else values[1::2]
        left, top = round(min(xs)), round(min(ys))
        found.append(Frame(left, top, round(max(xs)) - left, round(max(ys)) - top))
    return united(found) if found else Frame(0, 0, 0, 0)


def frame(shape: ET.Element) -> Frame:
    """Return the frame of a rectangle."""
    x, y, width, height = (round(float(shape.get(key, "0"))) for key in ("x", "y", "width", "height"))
    return Frame(x, y, width, height)


def image_frame(image: ET.Element) -> Frame:
    """Return the frame of an icon."""
    x, y, width, height = (
        round(float(image.get(key, "0").removesuffix("px"))) for key in ("x", "y", "width", "height")
    )
    return Frame(x, y, width, height)


def text_frame(text: ET.Element, size: float) -> Frame:
    """Return the estimated frame of a text that is set in the middle."""
    width = round(len("".join(text.itertext())) * size * GLYPH)
    x, y = float(text.get("x", "0")), float(text.get("y", "0"))
    return Frame(round(x - width / 2), round(y - size * 0.8), width, round(size))


def united(frames: Sequence[Frame]) -> Frame:
    """Return the frame around some."""
    left, top = min(one.x for one in frames), min(one.y for one in frames)
    return Frame(left, top, max(one.right for one in frames) - left, max(one.bottom for one in frames) - top)


def path_chords(path: str) -> list[Chord]:
    """Return the straight pieces between the places of a path; control points of straight curves lie on them."""
    found: list[Point] = []
    for command, numbers in re.findall(r"([MLCS])([^MLCS]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", numbers)]
        places = [Point(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        found += places[2::3] if command == "C" else places[1::2] if command == "S" else places
    return [(one, other) for one, other in pairwise(found) if one != other]


def drawn(folder: Path) -> Iterator[Drawn]:
    """Draw all systems, and iterate over them; their manifests are written into a folder."""
    platform = Platform(ROOT)
    written, _ = generate_files(platform, ["portal-sandbox"])
    portal = {name: data for name, data in written.items() if name.startswith("portal-sandbox-portal/")}
    synthetic = {"objects.yaml": yaml.dump_all(manifests(40), Dumper=yaml.CSafeDumper).encode()}
    for system, files in (("portal", portal), ("synthetic", synthetic)):
        source = folder / system
        source.mkdir()
        for name, data in files.items():
            (source / PurePosixPath(name).name).write_bytes(data)
        (drawing,), symbology = plan_drawings(platform, [str(source)], [VIEW])
        assert isinstance(drawing.plan, DiagramPlan)
        ((_, plan),) = on_pages(drawing.name, drawing.plan)
        (svg,) = draw_all([plan], symbology, GraphvizEngine())
        yield Drawn(system, source, svg, of_plan(plan, symbology))


def row(system: str, tool: str, cells: Sequence[str]) -> str:
    """Return a row of the table."""
    return f"| {system} | {tool} | {' | '.join(cells)} |"


def head_of(line: str) -> str:
    """Return what tells a row from others."""
    return "|".join(line.split("|")[:3])


def keep(rows: Iterable[str]) -> None:
    """Write rows into the page, each where the row of the same system and tool is."""
    known = {head_of(one): one for one in rows}
    lines = [known.pop(head_of(line), line) for line in PAGE.read_text("utf-8").split("\n")]
    assert not known, f"the page has no rows for {', '.join(known)}"
    PAGE.write_text("\n".join(lines), "utf-8")


def main(*, alone: bool = False) -> None:
    """Draw and measure; ours alone, if that is wanted."""
    rows: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        for ours in drawn(Path(name)):
            picture(ours.system, "lsparch").write_text(ours.svg, "utf-8")
            rows.append(row(ours.system, "lsparch", ours.figures))
            if not alone:
                draw_others(ours, Path(name))
    if not alone:
        rows += [row(system, tool, measure(system)) for system in SYSTEMS for tool, measure in OTHERS.items()]
    keep(rows)


def draw_others(ours: Drawn, folder: Path) -> None:
    """Have the same objects drawn by those of the others that are there."""
    programs = tools() / "bin"
    out = folder / f"{ours.system}-d2"
    command = [sys.executable, "-m", "lsparch", "render", str(ours.source), "--view", VIEW, "--format", "d2"]
    subprocess.run([*command, "--out", str(out)], check=True, capture_output=True, cwd=ROOT)
    (written,) = out.glob("*.d2")
    target = picture(ours.system, "d2")
    if (programs / "d2").exists():
        subprocess.run([programs / "d2", "--layout", "elk", written, target], check=True, capture_output=True)
    target = picture(ours.system, "kubediagrams")
    if (programs / "kube-diagrams").exists():
        files = sorted(str(path) for path in ours.source.glob("*.yaml"))
        subprocess.run([programs / "kube-diagrams", "-o", target, *files], check=True, capture_output=True)


def picture(system: str, tool: str) -> Path:
    """Return the file of a picture."""
    return OUT / f"{system}-{tool}.svg"


SYSTEMS = ("portal", "synthetic")
OTHERS: Mapping[str, Callable[[str], list[str]]] = {
    "D2": lambda system: figures(of_d2(picture(system, "d2").read_text("utf-8"))),
    "KubeDiagrams": lambda system: figures(of_kubediagrams(picture(system, "kubediagrams").read_text("utf-8"))),
}
"""Measures of the pictures of others, by what the page calls them."""


if __name__ == "__main__":
    main()
