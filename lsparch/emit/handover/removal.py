"""How a recipe removes an environment: without data, with them, and what other environments of the cluster use."""

from collections.abc import Iterator

from lsparch.analysis.rollout import Phase, removal_order
from lsparch.emit.handover.contents import SHARED, Handover, code, fenced
from lsparch.emit.report_audit import markdown_table

__all__ = ["removal"]

_DATA = (Phase.VOLUMES, Phase.CLUSTER)


def removal(handover: Handover) -> Iterator[str]:
    """Iterate over the lines of the section."""
    yield "## 9. Remove everything"
    yield ""
    if handover.users:
        yield from _warning(handover)
    yield "In the opposite order of application; users are shut out first, and volumes stay."
    yield from fenced(*_deletions(handover, _ordinary(handover), held=False))
    yield "### With all data"
    yield ""
    yield "This loses the data of every volume whose class or policy does not keep them, and cannot be taken back."
    yield f"It asks for the name of the environment, {code(handover.env.id)}, in `LOSE_DATA_OF`."
    yield from fenced(" &&\n".join((_asked(handover), *_deletions(handover, _with_data(handover), held=False))))
    if handover.users:
        yield from _shared(handover)


def _warning(handover: Handover) -> Iterator[str]:
    yield "**Other environments of this cluster use Services that only this one deploys:**"
    yield ""
    rows = tuple((user.environment, "\n".join(user.parts)) for user in handover.users)
    yield from markdown_table(("Environment", "Services that it uses"), rows)
    yield ""
    yield (
        f"So what {code(SHARED)} names stays: these Services, the gateways by which they are reached, the namespaces "
        "of both, and priority classes. It is removed by a block of its own, the last one."
    )
    yield ""


def _shared(handover: Handover) -> Iterator[str]:
    names = ", ".join(code(user.environment) for user in handover.users)
    yield "### Services of the cluster"
    yield ""
    yield (
        f"Only when nobody needs them any more, or another environment deploys them: {names} must be removed with all "
        "data before, and the block does nothing while any of their namespaces exists. It loses the data of these "
        "Services too."
    )
    namespaces = sorted({namespace for user in handover.users for namespace in user.namespaces})
    left = f"kubectl get namespace --ignore-not-found --output name {' '.join(namespaces)}"
    paths = (*_ordinary(handover), *_with_data(handover))
    commands = (_asked(handover), f'test -z "$({left})"', *_deletions(handover, paths, held=True))
    yield from fenced(" &&\n".join(commands))


def _asked(handover: Handover) -> str:
    return f'test "${{LOSE_DATA_OF:-}}" = {handover.env.id}'


def _ordinary(handover: Handover) -> tuple[str, ...]:
    """Return the lists of what holds no data, routes first, then in the opposite order of application."""
    paths = {(stage.phase, stage.part): path for path, stage in handover.lists}
    stages = removal_order(handover.stages)
    return tuple(paths[stage.phase, stage.part] for stage in stages if stage.phase not in _DATA)


def _with_data(handover: Handover) -> tuple[str, ...]:
    return tuple(path for phase in _DATA if (path := handover.list_of(phase)))


def _deletions(handover: Handover, paths: tuple[str, ...], *, held: bool) -> Iterator[str]:
    """Iterate over the commands that delete what lists name, backwards: either what is held back, or all else."""
    stages = dict(handover.lists)
    kept = {stored.key for stored in handover.held}
    for path in paths:
        here = {stored.key in kept for stored in stages[path].objects}
        if held not in here:
            continue
        chosen = f"grep {'' if held else '-v '}-x -F -f {SHARED} | " if len(here) > 1 else ""
        yield f"kubectl delete --ignore-not-found $(tac {path} | {chosen}sed 's/^/--filename=/')"
