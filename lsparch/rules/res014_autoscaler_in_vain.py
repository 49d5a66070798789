"""RES014: an autoscaler cannot do its work."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.rules.context import ObjectsContext
from lsparch.rules.limits import default_amounts
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import ContainerView, Workload, at, items, mapping

__all__ = ["AutoscalerInVain"]


class AutoscalerInVain(ObjectsRule):
    """An autoscaler cannot do its work.

    Why is this bad
    ---------------
    A share of a request that no container states cannot be measured. A workload with replicas of its own is set
    back by each roll-out, and two autoscalers of one workload contradict each other.

    Example
    -------
    ```yaml
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: portal}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 2
      maxReplicas: 5
      metrics:
        - type: Resource
          resource:  # <-- RES014
            name: cpu
            target: {type: Utilization, averageUtilization: 80}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      replicas: 2  # <-- RES014
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: portal}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 2
      maxReplicas: 5
      metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0", resources: {requests: {cpu: 100m}}}]}
    ```
    """

    code = "RES014"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Compare each autoscaler with its target."""
        scaled: set[tuple[str, str, str]] = set()
        for scaler in context.objects.of_kind("HorizontalPodAutoscaler"):
            kind, name = (str(at(scaler.data, "spec", "scaleTargetRef", key)) for key in ("kind", "name"))
            near = context.workloads_in.get(scaler.namespace, [])
            target = next((w for w in near if (w.object.kind, w.object.name) == (kind, name)), None)
            if (scaler.namespace, kind, name) in scaled:
                message = f"HorizontalPodAutoscaler {scaler.name} scales {kind} {name}, which another scales already"
                yield self.report(scaler, scaler.place("spec", "scaleTargetRef", "name"), message, "keep one of them")
            scaled.add((scaler.namespace, kind, name))
            if target is None:  # REF019 tells
                continue
            if kind == "DaemonSet":
                message = f"HorizontalPodAutoscaler {scaler.name} scales {target.id}, which has a pod on each node"
                yield self.report(scaler, scaler.place("spec", "scaleTargetRef", "kind"), message, "remove it")
            if at(target.object.data, "spec", "replicas") is not None:
                message = f"{target.id} has replicas, and HorizontalPodAutoscaler {scaler.name} sets them"
                related = [(scaler.place("spec", key=True), "this autoscaler")]
                place = target.object.place("spec", "replicas")
                yield self.report(target.object, place, message, "leave replicas out of the manifest", related)
            yield from self._measures(context, scaler, target)

    def _measures(self, context: ObjectsContext, scaler: StoredObject, target: Workload) -> Iterator[Finding]:
        usual = default_amounts(context.objects, scaler.namespace, "defaultRequest")
        for position, metric in items(scaler.data, "spec", "metrics"):
            for key in ("resource", "containerResource"):
                found = mapping(metric, key)
                resource = str(found.get("name"))
                if at(found, "target", "averageUtilization") is None or resource in usual:
                    continue
                wanted = [c for c in target.containers if not c.init or c.data.get("restartPolicy") == "Always"]
                if key == "containerResource":
                    wanted = [c for c in wanted if c.name == found.get("container")]
                lacking = [c.name for c in wanted if not _has(c, resource)]
                if lacking or not wanted:
                    who = f"container {lacking[0]} of {target.id}" if lacking else f"no container of {target.id}"
                    message = f"HorizontalPodAutoscaler {scaler.name} measures {resource}, which {who} requests"
                    if lacking:
                        message = message.replace("requests", "does not request")
                    place = scaler.place("spec", "metrics", position, key, key=True)
                    yield self.report(scaler, place, message, "state the request, or measure something else")


def _has(container: ContainerView, resource: str) -> bool:
    return any(resource in mapping(container.data, "resources", group) for group in ("requests", "limits"))
