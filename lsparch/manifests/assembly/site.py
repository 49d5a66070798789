"""Everything that builders of objects share: the environment, the version, and what was found on the way."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.graph import State
from lsparch.k8s.api_versions import Feature, api_version, has_field
from lsparch.k8s.identity import label_value_fault
from lsparch.k8s.store import StoredObject
from lsparch.k8s.version import KubernetesVersion
from lsparch.manifests.assembly.workload import Workload
from lsparch.models.cluster import Gateway
from lsparch.models.component import Component
from lsparch.models.part import ServiceFile
from lsparch.models.platform import PodPolicy
from lsparch.resolve import Addresses, Environment, UnknownAddressError
from lsparch.resolve.elements import Resolved

__all__ = ["Site"]

_DIGESTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)

_NAME, _INSTANCE = "app.kubernetes.io/name", "app.kubernetes.io/instance"


@dataclass
class Site:
    """One environment, while its objects are made."""

    env: Environment
    version: KubernetesVersion
    findings: list[Finding] = field(default_factory=list)
    images: set[str] = field(default_factory=set)
    lacking: set[Feature] = field(default_factory=set)
    """Features that the configuration would use, and the version lacks."""

    _versions: dict[str, str] = field(default_factory=dict)

    @cached_property
    def addresses(self) -> Addresses:
        """Addresses of this environment."""
        return Addresses(self.env)

    @cached_property
    def policy(self) -> PodPolicy:
        """Platform policy for pods."""
        return self.env.model.platform.pods

    @cached_property
    def workloads(self) -> tuple[Workload, ...]:
        """Components whose pods are generated or spawned, in the order of their ids."""
        return tuple(self._workload(i, c) for i, c in self.env.components(State.DEPLOYED))

    @cached_property
    def neighbours(self) -> tuple[Workload, ...]:
        """Components of the cluster whose pods another environment generates, for this one too."""
        return tuple(self._workload(i, c) for i, c in self.env.components(State.SHARED))

    @cached_property
    def by_id(self) -> Mapping[str, Workload]:
        """The workloads, and those of the cluster, by id."""
        return {workload.id: workload for workload in (*self.workloads, *self.neighbours)}

    @cached_property
    def _by_part(self) -> dict[str, list[Workload]]:
        found: dict[str, list[Workload]] = {}
        for workload in self.workloads:
            found.setdefault(workload.part, []).append(workload)
        return found

    def of_part(self, part: str) -> list[Workload]:
        """Return the workloads of a part."""
        return self._by_part.get(part, [])

    @cached_property
    def sticky(self) -> frozenset[str]:
        """Components to which a route keeps each user with one pod."""
        return frozenset(route.target for route in self.env.routes if route.route.sticky)

    def of_kind(self, *kinds: str) -> Iterator[Workload]:
        """Iterate over the workloads with some kinds of controller."""
        return (workload for workload in self.workloads if workload.component.kind in kinds)

    @cached_property
    def namespaces(self) -> dict[str, str]:
        """Part of each namespace in which there is anything, by name of the namespace."""
        env = self.env
        parts = {i.partition("/")[0] for i, _ in env.components(State.DEPLOYED, State.HOSTED)}
        parts |= {balancer.part for balancer in env.balancers}
        return {env.namespace(part): part for part in sorted(parts)}

    def _workload(self, identifier: str, component: Component) -> Workload:
        resolved = self.env.elements[identifier]
        part = identifier.partition("/")[0]
        namespace = self.env.namespace(part)
        tag = None
        if identifier != resolved.id:
            base = resolved.declared.element
            assert isinstance(base, Component)
            tag = base.tracks[identifier.removeprefix(f"{resolved.id}-")].tag
        name = self.env.deployed_name(identifier)
        selector = {_NAME: name, _INSTANCE: namespace}
        labels = self.labels(name, part)
        version = tag or self._tag(component)
        if version and label_value_fault(version) is None:
            labels["app.kubernetes.io/version"] = version
        return Workload(
            identifier, component, resolved, part, name, namespace, selector, labels, self.is_shared(part), tag
        )

    def _tag(self, component: Component) -> str:
        try:
            return self.addresses.tag((component.image or "").removeprefix("image/")) if component.image else ""
        except UnknownAddressError:
            return ""  # reported where the image is used

    def is_shared(self, part: str) -> bool:
        """Tell whether a part belongs to the cluster rather than to this environment."""
        element = self.env.model.parts[part]
        return isinstance(element, ServiceFile) and element.scope == "cluster"

    def labels(self, name: str, part: str) -> dict[str, str]:
        """Return the labels of an object that belongs to a part."""
        return {
            _NAME: name,
            _INSTANCE: self.env.namespace(part),
            "app.kubernetes.io/component": part,
            "app.kubernetes.io/part-of": self.policy.part_of or self.env.model.platform.platform,
            "app.kubernetes.io/managed-by": "lsparch",
        }

    def key(self, name: str) -> str:
        """Return a label or annotation key of our own."""
        return f"{self.policy.label_domain}/{name}"

    def has(self, feature: Feature) -> bool:
        """Tell whether the cluster understands a feature that is about to be used; that it does not is remembered."""
        found = has_field(feature, self.version)
        if not found:
            self.lacking.add(feature)
        return found

    @cached_property
    def gateway(self) -> Gateway | None:
        """How traffic enters the cluster, with a version that may be too old for what it has."""
        gateway = self.env.cluster.gateway
        if gateway is None or gateway.api != "gateway" or gateway.older is None or self.has(Feature.GATEWAY_API):
            return gateway
        older = gateway.older
        return gateway.model_copy(
            update={"api": "ingress", "class_": older.class_, "namespace": older.namespace, "labels": older.labels}
        )

    def api_version(self, kind: str) -> str:
        """Return the ``apiVersion`` to write.

        Raises
        ------
        NotServedError
            If the cluster does not know the kind.
        """
        found = self._versions.get(kind)
        if found is None:
            found = self._versions[kind] = api_version(kind, self.version)
        return found

    def object(
        self, kind: str, name: str, part: str, body: Mapping[str, Any], *, element: str, place: Place,
        namespace: str | None = None, labels: dict[str, str] | None = None, annotations: dict[str, str] | None = None,
        written_version: str | None = None,
    ) -> StoredObject:  # fmt: skip
        """Make an object with its labels and its provenance.

        Each names the environment that makes it, those of a shared Service that of their host, so that what is no
        longer made can be found by the label and removed.

        Parameters
        ----------
        kind, name
            Kind and name of the object.
        part
            Part to which it belongs.
        body
            What follows the metadata.
        element
            Id of the model element from which it is made.
        place
            Where that element is written.
        namespace
            Its namespace; that of the part when None, none when empty.
        labels, annotations
            Labels in place of those of the part, annotations beside provenance.
        written_version
            The ``apiVersion``, of a kind that is not in the table.
        """
        metadata: dict[str, Any] = {"name": name}
        where = self.env.namespace(part) if namespace is None else namespace
        if where:
            metadata["namespace"] = where
        metadata["labels"] = (labels or self.labels(name, part)) | {self.key("environment"): self.env.id}
        data = {"apiVersion": written_version or self.api_version(kind), "kind": kind, "metadata": metadata, **body}
        given = annotations or {}
        text = _DIGESTED.encode([data, given])
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        metadata["annotations"] = {**given, self.key("element"): element, self.key("digest"): digest}
        return StoredObject(data, place, element)

    def report(
        self, code: str, severity: Severity, place: Place, message: str, advice: str = "", element: str = ""
    ) -> None:
        """Add a finding about this environment."""
        self.findings.append(Finding(code, severity, place, message, advice, element=element, environment=self.env.id))

    def unknown(self, error: UnknownAddressError, place: Place, element: str) -> None:
        """Report a value that the model cannot tell."""
        advice = "state it, bind it, or leave out what needs it"
        self.report("ADR001", Severity.ERROR, place, f"{element}: {error}", advice, element)

    def ask(self, question: Callable[[], str], resolved: Resolved, *path: str | int) -> str:
        """Return the answer to a question about a value; where the model cannot tell it, report that at its place."""
        try:
            return question()
        except UnknownAddressError as error:
            self.unknown(error, resolved.place(*path), resolved.id)
            return ""
