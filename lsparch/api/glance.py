"""What is open, planned and assumed, at one glance: counts and names by part and status."""

import textwrap
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from lsparch.analysis.unsettled import Unsettled, unsettled_elements, unsettled_values
from lsparch.api.platform import Platform
from lsparch.emit.review import Glance, GlanceCell, GlanceColumn, GlanceRow
from lsparch.load import Model
from lsparch.load.names import split_member
from lsparch.resolve import Environment
from lsparch.views.wording import clause, counted

__all__ = ["STATUSES", "concerned", "glance_of", "holder_of"]

STATUSES = {"open": "nobody has decided", "planned": "not there yet", "assumed": "no document says it"}
"""What is not settled about an element, in the order of columns, with what that means."""

VALUES = "values"
"""The column of assumed values of elements."""

KINDS = {
    "dataset": "Datasets",
    "external": "Systems outside",
    "cluster": "Clusters",
    "image": "Images, pipelines, releases",
    "pipeline": "Images, pipelines, releases",
    "release": "Images, pipelines, releases",
    "role": "Roles",
    "story": "User stories",
    "actor": "People, groups, teams",
    "group": "People, groups, teams",
    "bucket-user": "People, groups, teams",
    "team": "People, groups, teams",
}
"""Rows of what belongs to no Aspect or Service, by kind."""

REST = "Platform and environments"

OF_ALL = ("platform", "team")
"""Kinds of what every environment has."""

NOBODY = "nobody named"

LONGEST = 48
"""Signs of a name; the rest of it stands in the full list."""

KEYS = 2
"""Assumed keys that are named in a cell."""


def glance_of(model: Model, shown: Collection[str]) -> Glance:
    """Return what is open, planned and assumed, by Aspect, Service and kind.

    Parameters
    ----------
    model
        The model.
    shown
        Ids of what the environment has; the others are set apart.
    """
    found = [(found.status, found) for found in unsettled_elements(model)]
    found += [(VALUES, value) for value in unsettled_values(model)]
    rows: dict[str, dict[str, list[Unsettled]]] = {title: {} for title in _titles(model)}
    for column, one in found:
        rows[_row(model, one)].setdefault(column, []).append(one)
    columns = (*STATUSES, VALUES)
    return Glance(
        tuple(_column(model, name, [one for column, one in found if column == name], shown) for name in columns),
        tuple(
            GlanceRow(title, tuple(_cell(model, name, cells.get(name, ()), shown) for name in columns))
            for title, cells in rows.items()
            if cells
        ),
        tuple(_asked(model)),
    )


def holder_of(model: Model, found: Unsettled) -> str:
    """Return the element that has a value, or to which a member belongs."""
    element = found.element.partition(" ")[0]
    holder = split_member(element)[0]
    return holder if holder in model.declared else element


def concerned(platform: Platform, env: Environment) -> frozenset[str]:
    """Return the ids of what an environment has: what is in it, what it inherits, its release, and what is of all."""
    model = platform.model
    found = {node.id for node in platform.graph(env.id).nodes()} | {f"release/{env.effective.text('release', '')}"}
    above = model.environments[env.id].from_
    while above is not None and (profile := f"profile/{above.removeprefix('profile/')}") not in found:
        found.add(profile)
        above = model.profiles[profile.removeprefix("profile/")].from_
    return frozenset(found | {declared.id for declared in model.declared.values() if declared.kind in OF_ALL})


def _titles(model: Model) -> Iterator[str]:
    yield from (_part(model, part) for part in model.parts)
    yield from (*KINDS.values(), REST)


def _part(model: Model, part: str) -> str:
    return clause(model.parts[part].title or part)


def _row(model: Model, found: Unsettled) -> str:
    holder = model.declared[holder_of(model, found)]
    return _part(model, holder.part) if holder.part else KINDS.get(holder.kind, REST)


def _column(model: Model, name: str, found: Sequence[Unsettled], shown: Collection[str]) -> GlanceColumn:
    here = sum(holder_of(model, one) in shown for one in found)
    if name == VALUES:
        return GlanceColumn("Assumed values", "elsewhere: lsparch explain ID", len(found), here)
    return GlanceColumn(name.capitalize(), STATUSES[name], len(found), here)


def _cell(model: Model, column: str, found: Sequence[Unsettled], shown: Collection[str]) -> GlanceCell:
    here, others = ([one for one in found if (holder_of(model, one) in shown) is there] for there in (True, False))
    if column == VALUES:
        return GlanceCell(tuple(_keys(here)), ((("", len(others)),) if others else ()))
    names = _names([one.element for one in found], {one.element: clause(one.title) for one in found})
    return GlanceCell(*(tuple((names[one.element], 1) for one in ones) for ones in (here, others)))


def _keys(values: Iterable[Unsettled]) -> Iterator[tuple[str, int]]:
    """Yield which keys most values are of, each with their number, and the number of the others."""
    counts = Counter(value.element.rpartition(".")[2].rpartition(" ")[2] for value in values).most_common()
    yield from ((key if number == 1 else f"{key} {number}", number) for key, number in counts[:KEYS])
    others = sum(number for _, number in counts[KEYS:])
    if others:
        yield counted(others, "other"), others


def _names(elements: Sequence[str], titles: Mapping[str, str]) -> dict[str, str]:
    """Return how each element is called in a cell: by its title, by the end of its id, or by that, as no other is."""
    choices = {element: (titles[element], element.partition("/")[2], element) for element in elements}
    times = Counter(name for names in choices.values() for name in dict.fromkeys(names))
    chosen = {element: next(name for name in names if name and times[name] == 1) for element, names in choices.items()}
    return {element: textwrap.shorten(name, LONGEST, placeholder=" …") for element, name in chosen.items()}


def _asked(model: Model) -> Iterator[tuple[str, int]]:
    """Yield who decides undecided questions, and how many; last those for which nobody is named."""
    deciders = Counter(option.decides for option in model.options.values()).most_common()
    yield from sorted(
        ((NOBODY if who == "open" else who, number) for who, number in deciders), key=lambda pair: pair[0] == NOBODY
    )
