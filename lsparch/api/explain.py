"""Explaining: the page of a rule, or an element with where each value comes from and where it goes."""

from collections.abc import Iterable, Iterator

from lsparch.api.clear_secrets import ClearSecrets, secrets_in_clear
from lsparch.api.platform import Platform, default_environment
from lsparch.diagnostics import LsparchError
from lsparch.graph import ArchGraph, Edge, Node
from lsparch.k8s.secrecy import masked, name_at
from lsparch.load import Declared
from lsparch.load.names import split_member
from lsparch.load.validate import suggest
from lsparch.models.element import Element
from lsparch.resolve import Addresses, Environment, UnknownAddressError
from lsparch.resolve.patches import DeclaredPatch
from lsparch.resolve.pins import deployed_images

__all__ = ["explain"]

WIDEST = 60
"""Characters of a value that are shown."""


def explain(platform: Platform, subject: str, environment: str = "") -> str:
    """Return the page of a code, or everything known about an element.

    Parameters
    ----------
    platform
        The platform.
    subject
        Code of a finding, or id of an element.
    environment
        Environment in which the element is shown; the default one, or else the first that has it, when empty.

    Raises
    ------
    LsparchError
        If neither a code nor an element has that name.
    """
    from lsparch.diagnostics.codes import all_codes  # noqa: PLC0415
    from lsparch.rules.catalogue import all_rules  # noqa: PLC0415
    from lsparch.rules.pages import code_page, rule_page  # noqa: PLC0415

    rules = {rule.code: rule for rule in all_rules()}
    if subject.upper() in rules:
        return rule_page(rules[subject.upper()])
    codes = {code.code: (code, teller) for teller, members in all_codes().items() for code in members}
    if subject.upper() in codes:
        return code_page(*codes[subject.upper()])
    model = platform.model
    declared = model.declared.get(subject)
    if declared is None:
        known = [*rules, *codes, *model.declared]
        advice = suggest(subject, known) or "give the code of a finding or the id of an element"
        raise LsparchError(f"no code and no element is called `{subject}`; {advice}")
    lines = list(_head(platform, declared))
    name = environment or _environment_of(platform, declared)
    if name:
        lines += ["", *_in_environment(platform, declared, name)]
    return "\n".join(lines) + "\n"


def _head(platform: Platform, declared: Declared) -> Iterator[str]:
    element = declared.element
    title = element.title if isinstance(element, Element) else None
    yield f"{declared.id} ({declared.kind.replace('-', ' ')}){f': {title}' if title else ''}"
    yield f"  declared at  {declared.place(key=True)}"
    if isinstance(element, Element):
        part = platform.model.parts.get(declared.part)
        owner = element.owner or (part.owner if part else None)
        source = element.source or (part.source if part else None)
        for label, value in (("owner", owner), ("status", element.status), ("source", _source(platform, source))):
            if value:
                yield f"  {label:11}  {value}"
        if element.note:
            yield f"  note         {element.note}"
        for path, reason in element.assumed.items():
            yield f"  assumed      {path}: {reason}"


def _source(platform: Platform, source: str | None) -> str:
    found = platform.model.sources.get((source or "").removeprefix("source/"))
    return f"{source}: {found.title}" if found else ""


def _environment_of(platform: Platform, declared: Declared) -> str:
    node = split_member(declared.id)[0]
    names = platform.environments
    first = default_environment(platform) if names else ""
    ranked = sorted(names, key=lambda name: name != first)
    return next((name for name in ranked if node in platform.graph(name)), "")


def _in_environment(platform: Platform, declared: Declared, environment: str) -> Iterator[str]:
    env = platform.environment(environment)
    graph = platform.graph(env.id)
    node_id, member = split_member(declared.id)
    yield f"In environment {env.id}:"
    if node_id not in graph:
        yield "  not part of it"
        return
    node = graph.node(node_id)
    if node.kind == "component":
        yield f"  state        {node.state}"
        yield f"  namespace    {env.namespace(node.part)}"
        yield from _kept(env, node_id)
    if node.kind == "image":
        yield from _references(env, node_id.removeprefix("image/"))
    yield from _values(node, member, secrets_in_clear(platform, [env.id]))
    yield from _edges(graph, node_id, member)
    yield from _objects(platform, env.id, node_id)
    yield f"  other environments: {', '.join(_others(platform, env.id, node_id)) or 'none'}"


def _kept(env: Environment, identifier: str) -> Iterator[str]:
    """Tell of names that a renamed component, its part and its storage keep on Kubernetes."""
    part, _, name = identifier.partition("/")
    if env.deployed_part(part) != part:
        yield f"  kept         namespace of {env.deployed_part(part)}, which {part} was"
    if env.deployed_name(identifier) != name:
        yield f"  kept         the name {env.deployed_name(identifier)}, which it had"
    for storage in env.component(identifier).storage:
        if env.deployed_storage(identifier, storage) != storage:
            yield f"  kept         claims named {env.deployed_storage(identifier, storage)}, of storage {storage}"


def _references(env: Environment, name: str) -> Iterator[str]:
    """Iterate over the references by which an image is deployed, each with where its digest is locked."""
    addresses = Addresses(env)
    for found in deployed_images(env):
        if found.image != name:
            continue
        try:
            yield f"  deployed     {addresses.image(name, found.tag)}"
        except UnknownAddressError:
            continue  # reported where the image is used
        if addresses.digest(name, found.tag) is None:
            yield f"               not pinned; `lsparch lock {env.id}` pins it"
        else:
            yield f"               pinned at {env.lock_place('images', name, 'digests', found.tag)}"


def _values(node: Node, member: str, secrets: ClearSecrets) -> Iterator[str]:
    leaves = {p: leaf for p, leaf in node.leaves.items() if not member or f".{member}." in f".{p}"}
    stated = {path: leaf for path, leaf in leaves.items() if leaf.origin.layer != "language"}
    if not stated:
        return
    yield "  values:"
    width = min(max(len(path) for path in stated), 44)
    for path, leaf in sorted(stated.items()):
        where = f"{leaf.origin.layer}, {leaf.origin.place}" if leaf.origin.place else leaf.origin.layer
        yield f"    {path:{width}}  {_short(secrets.value(path, leaf))}  ({where})"


def _edges(graph: ArchGraph, node_id: str, member: str) -> Iterator[str]:
    for heading, edges, end in (
        ("uses", () if member else graph.out_edges(node_id), "target"),
        ("used by", graph.in_edges(node_id), "source"),
    ):
        shown = [edge for edge in edges if not member or edge.detail == member]
        if shown:
            yield f"  {heading}:"
        yield from (f"    {_edge(edge, end)}" for edge in shown)


def _edge(edge: Edge, end: str) -> str:
    port = f" {edge.protocol} {edge.port}" if edge.port else f" {edge.protocol}".rstrip()
    marks = [m for m in ("optional" if edge.optional else "", edge.status if edge.status != "known" else "") if m]
    purpose = f" for {edge.purpose}" if edge.purpose else ""
    status = f" ({', '.join(marks)})" if marks else ""
    return f"{edge.kind} {getattr(edge, end)}{port}{purpose}{status}  ({edge.place})"


def _objects(platform: Platform, environment: str, node_id: str) -> Iterator[str]:
    manifests = platform.manifests(environment)
    objects = [found for found in manifests.objects if found.element == node_id]
    if objects:
        yield "  deployed as:"
    for found in objects:
        where = f"  ({found.origin})" if found.written else ""
        yield f"    {found.kind} {f'{found.namespace}/' if found.namespace else ''}{found.name}{where}"
    for chart in manifests.charts:
        if chart.element == node_id:
            version = f" {chart.version}" if chart.version else ""
            yield f"  installed as: chart {chart.chart}{version} in namespace {chart.namespace}"
    yield from _patches(
        (applied.declared, applied.fields)
        for applied in manifests.patches
        if node_id in {applied.element, applied.declared.layer}
    )


def _patches(patches: Iterable[tuple[DeclaredPatch, tuple[str, ...]]]) -> Iterator[str]:
    """Show patches: what each changes, and why, for whom and until when."""
    shown = list(patches)
    if shown:
        yield "  patched:"
    for declared, fields in shown:
        patch = declared.patch
        for path in fields:
            change = f"= {_short(masked(name_at(path), patch.set[path]))}" if path in patch.set else "removed"
            yield f"    {declared.target}  {path} {change}  ({declared.layer}, {declared.path_place(path)})"
        end = "permanent" if patch.permanent else f"until {patch.until or 'nobody knows when'}"
        yield f"      because {patch.because}; {end}; owner {declared.owner or 'nobody'}"


def _short(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = text.replace("\n", "⏎")
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _others(platform: Platform, environment: str, node_id: str) -> list[str]:
    return [name for name in platform.environments if name != environment and node_id in platform.graph(name)]
