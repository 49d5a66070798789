"""WAI002: a waiver is past its last day."""

from collections.abc import Iterator
from datetime import date

from lsparch.diagnostics import Finding
from lsparch.rules.context import WaiversContext
from lsparch.rules.rule import WaiverRule

__all__ = ["WaiverExpired"]


class WaiverExpired(WaiverRule):
    """A waiver is past its last day.

    Why is this bad
    ---------------
    What it excused counts again, and it is no longer clear whether somebody still answers for it.

    Example
    -------
    ```yaml
    policy: 1
    waivers:
      - rule: IMG001  # <-- WAI002
        where: image/old-web
        because: it will be used in spring
        owner: ops
        until: "2026-05-31"
    ---
    images:
      web: {title: Web, repository: portal/web}
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
      old-web: {title: The earlier web server, repository: portal/old}
    ```

    Use instead
    -----------
    ```yaml
    policy: 1
    waivers:
      - rule: IMG001
        where: image/old-web
        because: it will be used in spring
        owner: ops
        until: "2027-05-31"
    ---
    images:
      web: {title: Web, repository: portal/web}
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
      old-web: {title: The earlier web server, repository: portal/old}
    ```
    """

    code = "WAI002"

    def check(self, context: WaiversContext) -> Iterator[Finding]:
        """Find waivers whose last day is over."""
        for use in context.uses:
            waiver = use.waiver
            if waiver.until is not None and date.fromisoformat(waiver.until) < context.as_of:
                message = f"waiver of {waiver.rule} for {waiver.where} ended on {waiver.until}"
                advice = f"ask {waiver.owner}; remove it, or renew it with its reason"
                yield self.finding(use.place, message, advice, element=waiver.where)
