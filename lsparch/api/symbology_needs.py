"""What pictures need and the symbology lacks: told where it is written, before anything is drawn."""

import json
from collections.abc import Iterable, Iterator, Sequence

from lsparch.api.platform import Platform
from lsparch.api.view_files import load_symbology, symbology_file
from lsparch.diagnostics import Finding, Severity, UnreadableInputError, sort_findings
from lsparch.load.single import load_file
from lsparch.models.symbology import Symbology
from lsparch.outside.files import shipped_platform
from lsparch.views.by_part import on_pages
from lsparch.views.fans import ALIKE
from lsparch.views.needs import INKS, NAMES, Need, lacking
from lsparch.views.pages import PAGE
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan
from lsparch.views.wording import counted
from lsparch.yaml import place_of

__all__ = ["lacking_findings", "require_symbols"]


def require_symbols(platform: Platform, symbology: Symbology, plans: Iterable[Plan]) -> None:
    """Refuse plans for which the symbology lacks something.

    Raises
    ------
    UnreadableInputError
        With what it lacks, which views need it, and what to do.
    """
    found = lacking_findings(platform, symbology, plans)
    if found:
        raise UnreadableInputError(sort_findings(found))


def lacking_findings(platform: Platform, symbology: Symbology, plans: Iterable[Plan]) -> list[Finding]:
    """Return what plans need and the symbology of a platform lacks."""
    told = PAGE in symbology.symbols and ALIKE in symbology.groups
    missing = lacking(plans if told else _on_pages(plans), symbology)
    return list(_findings(platform, missing)) if missing else []


def _on_pages(plans: Iterable[Plan]) -> Iterator[Plan]:
    for plan in plans:
        if isinstance(plan, DiagramPlan):
            yield from (page for _, page in on_pages(plan.id, plan, divided=True))
        else:
            yield plan


def _findings(platform: Platform, missing: dict[tuple[str, str], list[Need]]) -> Iterator[Finding]:
    name, data = symbology_file(platform)
    root = load_file(Symbology, data, name)[1]
    shipped = load_symbology(Platform(shipped_platform(), files=platform.outside))
    for (section, key), needs in missing.items():
        path = ("themes",) if section == INKS else (section,)
        place = place_of(root, path, name, key=True)
        message = f"the symbology has no {NAMES[section]} `{key}`, which {_who(needs)}"
        yield Finding("VIW004", Severity.ERROR, place, message, help=_advice(section, key, shipped))


def _who(needs: Sequence[Need]) -> str:
    """Return in words who needs a key: the first one, and how many others there are."""
    first = needs[0]
    views = len({need.view for need in needs}) - 1
    more = f", and {counted(views, 'view')} more" if views else ""
    return f"the view `{first.view}` needs for {first.what}{more}"


def _advice(section: str, key: str, shipped: Symbology) -> str:
    """Return what to write: what the shipped symbology has, if it has it."""
    if section == INKS:
        return f"give `{key}` a colour under `inks:` of each theme"
    known = getattr(shipped, section)
    if key not in known:
        return f"declare `{key}` under `{section}:`"
    said = known[key].model_dump(mode="json", exclude_defaults=True)
    text = ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in said.items())
    return f"declare it under `{section}:`, such as {key}: {{{text}}}"
