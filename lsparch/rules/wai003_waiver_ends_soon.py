"""WAI003: a waiver ends within the days of warning."""

from collections.abc import Iterator
from datetime import date, timedelta

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import WaiversContext
from lsparch.rules.rule import WaiverRule

__all__ = ["WaiverEndsSoon"]


class WaiverEndsSoon(WaiverRule):
    """A waiver ends within the days of warning.

    Why is this bad
    ---------------
    From the day after its last on, what it excuses fails the check.

    Example
    -------
    ```yaml
    policy: 1
    waivers:
      - rule: IMG001  # <-- WAI003
        where: image/old-web
        because: it will be used soon
        owner: ops
        until: "2026-11-20"
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
    warn-days: 10
    waivers:
      - rule: IMG001
        where: image/old-web
        because: it will be used soon
        owner: ops
        until: "2026-11-20"
    ---
    images:
      web: {title: Web, repository: portal/web}
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
      old-web: {title: The earlier web server, repository: portal/old}
    ```
    """

    code = "WAI003"
    severity = Severity.WARNING

    def check(self, context: WaiversContext) -> Iterator[Finding]:
        """Find waivers that end soon."""
        last = context.as_of + timedelta(days=context.policy.warn_days)
        for use in context.uses:
            waiver = use.waiver
            if waiver.until is not None and context.as_of <= date.fromisoformat(waiver.until) <= last:
                message = f"waiver of {waiver.rule} for {waiver.where} ends on {waiver.until}"
                yield self.finding(use.place, message, f"ask {waiver.owner}", element=waiver.where)
