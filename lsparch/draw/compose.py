"""The page: title, environment, picture, panels, legend and digest around a laid-out plan."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lsparch.draw.digest import plan_digest
from lsparch.draw.layout import Layout, LayoutRequest, moved
from lsparch.draw.legend import Legend, Section, legend_marks, legend_of
from lsparch.draw.look import Look, look_of
from lsparch.draw.nets import any_joined
from lsparch.draw.page import BODY, CHIP, FOOT, MARGIN, TITLE, WIDE, Page, Surroundings, header_height, legends_of
from lsparch.draw.panels import panel_marks, panel_table
from lsparch.draw.picture import picture
from lsparch.draw.scene import Element, GroupElement, Path, Rect, Scene, Text
from lsparch.draw.text import ascent, line_height, printable, text_width, wrap
from lsparch.models.symbology import Symbology
from lsparch.models.theme_name import ThemeName
from lsparch.views.plans import Plan, source_word

__all__ = ["Body", "compose", "compose_page"]

WHOLE_MODEL = "whole model"


@dataclass(frozen=True, slots=True)
class Body:
    """What a page is made around: its size, and what draws it at a place."""

    width: int
    height: int
    draw: Callable[[int, int], Iterable[Element]]


def compose(request: LayoutRequest, layout: Layout, symbology: Symbology, theme: ThemeName = ThemeName.LIGHT) -> Scene:
    """Return the finished drawing of a diagram."""
    plan = request.plan
    look = look_of(plan, symbology, theme)
    body = Body(layout.width, layout.height, lambda x, y: picture(request, moved(layout, x, y), look))
    counts = f"{len(plan.boxes)} elements and {len(plan.arrows)} relations."
    return compose_page(plan, body, legend_of(plan, look, joined=any_joined(request.nets)), look, counts, request.ratio)


def compose_page(
    plan: Plan, body: Body, sections: Sequence[Section], look: Look, words: str, ratio: float = WIDE
) -> Scene:
    """Return the page around a body; ``words`` describe it where the plan says nothing."""
    tables = [panel_table(panel) for panel in plan.panels]
    page = Surroundings(plan, legends_of(sections), tables, ratio).best(body.width, body.height)
    return Scene(
        plan.id,
        page.width,
        page.height,
        f"{plan.title}, {plan.environment or WHOLE_MODEL}",
        plan.description or words,
        tuple(marks(plan, body, look, page)),
        look.theme.ground,
        look.theme.ink,
    )


def marks(plan: Plan, body: Body, look: Look, page: Page) -> list[Element]:
    """Return everything on the page."""
    content = page.width - 2 * MARGIN
    found: list[Element] = [header(plan, content, look)]
    top = MARGIN + header_height(plan, content)
    found.append(GroupElement("picture", "picture", tuple(body.draw(page.left, top))))
    index = 0
    for place in page.placed:
        if isinstance(place.item, Legend):
            found.append(legend_marks(place.item, place.x, place.y, place.width, look))
        else:
            found.append(panel_marks(place.item, place.x, place.y, index, look))
            index += 1
    found.append(footer(plan, look, page))
    return found


def header(plan: Plan, content: int, look: Look) -> GroupElement:
    """Return title, environment and description."""
    theme = look.theme
    found: list[Element] = []
    y = MARGIN
    for words in wrap(plan.title, TITLE, content, bold=True):
        found.append(Text(MARGIN, y + ascent(TITLE), words, TITLE, theme.ink, bold=True))
        y += line_height(TITLE)
    name = printable(plan.environment) or WHOLE_MODEL
    words = f"{source_word(plan)} {name}" if plan.environment else name
    width = text_width(words, CHIP, bold=True) + 18
    height = line_height(CHIP) + 5
    found.append(Rect(MARGIN, y + 2, width, height, look.neutral.fill, look.neutral.line, 1, height / 2))
    found.append(Text(MARGIN + 9, y + 4 + ascent(CHIP), words, CHIP, theme.ink, bold=True))
    y += line_height(CHIP) + 12
    for words in wrap(plan.description, BODY, content):
        found.append(Text(MARGIN, y + ascent(BODY), words, BODY, theme.muted))
        y += line_height(BODY)
    return GroupElement("header", "header", tuple(found))


def footer(plan: Plan, look: Look, page: Page) -> GroupElement:
    """Return the line with what the picture is and its digest."""
    y = page.height - MARGIN // 2 - line_height(FOOT)
    right = page.width - MARGIN
    words, digest = f"view {printable(plan.id)}", f"digest {plan_digest(plan, look.symbology)}"
    children = (
        Path(f"M{MARGIN} {y - 4}H{right}", "none", look.theme.rule, 1),
        Text(MARGIN, y + ascent(FOOT), words, FOOT, look.theme.muted),
        Text(right, y + ascent(FOOT), digest, FOOT, look.theme.muted, anchor="end"),
    )
    return GroupElement("footer", "footer", children)
