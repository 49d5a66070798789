"""LOG003: an Aspect has no log aggregator of its own, and does not say why."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.models.part import AspectFile
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["AspectWithoutAggregator"]


class AspectWithoutAggregator(ModelRule):
    """An Aspect has no log aggregator of its own, and does not say why.

    Why is this bad
    ---------------
    Each team reads and changes the pipeline of its own logs; a shared one couples the Aspects.

    Example
    -------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    logging:
      aggregator: shared  # <-- LOG003
    components: {}
    ```

    Use instead
    -----------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    logging: {aggregator: own}
    components: {}
    ```
    """

    code = "LOG003"
    answers = ("logstash-per-aspect",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find Aspects with a shared aggregator or none, and parts with one that the platform does not have."""
        policy = context.model.platform.logging
        absent = {"own": "aggregator" not in policy.model_fields_set, "shared": policy.shared is None, "none": False}
        for name, part in context.model.parts.items():
            if part.logging is None:
                continue
            place = context.model.place(name, "logging", "aggregator")
            if absent[part.logging.aggregator]:
                key = "aggregator" if part.logging.aggregator == "own" else "shared"
                message = f"{name} has the log aggregator `{part.logging.aggregator}`, and the platform has none such"
                advice = f"declare it as `logging.{key}` in the platform's file, or set `aggregator: none`"
                yield self.finding(place, message, advice, element=name)
            elif absent["own"] or not isinstance(part, AspectFile):
                continue
            elif part.logging.aggregator != "own" and part.logging.because is None:
                message = f"the Aspect {name} has no log aggregator of its own, and does not say why"
                yield self.finding(place, message, "set `aggregator: own`, or add `because`", element=name)
