"""AVL002: a continuous-integration pipeline has one maintainer."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import PENDING
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["SingleMaintainer"]


class SingleMaintainer(ModelRule):
    """A continuous-integration pipeline has one maintainer.

    Why is this bad
    ---------------
    When that person is away, nothing is built, tested or deployed.

    Example
    -------
    ```yaml
    pipelines:
      nightly:
        title: Nightly builds
        controller: jenkins
        maintainers: [Josh]  # <-- AVL002
    ---
    externals:
      jenkins: {title: Jenkins, kind: ci}
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk:
        title: Logs
        host: elk.example.org
        cidr: [192.0.2.0/24]
        endpoints: {beats: {port: 5044, protocol: beats}}
    ```

    Use instead
    -----------
    ```yaml
    pipelines:
      nightly:
        title: Nightly builds
        controller: jenkins
        maintainers: [Josh, Frossie]
    ---
    externals:
      jenkins: {title: Jenkins, kind: ci}
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk:
        title: Logs
        host: elk.example.org
        cidr: [192.0.2.0/24]
        endpoints: {beats: {port: 5044, protocol: beats}}
    ```
    """

    code = "AVL002"
    severity = Severity.WARNING
    answers = ("single-maintainer",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find pipelines that hang on one person."""
        for name, pipeline in context.model.pipelines.items():
            if len(pipeline.maintainers) == 1 and pipeline.status not in PENDING:
                place = context.model.place(f"pipeline/{name}", "maintainers")
                message = f"pipeline/{name} is maintained by {pipeline.maintainers[0]} alone"
                yield self.finding(place, message, "find a second person", element=f"pipeline/{name}")
