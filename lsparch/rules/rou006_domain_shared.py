"""ROU006: two Aspects claim the same domain."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.models.part import AspectFile
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["DomainShared"]


class DomainShared(ModelRule):
    """Two Aspects claim the same domain.

    Why is this bad
    ---------------
    Each Aspect has its own domain and load balancer, so that its team can change one without the others.

    Example
    -------
    ```yaml
    aspect: notebook
    owner: ops
    source: S
    components: {}
    ---
    aspect: api  # <-- ROU006
    owner: ops
    source: S
    domain: data
    ---
    aspect: tap  # <-- ROU006
    owner: ops
    source: S
    domain: data
    ---
    aspect: portal
    owner: suit
    source: S
    domain: portal
    components: {}
    ```

    Use instead
    -----------
    ```yaml
    aspect: api
    owner: ops
    source: S
    domain: api
    ```
    """

    code = "ROU006"
    answers = ("aspect-domain",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find labels that several Aspects state."""
        model = context.model
        labels: dict[str, list[str]] = {}
        for name, part in model.parts.items():
            if isinstance(part, AspectFile):
                labels.setdefault(part.domain or "", []).append(name)
        for label, names in sorted(labels.items()):
            for name in names if len(names) > 1 else ():
                others = ", ".join(other for other in names if other != name)
                shown = f"the domain label {label}" if label else "the environment's domain itself"
                message = f"the Aspect {name} shares {shown} with {others}"
                advice = "give each Aspect a `domain` of its own"
                yield self.finding(model.place(name, "aspect"), message, advice, element=name)
