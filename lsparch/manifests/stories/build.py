"""Building the tests of an environment: for each story a Job in every calling namespace, with policies of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from lsparch.diagnostics import Finding, sort_findings
from lsparch.k8s.identity import apply_rank
from lsparch.k8s.store import StoredObject
from lsparch.k8s.version import KubernetesVersion
from lsparch.manifests.assembly.arrows import runs_in
from lsparch.manifests.assembly.legs import Leg, PlannedStory, planned_stories
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.stories.job import job_objects
from lsparch.manifests.stories.policies import test_policies
from lsparch.resolve import Environment

__all__ = ["StoryTest", "StoryTests", "build_story_tests"]


@dataclass(frozen=True, slots=True)
class StoryTest:
    """One story as a test."""

    id: str
    """Id of the story, without prefix."""

    title: str
    legs: tuple[Leg, ...]
    absent: str
    """Why the story does not take place here; empty if it does."""

    objects: tuple[StoredObject, ...]
    """What is applied for the test and removed after it, in the order of application; none if nothing is tested."""

    @property
    def namespaces(self) -> tuple[str, ...]:
        """Namespaces in which a Job runs, sorted."""
        return tuple(o.namespace for o in self.objects if o.kind == "Job")


@dataclass(frozen=True, slots=True)
class StoryTests:
    """The tests of an environment, and how much of it they exercise."""

    environment: str
    label: str
    """Key of the label that tells the story of an object."""

    stories: tuple[StoryTest, ...]
    connections: tuple[tuple[str, str], ...]
    """Every live connection of the environment, as component and endpoint, sorted."""

    exercised: tuple[tuple[str, str], ...]
    """Those of them that a test exercises."""

    images: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def deployable(self) -> tuple[StoryTest, ...]:
        """Stories with a Job."""
        return tuple(story for story in self.stories if story.objects)


def build_story_tests(env: Environment, kubernetes: str) -> StoryTests:
    """Build the tests of an environment.

    They are no part of its configuration: a pod that may go wherever a component may go should not stay. So they are
    applied for a test alone, with policies that allow exactly the legs, and removed after it.

    Parameters
    ----------
    env
        The environment.
    kubernetes
        Version for which to build, such as ``1.36``.
    """
    site = Site(env, KubernetesVersion.parse(kubernetes))
    stories = tuple(_story(site, planned) for planned in planned_stories(site))
    connections = {(link.source, link.endpoint_id) for link in env.links if link.live}
    by_ends: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for source, target in sorted(connections):
        by_ends.setdefault((runs_in(site, source), target), []).append((source, target))
    exercised = {
        connection
        for story in stories
        for leg in ((leg for leg in story.legs if not leg.untested) if story.objects else ())
        for connection in _exercised(site, leg, by_ends)
    }
    return StoryTests(
        env.id, site.key("test"), stories, tuple(sorted(connections)), tuple(sorted(exercised)),
        tuple(sorted(image for image in site.images if image)), sort_findings(site.findings),
    )  # fmt: skip


def _exercised(
    site: Site, leg: Leg, by_ends: dict[tuple[str, str], list[tuple[str, str]]]
) -> Iterator[tuple[str, str]]:
    """Iterate over the connections that a leg exercises: its own, or that of the component in which it runs."""
    if leg.source.startswith("actor/"):
        return
    found = by_ends.get((runs_in(site, leg.source), leg.target), [])
    own = [pair for pair in found if pair[0] == leg.source]
    yield from own or found


def _story(site: Site, planned: PlannedStory) -> StoryTest:
    objects: list[StoredObject] = []
    if planned.tested:
        for namespace in planned.namespaces:
            objects.extend(job_objects(site, planned, namespace))
        objects.extend(test_policies(site, planned))
    objects.sort(key=lambda o: (apply_rank(o.kind), o.namespace, o.name))
    title = planned.story.title or planned.id
    return StoryTest(planned.id, title, planned.legs, planned.absent, tuple(objects))
