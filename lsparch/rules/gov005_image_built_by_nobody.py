"""GOV005: an image of ours that is deployed, and no pipeline builds it."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import PENDING
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["ImageBuiltByNobody"]


class ImageBuiltByNobody(ModelRule):
    """An image of ours that is deployed, and no pipeline builds it.

    Why is this bad
    ---------------
    A correction reaches nobody until somebody remembers how it was built by hand.

    Example
    -------
    ```yaml
    images:
      web: {title: Web, repository: portal/web}  # <-- GOV005
      api: {title: APIs, repository: portal/api}
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
    ---
    pipelines:
      nightly: {title: Nightly, controller: jenkins, builds: [api], maintainers: [a, b]}
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
      nightly: {title: Nightly, controller: jenkins, builds: [web], maintainers: [a, b]}
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

    code = "GOV005"
    severity = Severity.WARNING
    answers = ("pipeline-coverage",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find deployed images beside built ones: same organisation in the registry, and no pipeline."""
        model = context.model
        built = {name.removeprefix("image/") for p in model.pipelines.values() for name in p.builds}
        ours = {model.images[name].repository.partition("/")[0] for name in built if name in model.images}
        for name, image in model.images.items():
            organisation = image.repository.partition("/")[0]
            run = any(model.names.kind(i) == "component" for i in context.referrers.get(f"image/{name}", ()))
            if run and organisation in ours and name not in built and image.status not in PENDING:
                message = f"no pipeline builds image/{name}"
                place = model.place(f"image/{name}")
                yield self.finding(place, message, "add it to `builds` of a pipeline", element=f"image/{name}")
