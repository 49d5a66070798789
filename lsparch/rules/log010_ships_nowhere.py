"""LOG010: a container of a log shipper sends to a host that no Service of the deployment has."""

import re
from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import items

__all__ = ["ShipsNowhere"]

_INSIDE = re.compile(r"([a-z0-9-]+\.[a-z0-9-]+\.svc)(\.[a-z0-9.-]+)?(:[0-9]+)?")


class ShipsNowhere(ObjectsRule):
    """A container of a log shipper sends to a host that no Service of the deployment has.

    Why is this bad
    ---------------
    The logs are lost without anybody noticing, until they are needed.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - name: filebeat
          image: registry.example.org/filebeat:8.1
          env:
            - name: LOGSTASH_HOST
              value: logstas.portal.svc.cluster.local  # <-- LOG010
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: logstash, namespace: portal}
    spec: {ports: [{port: 5044}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - name: filebeat
          image: registry.example.org/filebeat:8.1
          env:
            - name: LOGSTASH_HOST
              value: logstash.portal.svc.cluster.local
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: logstash, namespace: portal}
    spec: {ports: [{port: 5044}]}
    ```
    """

    code = "LOG010"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find host names inside the cluster that no Service answers to."""
        if not context.whole:
            return
        known = {f"{s.name}.{s.namespace}.svc" for s in context.objects.of_kind("Service")}
        namespaces = {service.namespace for service in context.objects.of_kind("Service")}
        for workload in context.workloads:
            for container in workload.containers:
                for position, variable in items(container.data, "env"):
                    value = str(variable.get("value", ""))
                    match = _INSIDE.fullmatch(value)
                    if match is None or match[1] in known or "LOG" not in str(variable.get("name")).upper():
                        continue
                    if match[1].split(".")[1] not in namespaces:  # of another deployment on the same cluster
                        continue
                    place = workload.object.place(*container.path, "env", position, "value")
                    message = f"container {container.name} of {workload.id} ships logs to {value}, which no Service has"
                    yield self.report(workload.object, place, message, suggest(match[1], known))
