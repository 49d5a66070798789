"""What every builder is given: the environment with all that is derived from it once."""

from dataclasses import dataclass
from functools import cached_property

from lsparch.manifests.assembly.aliases import Alias, aliases
from lsparch.manifests.assembly.claims import Claim, claims
from lsparch.manifests.assembly.configurations import Configurations
from lsparch.manifests.assembly.containers import PodContainers
from lsparch.manifests.assembly.groups import group_claims
from lsparch.manifests.assembly.ledger import SecretLedger
from lsparch.manifests.assembly.legs import planned_stories
from lsparch.manifests.assembly.policy_rules import PolicyRules
from lsparch.manifests.assembly.publication import Publication, publications
from lsparch.manifests.assembly.site import Site

__all__ = ["Workshop"]


@dataclass
class Workshop:
    """An environment, and what builders of objects need to know of it."""

    site: Site

    @cached_property
    def containers(self) -> PodContainers:
        """Containers of every pod."""
        return PodContainers(self.site)

    @cached_property
    def configurations(self) -> Configurations:
        """Configuration files that pods mount."""
        return Configurations(self.site, self.containers)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Claims of volumes."""
        return claims(self.site, self.containers)

    @cached_property
    def claims_of_users(self) -> tuple[Claim, ...]:
        """Claims that a spawner makes in the namespace of each user."""
        return claims(self.site, self.containers, of_users=True)

    @cached_property
    def claims_of_groups(self) -> tuple[Claim, ...]:
        """Claims of groups in namespaces that all users share."""
        return tuple(claim for _, claim in group_claims(self.site, self.claims))

    @cached_property
    def ledger(self) -> SecretLedger:
        """Secrets that must exist."""
        return SecretLedger(self.site)

    @cached_property
    def policy_rules(self) -> PolicyRules:
        """Rules of network policies."""
        return PolicyRules(self.site, (*self.claims, *self.claims_of_users))

    @cached_property
    def publications(self) -> tuple[Publication, ...]:
        """What routes publish."""
        return tuple(publications(self.site))

    @cached_property
    def aliases(self) -> tuple[Alias, ...]:
        """Services that stand for systems outside."""
        return tuple(aliases(self.site))

    @cached_property
    def certified(self) -> tuple[str, ...]:
        """Namespaces in which an issuer proves hosts and puts certificates, sorted."""
        gateway = self.site.gateway
        if gateway is None or gateway.issuer is None:
            return ()
        if gateway.api == "ingress":
            return tuple(sorted({published.namespace for published in self.publications}))
        return tuple(sorted({self.site.env.namespace(balancer.part) for balancer in self.site.env.balancers}))

    @cached_property
    def tested(self) -> frozenset[str]:
        """Parts in whose namespace a story is tested, so that there must be room for a pod of the test."""
        namespaces = {namespace for story in planned_stories(self.site) for namespace in story.namespaces}
        return frozenset(workload.part for workload in self.site.workloads if workload.namespace in namespaces)
