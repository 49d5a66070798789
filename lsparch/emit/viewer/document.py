"""What the viewer is given: JSON in parts, each read when it is first shown.

======================  ================================================================================
part                    holds
======================  ================================================================================
``index``               `Index`: what there is, and what is shown first
``graph/ENV``           `Graph`: elements and relations of an environment; ``graph/`` of the whole model
``picture/VIEW/ENV``    `Picture`: one picture; ``picture/VIEW/`` for a picture of the whole model
``manifests/ENV``       `Manifests`: the Kubernetes objects of an environment, as YAML
``findings``            `Findings`: what the rules found
``drift/ENV/ENV``       `Drift`: how the second environment differs from the first
======================  ================================================================================

The same types are written in ``viewer/src/document.ts``; a test compares the two.
"""

from typing import TypedDict

from lsparch.graph.kinds import Scalar

__all__ = [
    "FORMAT",
    "ArrowData",
    "BoxData",
    "DifferenceData",
    "Drawing",
    "Drift",
    "EdgeData",
    "EnvironmentData",
    "ExcerptData",
    "FindingData",
    "Findings",
    "FrameData",
    "Graph",
    "Index",
    "Manifests",
    "NodeData",
    "ObjectData",
    "Picture",
    "Sources",
    "Start",
    "ValueData",
    "ViewData",
]

FORMAT = 2
"""Version of the format; raised when a reader of the one before would go wrong."""


Mark = list[object]
"""A mark, by its first item.

=====  ==============================================================
``r``  paint, x, y, width, height, radius of the corners
``p``  paint, path data
``t``  lettering, x, y, text
``u``  ink, glyph, x, y, size
``g``  class, element, title, description, extent (x, y, width,
       height), marks; of a dot where arrows meet (``join``), the
       element is that of each of them, one a line
=====  ==============================================================
"""

Paint = tuple[int | float | str, ...]
"""Inks of area and line (-1: none), width of the line, its dashes, where they begin, 1 for round ends."""

Lettering = tuple[int | float | str, ...]
"""Inks of letters and of what keeps lines away from them (-1: none), size, 1 for bold, anchor."""


class ViewData(TypedDict):
    """A view, and the environments of which there is a picture; the empty one is the whole model."""

    id: str
    title: str
    description: str
    kind: str
    details: list[str]
    """Elements that it shows more closely than others do: where one goes down from them."""

    environments: list[str]
    parent: str
    """View of which it is a page: what is too big for one is an overview and pages; empty for a view of its own."""


class EnvironmentData(TypedDict):
    """An environment."""

    id: str
    title: str
    kind: str
    owner: str
    cluster: str
    domain: str


class Start(TypedDict):
    """What is shown first."""

    view: str
    environment: str


class Index(TypedDict):
    """What there is."""

    format: int
    title: str
    version: str
    views: list[ViewData]
    environments: list[EnvironmentData]
    start: Start
    styles: dict[str, str]
    """Words for each style of arrow, which is a protocol or another relation."""

    symbols: dict[str, str]
    """Words for each symbol of a box or frame."""

    glyphs: dict[str, list[str | float]]
    """Path data and width of the line of each glyph that pictures use, on a field of 24 by 24."""


class BoxData(TypedDict):
    """A box of a picture."""

    id: str
    label: str
    symbol: str
    group: str
    status: str
    details: list[str]
    link: str
    """View to which it leads: it stands for a page, or for where arrows go on; empty for any other box."""


class FrameData(TypedDict):
    """A frame of a picture."""

    id: str
    label: str
    symbol: str
    group: str


class ArrowData(TypedDict):
    """An arrow of a picture; its ends are boxes or frames."""

    id: str
    source: str
    target: str
    style: str
    label: str
    description: str
    status: str
    optional: bool


class Drawing(TypedDict):
    """The marks of a picture, in the order of drawing and reading."""

    title: str
    description: str
    size: list[int]
    ground: int
    """Number of the ink on which everything lies."""

    inks: list[list[str]]
    """Colours, each as it is in the light and in the dark theme."""

    paints: list[Paint]
    letters: list[Lettering]
    marks: list[Mark]


class Picture(TypedDict):
    """One picture, and what is on it."""

    view: str
    environment: str
    drawing: Drawing
    frames: list[FrameData]
    boxes: list[BoxData]
    arrows: list[ArrowData]


class ValueData(TypedDict):
    """A value of an element, and where it comes from."""

    path: str
    value: Scalar
    layer: str
    place: str
    """``file:line:column``; empty for a default of the language."""


class ObjectData(TypedDict):
    """A Kubernetes object as which an element is deployed."""

    kind: str
    namespace: str
    name: str
    number: int
    """Its place in `Manifests.objects`."""


class NodeData(TypedDict):
    """An element of an environment."""

    id: str
    kind: str
    title: str
    part: str
    owner: str
    status: str
    state: str
    place: str
    image: str
    note: str
    source: str
    assumed: list[str]
    values: list[ValueData]
    objects: list[ObjectData]


class EdgeData(TypedDict):
    """A relation between two elements."""

    kind: str
    source: str
    target: str
    detail: str
    protocol: str
    port: int | None
    optional: bool
    purpose: str
    degrades: str
    auth: str
    status: str
    place: str


class Graph(TypedDict):
    """The architecture of one environment; nodes and relations in the order of their ids."""

    environment: str
    nodes: list[NodeData]
    edges: list[EdgeData]


class Manifests(TypedDict):
    """Generated objects as they are written to files."""

    lines: list[str]
    """Every line once: most are in many objects."""

    objects: list[list[int]]
    """The numbers of the lines of each object."""


class ExcerptData(TypedDict):
    """The lines of a file in which something is declared."""

    line: int
    """Number of the first one."""

    lines: list[int]
    """Their numbers in `Sources.lines`."""

    more: int
    """How many follow that are not shown."""


class Sources(TypedDict):
    """What is written in files of the model."""

    lines: list[str]
    """Every line once: what declares an element declares its relations, too."""

    excerpts: dict[str, ExcerptData]
    """By place, as elements and relations name it."""


class FindingData(TypedDict):
    """A finding."""

    code: str
    severity: str
    message: str
    help: str
    place: str
    element: str
    environment: str


class Findings(TypedDict):
    """What the rules found."""

    findings: list[FindingData]


class DifferenceData(TypedDict):
    """One fact in which two environments differ."""

    element: str
    message: str
    verdict: str
    place: str


class Drift(TypedDict):
    """How an environment differs from another."""

    source: str
    target: str
    summary: str
    differences: list[DifferenceData]
