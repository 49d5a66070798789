"""WAI001: a waiver matches no finding."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import WaiversContext
from lsparch.rules.rule import WaiverRule

__all__ = ["WaiverUnused"]


class WaiverUnused(WaiverRule):
    """A waiver matches no finding.

    Why is this bad
    ---------------
    The fault that it excuses is gone, or the waiver never covered it; either way the next fault there goes unseen.

    Example
    -------
    ```yaml
    policy: 1
    waivers:
      - rule: IMG001  # <-- WAI001
        where: image/nothing
        because: it will be used in spring
        owner: ops
        permanent: true
    ```

    Use instead
    -----------
    ```yaml
    policy: 1
    waivers:
      - rule: IMG001
        where: image/old*
        because: it will be used in spring
        owner: ops
        permanent: true
    ---
    images:
      web: {title: Web, repository: portal/web}
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
      old-web: {title: The earlier web server, repository: portal/old}
    ```
    """

    code = "WAI001"

    def check(self, context: WaiversContext) -> Iterator[Finding]:
        """Find waivers that cover nothing, where their rule has seen everything, and those of unknown rules."""
        for use in context.uses:
            waiver = use.waiver
            if waiver.rule not in context.known:
                message = f"waiver for {waiver.rule}, which is no rule"
                yield self.finding(use.place, message, suggest(waiver.rule, context.known), element=waiver.where)
            elif use.judged and not use.matched:
                message = f"waiver of {waiver.rule} for {waiver.where} matches no finding"
                yield self.finding(use.place, message, "remove it", element=waiver.where)
