"""The design review set as Markdown with its pictures beside it, for a repository or a merge request."""

import re
from collections.abc import Iterator, Sequence

from lsparch.emit.document import Picture
from lsparch.emit.report_markdown import escaped
from lsparch.emit.review import (
    OPEN,
    SETTLED,
    UNCHANGED,
    FaultGroup,
    Figure,
    Question,
    Review,
    Section,
    Table,
    glance_cell,
    glance_head,
    glance_words,
)

__all__ = ["INDEX", "review_folder"]

INDEX = "review.md"
_NO_ANCHOR = re.compile(r"[^\w\- ]")


def review_folder(review: Review) -> dict[str, bytes]:
    """Return the files: the text, and each picture as SVG."""
    body = [line for block in _blocks(review) for line in (*block, "")]
    lines = [*_head(review), *_contents(body), *body]
    files = {INDEX: "\n".join(lines).encode()}
    for section in (*review.sections, review.capacity, review.findings):
        files |= {f"{picture.name}.svg": picture.svg for picture in section.pictures}
    for number, question in enumerate(review.questions, 1):
        for place, figure in enumerate(question.figures, 1):
            files |= {f"{_cut(number, place, n)}.svg": cut.svg for n, cut in enumerate(figure.cuts, 1)}
            files[f"{_legend(number, place)}.svg"] = figure.legend
    return files


def _cut(question: int, figure: int, number: int) -> str:
    return f"question-{question}-{figure}-{number}"


def _legend(question: int, figure: int) -> str:
    return f"question-{question}-{figure}-legend"


def _head(review: Review) -> Iterator[str]:
    yield f"# {escaped(review.title)}: design review of {escaped(review.environment)}"
    yield ""
    if review.subtitle:
        yield f"{escaped(review.subtitle)}"
        yield ""
    yield from _grid(("", ""), [(f"**{escaped(key)}**", escaped(value)) for key, value in review.facts])
    yield ""
    yield ", ".join(f"**{escaped(number)}** {escaped(what)}" for number, what in review.figures) + "."
    yield ""
    yield f"Made by lsparch from the model; digest {review.digest}. Equal digests, equal architecture."
    yield ""


def _contents(body: Sequence[str]) -> Iterator[str]:
    """Yield links to all headings, named as repositories name them."""
    yield "## Contents"
    yield ""
    used: dict[str, int] = {"contents": 1}
    for line in body:
        marks, _, title = line.partition(" ")
        if marks in {"##", "###"}:
            plain = re.sub(r"\\(.)", r"\1", title)
            anchor = _NO_ANCHOR.sub("", plain.lower()).replace(" ", "-")
            count = used[anchor] = used.get(anchor, 0) + 1
            yield f"{'  ' * (len(marks) - 2)}- [{title}](#{anchor}{f'-{count - 1}' if count > 1 else ''})"
    yield ""


def _blocks(review: Review) -> Iterator[list[str]]:
    for section in review.sections:
        yield from _section(section)
    yield from _section(review.capacity)
    for one in review.capacity_tables:
        yield [f"**{escaped(one.title)}**", "", *_table(one)]
    yield from _section(review.findings)
    for group in review.groups:
        yield _group(group)
    if not review.groups:
        yield ["Nothing was found."]
    yield ["## Undecided"]
    for number, question in enumerate(review.questions, 1):
        yield from _question(number, question)
    if review.unsettled:
        yield [f"## {OPEN}, item by item"]
        for one in review.unsettled:
            yield [f"### {escaped(one.title)}", "", *_table(one)]
    yield [f"## {OPEN}"]
    if review.glance.rows:
        yield [" · ".join(map(escaped, glance_words(review)))]
        yield list(_glance(review))
    else:
        yield [SETTLED]


def _glance(review: Review) -> Iterator[str]:
    heads = (glance_head(column, review.environment) for column in review.glance.columns)
    rows = [
        (f"**{escaped(row.title)}**", *("; ".join(filter(None, map(escaped, glance_cell(cell)))) for cell in row.cells))
        for row in review.glance.rows
    ]
    yield from _grid(("", *(f"{escaped(title)}<br>{escaped(said)}" for title, said in heads)), rows)


def _section(section: Section) -> Iterator[list[str]]:
    yield [f"## {escaped(section.title)}"]
    for picture in section.pictures:
        yield _picture(picture)


def _picture(picture: Picture) -> list[str]:
    told = [escaped(picture.description), ""] if picture.description else []
    return [f"### {escaped(picture.title)}", "", *told, f"![{escaped(picture.title)}]({picture.name}.svg)"]


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: int = 0) -> Iterator[str]:
    """Yield the lines of a table of cells that are Markdown already."""
    rules = ["---" if n < len(head) - numbers else "--:" for n in range(len(head))]
    for row in (head, rules, *rows):
        yield f"| {' | '.join(row)} |"


def _table(found: Table) -> Iterator[str]:
    yield from _grid(tuple(map(escaped, found.head)), [tuple(map(escaped, row)) for row in found.rows], found.numbers)
    if found.note:
        yield ""
        yield escaped(found.note)


def _group(found: FaultGroup) -> list[str]:
    lines = [f"**{found.severity}** {found.code} {escaped(found.title)}", ""]
    for fault in found.faults:
        told = f" {escaped(fault.help)}" if fault.help else ""
        lines.append(f"- {escaped(fault.message)}<br>{escaped(fault.place)}{told}")
    return lines


def _question(number: int, found: Question) -> Iterator[list[str]]:
    yield [f"### {escaped(found.title)}"]
    yield [", ".join(f"{escaped(key)} {escaped(value)}" for key, value in found.facts)]
    if found.note:
        yield [escaped(found.note)]
    lines = []
    for one in found.alternatives:
        effects = "; ".join(f"{escaped(path)}: {escaped(value)}" for path, value in one.effects) or UNCHANGED
        lines.append(f"- **{escaped(one.title)}**{' (as modelled today)' if one.today else ''}<br>{effects}")
    yield lines
    for place, figure in enumerate(found.figures, 1):
        yield from _figure(number, place, figure)
    if found.undrawn:
        yield [escaped(found.undrawn)]


def _figure(question: int, place: int, found: Figure) -> Iterator[list[str]]:
    """Yield the pictures side by side, as the cells of a table."""
    titles = [f"{escaped(cut.title)}{' (as modelled today)' if cut.today else ''}" for cut in found.cuts]
    shown = [
        f"![{escaped(cut.title)}]({_cut(question, place, number)}.svg)" for number, cut in enumerate(found.cuts, 1)
    ]
    yield list(_grid(titles, [shown]))
    yield [f"![Legend]({_legend(question, place)}.svg)"]
    yield [escaped(found.caption)]
