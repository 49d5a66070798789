"""WAI004: the policy names a rule, environment, component or team that does not exist."""

from collections.abc import Collection, Iterable, Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import WaiversContext
from lsparch.rules.rule import WaiverRule

__all__ = ["PolicyNamesUnknown"]

_Name = tuple[str, tuple[str | int, ...], bool]


class PolicyNamesUnknown(WaiverRule):
    """The policy names a rule, environment, component or team that does not exist.

    Why is this bad
    ---------------
    What it demands or excuses there happens nowhere.

    Example
    -------
    ```yaml
    policy: 1
    rules:
      IMG999: ignore  # <-- WAI004
    public: [mian]  # <-- WAI004
    everywhere: [logging/colector]  # <-- WAI004
    local-data: [portal]
    ```

    Use instead
    -----------
    ```yaml
    policy: 1
    rules:
      IMG001: note
    public: [main]
    everywhere: [logging/collector]
    local-data: [portal]
    ```
    """

    code = "WAI004"

    def check(self, context: WaiversContext) -> Iterator[Finding]:
        """Find names that the model, or the catalogue of rules, does not know."""
        policy, model = context.policy, context.model
        codes: list[_Name] = [(code, ("rules", code), True) for code in policy.rules]
        yield from self._unknown(context, "rule", codes, context.known)
        if model is None:
            return
        waivers = list(enumerate(policy.waivers))
        environments: list[_Name] = [(name, ("public", position), False) for position, name in enumerate(policy.public)]
        environments += [(w.environment, ("waivers", n, "environment"), False) for n, w in waivers if w.environment]
        yield from self._unknown(context, "environment", environments, model.environments)
        demanded: list[_Name] = [
            (name, ("everywhere", position), False) for position, name in enumerate(policy.everywhere)
        ]
        yield from self._unknown(context, "component", demanded, model.names.of_kind(["component"]))
        teams: list[_Name] = [
            (waiver.owner.removeprefix("team/"), ("waivers", n, "owner"), False) for n, waiver in waivers
        ]
        yield from self._unknown(context, "team", teams, model.teams)
        if "local_data" in policy.model_fields_set:
            parts: list[_Name] = [
                (name, ("local-data", position), False) for position, name in enumerate(policy.local_data)
            ]
            yield from self._unknown(context, "part", parts, model.parts)

    def _unknown(
        self, context: WaiversContext, kind: str, names: Iterable[_Name], known: Collection[str]
    ) -> Iterator[Finding]:
        for name, path, is_key in names:
            if name not in known:
                place = context.place(*path, key=is_key)
                yield self.finding(place, f"the policy names {kind} {name}, which does not exist", suggest(name, known))
