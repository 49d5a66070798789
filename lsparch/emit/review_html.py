"""The design review set as one page of HTML: pictures inline, no script, nothing loaded from elsewhere."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files

from lsparch.emit.document import Picture
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

__all__ = ["review_page"]

_STYLE = re.compile(r"<style>(.*?)</style>\n?", re.DOTALL)
_LINK = re.compile(r'<a href="([\w.-]+)\.svg"')


def review_page(review: Review) -> bytes:
    """Return the page."""
    body = "\n".join([*_head(review), *_contents(review), "<main>", *_main(review), "</main>"])
    sheets = list(dict.fromkeys([_sheet(), *_STYLE.findall(body)]))
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(sheets)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(review.title)}, design review of {escape(review.environment)}</title>",
        *(f"<style>{sheet}</style>" for sheet in sheets),
        "</head>",
        "<body>",
        '<a class="skip" href="#contents">Skip to the contents</a>',
        _LINK.sub(r'<a href="#\1"', _STYLE.sub("", body)),
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode()


def _sheet() -> str:
    return (files("lsparch.emit") / "review.css").read_text(encoding="utf-8").rstrip("\n")


def _policy(sheets: Iterable[str]) -> str:
    """Return the Content-Security-Policy: only these styles, no script and no address at all."""
    digests = (f"'sha256-{b64encode(sha256(sheet.encode()).digest()).decode('ascii')}'" for sheet in sheets)
    rules = ["default-src 'none'", f"style-src {' '.join(digests)}", "font-src data:"]
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _head(review: Review) -> Iterator[str]:
    yield "<header>"
    yield f"<h1>{escape(review.title)}</h1>"
    yield f"<p class=kind>Design review of the environment <strong>{escape(review.environment)}</strong></p>"
    if review.subtitle:
        yield f"<p>{escape(review.subtitle)}</p>"
    yield from _pairs("facts", review.facts)
    yield '<ul class="figures">'
    for number, what in review.figures:
        yield f"<li><strong>{escape(number)}</strong> {escape(what)}</li>"
    yield "</ul>"
    yield f"<p class=note>Made by lsparch from the model; digest {escape(review.digest)}. "
    yield "Equal digests, equal architecture.</p>"
    yield "</header>"


def _contents(review: Review) -> Iterator[str]:
    """Yield links to all sections, and to what is in them."""
    yield '<nav id="contents" aria-labelledby="contents-title">'
    yield '<h2 id="contents-title">Contents</h2>'
    yield "<ol>"
    for number, section in enumerate(review.sections):
        yield from _listed(f"part-{number}", section.title, [(p.name, p.title) for p in section.pictures])
    yield from _listed("part-capacity", review.capacity.title, [(p.name, p.title) for p in review.capacity.pictures])
    yield from _listed("part-findings", review.findings.title, [(p.name, p.title) for p in review.findings.pictures])
    yield from _listed("part-undecided", "Undecided", [(_name(n), one.title) for n, one in enumerate(review.questions)])
    if review.unsettled:
        yield from _listed("part-unsettled", f"{OPEN}, item by item", [])
    yield from _listed("part-glance", OPEN, [])
    yield "</ol>"
    yield "</nav>"


def _listed(anchor: str, title: str, items: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f'<li><a href="#{escape(anchor)}">{escape(title)}</a>'
    if items:
        yield "<ol>"
        for name, text in items:
            yield f'<li><a href="#{escape(name)}">{escape(text)}</a></li>'
        yield "</ol>"
    yield "</li>"


def _name(number: int) -> str:
    return f"question-{number + 1}"


def _main(review: Review) -> Iterator[str]:
    for number, section in enumerate(review.sections):
        yield from _section(f"part-{number}", section)
    yield from _section(
        "part-capacity", review.capacity, [line for one in review.capacity_tables for line in _table(one)]
    )
    groups = [line for one in review.groups for line in _group(one)]
    yield from _section("part-findings", review.findings, groups or ["<p>Nothing was found.</p>"])
    yield from _opened("part-undecided", "Undecided")
    for number, question in enumerate(review.questions):
        yield from _question(_name(number), question)
    yield "</section>"
    if review.unsettled:
        yield from _opened("part-unsettled", f"{OPEN}, item by item")
        for one in review.unsettled:
            yield from _table(one)
        yield "</section>"
    yield from _opened("part-glance", OPEN)
    yield from _glance(review) if review.glance.rows else [f"<p>{SETTLED}</p>"]
    yield "</section>"


def _glance(review: Review) -> Iterator[str]:
    where = ['<a href="#part-unsettled">item by item, with note, source and place</a>'] if review.unsettled else []
    yield f"<p class=note>{' · '.join([*map(escape, glance_words(review)), *where])}</p>"
    yield f'<div class="wide" tabindex="0" role="region" aria-label="{OPEN}">'
    yield '<table class="glance">'
    heads = (glance_head(column, review.environment) for column in review.glance.columns)
    columns = "".join(f'<th scope="col">{escape(title)} <small>{escape(said)}</small></th>' for title, said in heads)
    yield f"<thead><tr><td></td>{columns}</tr></thead>"
    yield "<tbody>"
    for row in review.glance.rows:
        cells = "".join(f"<td>{_said(*glance_cell(cell))}</td>" for cell in row.cells)
        yield f'<tr><th scope="row">{escape(row.title)}</th>{cells}</tr>'
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _said(here: str, elsewhere: str) -> str:
    return "; ".join(
        [*([escape(here)] if here else []), *([f"<small>{escape(elsewhere)}</small>"] if elsewhere else [])]
    )


def _opened(anchor: str, title: str) -> Iterator[str]:
    yield f'<section aria-labelledby="{anchor}">'
    yield f'<h2 id="{anchor}">{escape(title)}</h2>'


def _section(anchor: str, section: Section, after: Sequence[str] = ()) -> Iterator[str]:
    yield from _opened(anchor, section.title)
    for picture in section.pictures:
        yield from _picture(picture)
    yield from after
    yield "</section>"


def _picture(picture: Picture) -> Iterator[str]:
    yield f'<figure class="plate" id="{escape(picture.name)}">'
    yield f"<h3>{escape(picture.title)}</h3>"
    yield picture.svg.decode().strip()
    yield "</figure>"


def _pairs(kind: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f'<dl class="{kind}">'
    for key, value in pairs:
        yield f"<div><dt>{escape(key)}</dt> <dd>{escape(value)}</dd></div>"
    yield "</dl>"


def _table(found: Table) -> Iterator[str]:
    count = len(found.head)
    marks = ["" if n < count - found.numbers else ' class="number"' for n in range(count)]
    yield f'<div class="wide" tabindex="0" role="region" aria-label="{escape(found.title)}">'
    yield "<table>"
    yield f"<caption>{escape(found.title)}</caption>"
    head = "".join(f'<th scope="col"{mark}>{escape(word)}</th>' for word, mark in zip(found.head, marks, strict=True))
    yield f"<thead><tr>{head}</tr></thead>"
    yield "<tbody>"
    for row in found.rows:
        cells = "".join(f"<td{mark}>{escape(word)}</td>" for word, mark in zip(row, marks, strict=True))
        yield f"<tr>{cells}</tr>"
    yield "</tbody>"
    yield "</table>"
    if found.note:
        yield f"<p class=note>{escape(found.note)}</p>"
    yield "</div>"


def _group(found: FaultGroup) -> Iterator[str]:
    yield f'<section class="faults {found.severity}">'
    severity = f'<span class="severity">{escape(found.severity)}</span>'
    yield f"<h3>{severity} {escape(found.code)} {escape(found.title)}</h3>"
    yield "<ul>"
    for fault in found.faults:
        told = f" {escape(fault.help)}" if fault.help else ""
        yield f"<li>{escape(fault.message)}<br><small><code>{escape(fault.place)}</code>{told}</small></li>"
    yield "</ul>"
    yield "</section>"


def _question(anchor: str, found: Question) -> Iterator[str]:
    yield f'<article aria-labelledby="{anchor}">'
    yield f'<h3 id="{anchor}">{escape(found.title)}</h3>'
    yield from _pairs("asked", found.facts)
    if found.note:
        yield f"<p>{escape(found.note)}</p>"
    yield '<ul class="alternatives">'
    for one in found.alternatives:
        today = ' <span class="today">as modelled today</span>' if one.today else ""
        yield f"<li{' class=now' if one.today else ''}><strong>{escape(one.title)}</strong>{today}"
        yield from _pairs("effects", one.effects) if one.effects else [f"<p class=note>{UNCHANGED}</p>"]
        yield "</li>"
    yield "</ul>"
    for figure in found.figures:
        yield from _figure(figure)
    if found.undrawn:
        yield f"<p class=note>{escape(found.undrawn)}</p>"
    yield "</article>"


def _figure(found: Figure) -> Iterator[str]:
    yield '<figure class="beside">'
    yield '<div class="cuts">'
    for cut in found.cuts:
        today = " (as modelled today)" if cut.today else ""
        yield f"<div><p><strong>{escape(cut.title)}</strong>{today}</p>"
        yield cut.svg.decode().strip()
        yield "</div>"
    yield "</div>"
    yield found.legend.decode().strip()
    yield f"<figcaption>{escape(found.caption)}</figcaption>"
    yield "</figure>"
