"""NET014: a policy lets in or out pods that do not exist."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.isolation import Isolation
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import mapping, matches

__all__ = ["PeerAbsent"]


class PeerAbsent(ObjectsRule):
    """A policy lets in or out pods that do not exist.

    Why is this bad
    ---------------
    The pods that were meant stay shut out, and whoever gets these labels is let in.

    Example
    -------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: tap, namespace: api}
    spec:
      podSelector: {matchLabels: {app: tap}}
      ingress:
        - from:
            - podSelector:  # <-- NET014
                matchLabels: {app: webb}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: api, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec: {containers: [{name: tap, image: "registry.example.org/tap:1.0"}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: tap, namespace: api}
    spec:
      podSelector: {matchLabels: {app: tap}}
      ingress:
        - from:
            - podSelector:
                matchLabels: {app: web}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: api, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec: {containers: [{name: tap, image: "registry.example.org/tap:1.0"}]}
    ```
    """

    code = "NET014"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find peers that match no pod, in namespaces in which the deployment has pods."""
        isolation = Isolation(context)
        for policy in context.objects.of_kind("NetworkPolicy") if context.whole else ():
            for flow in isolation.flows(policy):
                selector = mapping(flow.peer, "podSelector")
                homes = isolation.homes(flow.peer, policy.namespace)
                if not selector or homes is None or not any(home in context.workloads_in for home in homes):
                    continue
                made = [labels for found in isolation.templates.values() for labels in found]
                if isolation.pods(flow.peer, homes) or any(matches(selector, labels) for labels in made):
                    continue
                if context.may_be_made(homes, selector):
                    continue
                labels = mapping(selector, "matchLabels")
                shown = ", ".join(f"{key}={value}" for key, value in labels.items()) or "its labels"
                message = f"NetworkPolicy {policy.name} names pods with {shown}, and there are none"
                known = {
                    f"{k}={v}"
                    for home in homes
                    for w in context.workloads_in.get(home, ())
                    for k, v in w.labels.items()
                }
                wanted = [f"{key}={value}" for key, value in labels.items() if f"{key}={value}" not in known]
                place = policy.place(*flow.path, "podSelector", key=True)
                yield self.report(policy, place, message, suggest(wanted[0], known) if wanted else "")
