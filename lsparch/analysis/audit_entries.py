"""What a security audit lists: one type for each kind of entry."""

from dataclasses import dataclass

__all__ = [
    "ApiRight",
    "AuditedException",
    "Coverage",
    "Egress",
    "Exposure",
    "ImageUse",
    "Privilege",
    "SecretUse",
    "SignOff",
    "StoryState",
]


@dataclass(frozen=True, slots=True)
class Exposure:
    """A path under which the environment is reached from outside."""

    host: str
    path: str
    target: str
    """Endpoint that answers."""

    authentication: str
    """Who asks for the user, in words."""

    anonymous: tuple[str, ...]
    """Paths below that are open to anybody."""

    capability: str
    """Capability that the user must hold; empty if none."""

    balancer: str
    reason: str
    """Why it is open, where nobody is asked; empty if the model does not say."""


@dataclass(frozen=True, slots=True)
class Privilege:
    """A departure of a container, or of its pod, from the restricted Pod Security Standard."""

    namespace: str
    workload: str
    """Kind and name."""

    container: str
    """Container; empty for what the whole pod has."""

    departure: str
    in_standard: bool
    """Whether the restricted standard forbids it; otherwise it is a practice beside the standard."""

    reason: str
    """Why; empty if nobody says."""


@dataclass(frozen=True, slots=True)
class ApiRight:
    """What a service account may do on the Kubernetes API."""

    namespace: str
    account: str
    scope: str
    """Namespace in which the right holds, or ``cluster``."""

    resources: tuple[str, ...]
    """Resources with their group, such as ``apps/deployments``."""

    verbs: tuple[str, ...]
    purpose: str


@dataclass(frozen=True, slots=True)
class SecretUse:
    """A key of a Secret: who reads it, and who provides it."""

    namespace: str
    secret: str
    key: str
    element: str
    read_by: tuple[str, ...]
    provider: str
    """Who fills it; empty if nobody says."""


@dataclass(frozen=True, slots=True)
class Egress:
    """A connection to something outside the cluster."""

    source: str
    target: str
    """Endpoint outside."""

    host: str
    """Host name; empty if it is not known."""

    port: int | None
    protocol: str
    purpose: str
    allowed: tuple[str, ...]
    """Address blocks and names that network policies allow on this port, sorted."""

    wider: str
    """What they allow beyond the connection; empty if nothing."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How network policies and Pod Security cover a namespace."""

    namespace: str
    standard: str
    """Pod Security Standard that is enforced; empty if none."""

    default_deny: bool
    """Whether everything is denied, both ways, that no other policy allows."""

    workloads: int
    selected: int
    """Workloads that a policy with rules selects."""

    beyond: tuple[str, ...]
    """Workloads that policies cannot bind, because they use the network of their node."""


@dataclass(frozen=True, slots=True)
class AuditedException:
    """A declared departure from the rule: an override, a waiver or a patch."""

    kind: str
    """``override``, ``waiver`` or ``patch``."""

    what: str
    says: str
    """The value, or the rule that is waived."""

    reason: str
    owner: str
    end: str
    """Last day, or ``permanent``; empty if nothing is said."""

    place: str


@dataclass(frozen=True, slots=True)
class ImageUse:
    """An image that runs."""

    reference: str
    registry: str
    repository: str
    tag: str
    digest: str
    """Digest to which it is pinned; empty if it is not."""

    used_by: tuple[str, ...]
    """Namespaces and workloads whose pods run it."""


@dataclass(frozen=True, slots=True)
class StoryState:
    """An integration test, and what it covers."""

    story: str
    title: str
    tested: tuple[str, ...]
    """Legs that a Job tests."""

    untested: tuple[str, ...]
    """Other legs, each with the reason."""

    absent: str
    """Why the story does not take place here; empty if it does."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """What was approved, and what is."""

    digest: str
    """Digest of the environment as it is."""

    approved: str
    """Digest that was signed; empty if none was."""

    @property
    def verdict(self) -> str:
        """What the two say."""
        if not self.approved:
            return "never signed off"
        return "signed off" if self.approved == self.digest else "changed since it was signed off"
