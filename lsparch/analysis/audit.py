"""The security inventory of an environment, for whoever must approve it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from lsparch.analysis.audit_access import audit_rights, audit_secrets
from lsparch.analysis.audit_entries import (
    ApiRight,
    AuditedException,
    Coverage,
    Egress,
    Exposure,
    ImageUse,
    Privilege,
    SecretUse,
    SignOff,
    StoryState,
)
from lsparch.analysis.audit_network import audit_coverage, audit_egress, audit_exposure
from lsparch.analysis.audit_pods import audit_images, audit_pods, audit_privileges
from lsparch.diagnostics import Place
from lsparch.k8s.secrecy import masked, name_at
from lsparch.manifests import ManifestSet
from lsparch.manifests.stories import StoryTest, StoryTests
from lsparch.models.environment import Override
from lsparch.models.policy import Waiver
from lsparch.resolve import Environment

__all__ = ["Audit", "audit_environment"]


@dataclass(frozen=True, slots=True)
class Audit:
    """What an environment exposes, may do, reads and reaches, and where it departs from the rules."""

    environment: str
    title: str
    kind: str
    owner: str
    cluster: str
    kubernetes: str
    public: bool
    """Whether the Internet may reach it."""

    enforced: bool | None
    """Whether the pod network enforces policies; None if that is not known."""

    sign_off: SignOff
    exposure: tuple[Exposure, ...]
    privileges: tuple[Privilege, ...]
    rights: tuple[ApiRight, ...]
    secrets: tuple[SecretUse, ...]
    egress: tuple[Egress, ...]
    coverage: tuple[Coverage, ...]
    exceptions: tuple[AuditedException, ...]
    images: tuple[ImageUse, ...]
    stories: tuple[StoryState, ...]
    connections: int
    """Live connections of the environment."""

    exercised: int
    """Those of them that an integration test exercises."""

    unexercised: tuple[str, ...]
    """The others, as component and endpoint."""

    open: tuple[str, ...]
    """What the inventory cannot tell, since objects could not be generated."""


def audit_environment(
    env: Environment,
    manifests: ManifestSet,
    tests: StoryTests,
    waivers: Iterable[tuple[Waiver, Place]],
    digest: str,
) -> Audit:
    """Make the inventory.

    Parameters
    ----------
    env
        The environment.
    manifests
        Its objects.
    tests
        Its integration tests.
    waivers
        Declared exceptions from the checks, each with its place.
    digest
        Digest of the environment as it is, to compare with the one that was signed.
    """
    objects = manifests.store()
    pods = audit_pods(manifests.objects)
    testing = audit_pods(stored for story in tests.stories for stored in story.objects)
    written = env.effective.environment
    domain = env.model.platform.pods.label_domain
    missing = [pair for pair in tests.connections if pair not in set(tests.exercised)]
    return Audit(
        environment=env.id,
        title=written.title or env.id,
        kind=env.kind,
        owner=written.owner or "",
        cluster=env.cluster_id,
        kubernetes=manifests.kubernetes,
        public=env.exposure == "public",
        enforced=env.cluster.cni.policy if env.cluster.cni is not None else None,
        sign_off=SignOff(digest, written.signed_off or ""),
        exposure=audit_exposure(env),
        privileges=audit_privileges(env, (*pods, *testing)),
        rights=audit_rights(env, objects),
        secrets=audit_secrets(manifests.secrets, pods),
        egress=audit_egress(env, objects, f"{domain}/wider"),
        coverage=audit_coverage(objects, pods),
        exceptions=(*_overrides(env), *_patches(env), *_waivers(env, waivers)),
        images=audit_images((*pods, *testing)),
        stories=tuple(_state(story) for story in tests.stories),
        connections=len(tests.connections),
        exercised=len(tests.exercised),
        unexercised=tuple(f"{source} → {target}" for source, target in missing),
        open=tuple(f"{f.place}: {f.message}" for f in manifests.findings if f.severity == "error"),
    )


def _overrides(env: Environment) -> Iterator[AuditedException]:
    last = dict(env.effective.overrides)
    for key, statement in sorted(last.items()):
        value, layer = statement.value, statement.layer
        if isinstance(value, Override):
            end = value.until or ("permanent" if value.permanent else "")
            owner = value.owner or env.effective.environment.owner or ""
            yield AuditedException(
                "override", key, _given(key, value), value.because or "", owner, end, f"{layer}, {statement.place}"
            )
        else:
            owner = env.effective.environment.owner or ""
            yield AuditedException("override", key, _shown(key, value), "", owner, "", f"{layer}, {statement.place}")


def _given(path: str, value: Override) -> str:
    match value.given:
        case ("add",):
            return f"with {_shown(path, value.add)}"
        case ("remove",):
            return f"without {_shown(path, value.remove)}"
        case ("unset",):
            return "nothing; platform policy applies"
        case _:
            return _shown(path, value.value)


def _shown(path: str, value: object) -> str:
    """Return what an exception gives, without secrets."""
    match value:
        case dict():
            return ", ".join(f"{key}: {_shown(key, item)}" for key, item in value.items())
        case list() | tuple():
            return ", ".join(_shown(path, item) for item in value)
        case _:
            return str(masked(name_at(path), value))


def _patches(env: Environment) -> Iterator[AuditedException]:
    for declared in env.patches:
        patch = declared.patch
        says = [f"{path} = {_shown(path, value)}" for path, value in patch.set.items()]
        says += [f"no {path}" for path in patch.remove]
        end = patch.until or ("permanent" if patch.permanent else "")
        place = f"{declared.layer}, {declared.place()}"
        yield AuditedException("patch", declared.target, "; ".join(says), patch.because, declared.owner, end, place)


def _waivers(env: Environment, waivers: Iterable[tuple[Waiver, Place]]) -> Iterator[AuditedException]:
    """Iterate over the waivers that can hold in the environment: of the model as a whole, or of something in it."""
    here = {*env.states, *env.elements, *env.parts, f"environment/{env.id}"}
    for waiver, place in waivers:
        if waiver.environment not in {None, env.id}:
            continue
        if waiver.environment is None and not any(fnmatchcase(name, waiver.where) for name in sorted(here)):
            continue
        end = waiver.until or ("permanent" if waiver.permanent else "")
        yield AuditedException(
            "waiver", waiver.where, waiver.rule, waiver.because.strip(), waiver.owner, end, str(place)
        )


def _state(story: StoryTest) -> StoryState:
    tested = tuple(leg.name for leg in story.legs if not leg.untested) if story.objects else ()
    untested = tuple(f"{leg.name} ({leg.untested})" for leg in story.legs if leg.untested)
    return StoryState(story.id, story.title, tested, untested, story.absent)
