"""The tests of a recipe: Jobs inside the cluster, and what a person looks at from outside."""

from collections.abc import Iterator
from shlex import quote

from lsparch.emit.handover.contents import TESTS, Handover, fenced
from lsparch.emit.report_audit import markdown_table
from lsparch.manifests.stories import StoryTest, StoryTests
from lsparch.resolve import PublishedRoute

__all__ = ["RUNNER", "checks", "runner_text"]

RUNNER = f"{TESTS}/run.sh"
"""Path of the script that runs the test Jobs."""

_EXPECTED = {
    "oauth2": "a redirection to the log-in (302 or 303), or 401",
    "token": "401 without a token",
    "application": "what the application answers to a stranger: not 5xx",
    "none": "200, or what the application answers at its root: not 5xx",
}


def checks(handover: Handover) -> Iterator[str]:
    """Iterate over the lines of the sections."""
    tests = handover.tests
    yield "## 6. Test from inside"
    yield ""
    if tests.deployable:
        yield (
            "Each story is a Job in every namespace from which it calls: it looks names up, connects, and asks for "
            "the health path where there is one. Policies that let it do so are there for the test alone; the script "
            f"removes both. {len(tests.exercised)} of {len(tests.connections)} connections are exercised."
        )
        yield ""
        yield from markdown_table(("Story", "Tested", "Not tested"), tuple(_row(story) for story in tests.stories))
        yield from fenced(*(f"sh {RUNNER} {story.id}" for story in tests.deployable))
    else:
        yield "No story that is a test takes place in this environment."
        yield ""
    yield from _by_hand(handover)


def _row(story: StoryTest) -> tuple[str, str, str]:
    title = f"{story.id}: {story.title}"
    if story.absent:
        return title, "not in this environment", story.absent
    tested = "\n".join(leg.name for leg in story.legs if not leg.untested)
    return title, tested or "nothing", "\n".join(f"{leg.name}: {leg.untested}" for leg in story.legs if leg.untested)


def _by_hand(handover: Handover) -> Iterator[str]:
    routes = handover.env.routes
    yield "## 7. Test by hand, from outside"
    yield ""
    if routes:
        yield "From where users are, with names that lead to the gateways:"
        yield ""
        yield from markdown_table(("Address", "Expected"), tuple((_url(r), _EXPECTED[r.route.auth]) for r in routes))
        yield from fenced(*(_curl(route) for route in routes))
    actors = [
        (story.title, "\n".join(f"{leg.source.removeprefix('actor/')} {leg.does}" for leg in story.legs))
        for story in handover.tests.stories
        if not story.absent
    ]
    if actors:
        yield "Then go through the stories as a user, and note what you saw:"
        yield ""
        yield from markdown_table(("Story", "Steps"), tuple(actors))
        yield ""
    elif not routes:
        yield "No route leads into this environment."
        yield ""


def _url(route: PublishedRoute) -> str:
    return f"https://{route.host}{route.route.path}"


def _curl(route: PublishedRoute) -> str:
    shown = _url(route).replace("\\", "\\\\").replace("%", "%%")
    written = quote(f"%{{http_code}} {shown}\\n")
    return f"curl --silent --show-error --output /dev/null --globoff --write-out {written} {quote(_url(route))}"


def runner_text(tests: StoryTests) -> str:
    """Return the script that runs the test Jobs of an environment, for a POSIX shell with kubectl."""
    return _RUNNER.replace("@LABEL@", tests.label).replace("@STORIES@", " ".join(s.id for s in tests.deployable))


_RUNNER = """\
#!/bin/sh
# Run integration tests inside the cluster, and remove them: sh tests/run.sh [STORY...], all when none is named.
# The exit code is 1 if any fails.
set -u
cd "$(dirname "$0")" || exit 2
failed=0
for story in ${*:-@STORIES@}; do
  kubectl apply --server-side --recursive --filename "$story" || exit 2
  for namespace in $(kubectl get jobs --all-namespaces --selector "@LABEL@=$story" \\
    --output 'jsonpath={range .items[*]}{.metadata.namespace}{"\\n"}{end}'); do
    state=
    tries=0
    while [ -z "$state" ] && [ "$tries" -lt 330 ]; do
      state=$(kubectl get job "test-$story" --namespace "$namespace" \\
        --output 'jsonpath={.status.conditions[?(@.status=="True")].type}')
      [ -n "$state" ] || sleep 2
      tries=$((tries + 1))
    done
    kubectl logs --namespace "$namespace" "job/test-$story" || true
    case "$state" in
      *Complete* | *SuccessCriteriaMet*) echo "passed: $story in $namespace" ;;
      *)
        echo "FAILED: $story in $namespace (${state:-did not end in time})" >&2
        failed=1
        ;;
    esac
  done
  kubectl delete --ignore-not-found --recursive --filename "$story"
done
exit "$failed"
"""
