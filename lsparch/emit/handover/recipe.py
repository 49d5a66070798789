"""The recipe by which an environment is deployed, tested, upgraded, rolled back and removed."""

from collections.abc import Iterator
from shlex import quote

from lsparch.analysis.rollout import Phase
from lsparch.emit.handover.afterwards import changes, left_over, roll_back
from lsparch.emit.handover.checks import checks
from lsparch.emit.handover.commands import apply_list, raise_quotas, stage_waits
from lsparch.emit.handover.contents import Handover, code, fenced
from lsparch.emit.handover.entrances import image_steps, name_steps
from lsparch.emit.handover.prerequisites import prerequisites
from lsparch.emit.handover.removal import removal
from lsparch.emit.handover.secrets import secret_steps
from lsparch.emit.report_audit import markdown_text

__all__ = ["emit_recipe"]

_TITLES = {
    Phase.CLUSTER: "Namespaces, and what belongs to no namespace",
    Phase.SECRETS: "Sources of Secrets",
    Phase.GUARDS: "Policies, accounts, configuration and Services",
    Phase.QUOTAS: "Room for pods: quotas",
    Phase.VOLUMES: "Volumes",
    Phase.WORKLOADS: "Workloads of ",
    Phase.TRAFFIC: "Gateways and routes: users get in",
}


def emit_recipe(handover: Handover) -> str:
    """Return the recipe of an environment, as Markdown.

    Every command stands in a block that a POSIX shell executes as it is, in the folder of the bundle; commands that
    need something from the reader fail without it.
    """
    lines = [
        *_head(handover),
        *prerequisites(handover),
        *changes(handover),
        *_apply(handover),
        *left_over(),
        *_result(handover),
        *checks(handover),
        *roll_back(handover),
        *removal(handover),
    ]
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return f"{text.rstrip()}\n"


def _head(handover: Handover) -> Iterator[str]:
    env = handover.env
    title = env.effective.environment.title or env.id
    yield f"# Recipe: {env.id}"
    yield ""
    yield f"{markdown_text(title)}, on cluster {code(env.cluster_id)}, for Kubernetes {handover.manifests.kubernetes}."
    yield f"This bundle has the digest {code(handover.digest)}; `AUDIT.md` says whether it is signed off."
    yield ""
    yield (
        "Run the blocks in the folder of this bundle, in order; do not go on after a command that failed. "
        "Sections 2 and 4 are for an upgrade alone: skip them when nothing is deployed yet. "
        "`kubectl` must point at the cluster:"
    )
    yield from fenced("kubectl config current-context")


def _apply(handover: Handover) -> Iterator[str]:
    yield "## 3. Apply"
    yield ""
    yield (
        "The lists in `order/` name the files of each step. Everything is applied server-side, so that a command may "
        "be repeated."
    )
    yield ""
    filled = False
    images_after = _images_after([stage.phase for stage in handover.stages])
    for number, (path, stage) in enumerate(handover.lists):
        if stage.phase not in {Phase.CLUSTER, Phase.SECRETS} and not filled:
            filled = True
            yield from secret_steps(handover)
            yield from _charts(handover)
        yield f"### {_TITLES[stage.phase]}{stage.part}"
        if stage.phase is Phase.QUOTAS:
            yield ""
            yield (
                "A quota that is there gets room for the pods of before beside those that come, whether these ask for "
                "more or for less; section 5 gives it its size. One that is not there yet is applied as it is."
            )
            yield from fenced(raise_quotas(path))
            continue
        yield from fenced(apply_list(path), *stage_waits(stage))
        if stage.phase is Phase.TRAFFIC:
            yield from name_steps(handover)
        if number == images_after:
            yield from image_steps(handover)


def _images_after(phases: list[Phase]) -> int:
    """Return after which stage images are copied: after the gateways if workloads follow, else before all workloads."""
    if Phase.TRAFFIC in phases and phases[-1] is Phase.WORKLOADS:
        return phases.index(Phase.TRAFFIC)
    return phases.index(Phase.WORKLOADS) - 1 if Phase.WORKLOADS in phases else -1


def _result(handover: Handover) -> Iterator[str]:
    yield "## 5. The result"
    yield ""
    quotas = handover.list_of(Phase.QUOTAS)
    if quotas:
        yield "All pods of before are replaced, so quotas get their sizes:"
        yield from fenced(apply_list(quotas))
    yield "The first command says that nothing is left to apply; the second needs lsparch and the model."
    yield from fenced("kubectl diff --server-side --recursive --filename manifests")
    yield from _by_reader(f'lsparch drift {handover.env.id} "kube:$(kubectl config current-context)"')


def _by_reader(command: str) -> Iterator[str]:
    """Iterate over the lines of a block that needs more than kubectl and this bundle."""
    yield "```sh"
    yield f"if command -v lsparch >/dev/null; then {command}; fi"
    yield "```"
    yield ""


def _charts(handover: Handover) -> Iterator[str]:
    if not handover.manifests.charts:
        return
    yield "### Charts of others"
    commands = []
    for chart in handover.manifests.charts:
        source = f" --repo {quote(chart.repository)}" if chart.repository else ""
        version = f" --version {quote(chart.version)}" if chart.version else ""
        commands.append(
            f"helm upgrade --install {chart.name} {quote(chart.chart)}{source}{version} --namespace {chart.namespace} "
            f"--create-namespace --values charts/{chart.name}.yaml --wait"
        )
    yield from fenced(*commands)
