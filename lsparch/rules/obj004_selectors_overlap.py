"""OBJ004: two workloads of a namespace select each other's pods."""

from collections.abc import Iterator
from itertools import combinations

from lsparch.diagnostics import Finding
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, matches

__all__ = ["SelectorsOverlap"]

_OTHERS = frozenset({"CronJob", "Job", "Pod"})


class SelectorsOverlap(ObjectsRule):
    """Two workloads of a namespace select each other's pods.

    Why is this bad
    ---------------
    Each controller counts the other's pods as its own: one of them never reaches its number of replicas.

    Example
    -------
    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: tap, namespace: api}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api, component: tap}}
        spec: {containers: [{name: tap, image: "registry.example.org/tap:1.0"}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: api}
    spec:
      selector: {matchLabels: {app: api}}  # <-- OBJ004
      template:
        metadata: {labels: {app: api, component: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: tap, namespace: api}
    spec:
      selector: {matchLabels: {app: api, component: tap}}
      template:
        metadata: {labels: {app: api, component: tap}}
        spec: {containers: [{name: tap, image: "registry.example.org/tap:1.0"}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: api}
    spec:
      selector: {matchLabels: {app: api, component: web}}
      template:
        metadata: {labels: {app: api, component: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```
    """

    code = "OBJ004"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find pairs of controllers with common pods."""
        for members in context.workloads_in.values():
            owners = [w for w in members if at(w.object.data, "spec", "selector") and w.object.kind not in _OTHERS]
            for first, second in combinations(owners, 2):
                one, two = at(first.object.data, "spec", "selector"), at(second.object.data, "spec", "selector")
                if matches(one, second.labels) or matches(two, first.labels):
                    message = f"{second.id} and {first.id} select each other's pods"
                    place = second.object.place("spec", "selector")
                    related = [(first.object.place("spec", "selector"), f"selector of {first.id}")]
                    yield self.report(second.object, place, message, "add a label that tells them apart", related)
