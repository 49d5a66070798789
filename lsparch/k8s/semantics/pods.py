"""Pods: containers and volumes together, placement, names."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.k8s.semantics.containers import container_faults, identity_faults
from lsparch.k8s.semantics.form import (
    Fault,
    Path,
    entries,
    is_address,
    label_faults,
    label_name_fault,
    mapping,
    names_twice,
    one_of,
    operator_faults,
    path_fault,
    selector_faults,
    value_at,
)

__all__ = ["pod_faults", "template_faults"]

_SOURCES = (
    "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "configMap", "csi", "downwardAPI", "emptyDir",
    "ephemeral", "fc", "flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs", "hostPath", "image",
    "iscsi", "nfs", "persistentVolumeClaim", "photonPersistentDisk", "portworxVolume", "projected", "quobyte", "rbd",
    "scaleIO", "secret", "storageos", "vsphereVolume",
)  # fmt: skip
_LARGEST_MODE = 0o777
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def template_faults(template: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Iterate over what is wrong with a template of pods."""
    yield from label_faults(mapping(template, "metadata", "labels"), (*path, "metadata", "labels"))
    where = (*path, "metadata", "annotations")
    yield from label_faults(mapping(template, "metadata", "annotations"), where, values=False)
    yield from pod_faults(mapping(template, "spec"), (*path, "spec"))


def pod_faults(pod: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Iterate over what is wrong with the specification of pods."""
    if not pod:
        return
    if pod.get("containers") == []:
        yield (*path, "containers"), "a pod needs a container"
    found = [(where, item) for key in ("initContainers", "containers") for where, item in entries(pod, key, path)]
    yield from names_twice((((*where, "name"), item.get("name")) for where, item in found), "container")
    for where, item in found:
        yield from container_faults(item, pod, where, init=where[-2] == "initContainers")
    yield from _volumes(pod, path)
    yield from identity_faults(mapping(pod, "securityContext"), (*path, "securityContext"))
    yield from _placement(pod, path)
    yield from _names(pod, path)
    if pod.get("hostNetwork") is True:
        yield from _host_ports(found)


def _host_ports(containers: list[tuple[Path, Mapping[str, Any]]]) -> Iterator[Fault]:
    for path, container in containers:
        for where, port in entries(container, "ports", path):
            if port.get("hostPort") not in (None, port.get("containerPort")):
                yield (*where, "hostPort"), "in the network of the node, hostPort must be containerPort"


def _volumes(pod: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    volumes = list(entries(pod, "volumes", path))
    yield from names_twice((((*where, "name"), volume.get("name")) for where, volume in volumes), "volume")
    for where, volume in volumes:
        if fault := label_name_fault(volume.get("name")):
            yield (*where, "name"), fault
        yield from one_of(volume, _SOURCES, where, "source of a volume", wanted=False)
        for kind in ("configMap", "secret", "projected", "downwardAPI"):
            source = mapping(volume, kind)
            yield from _files(source, (*where, kind))
            for inner, part in entries(source, "sources", (*where, kind)):
                for below in ("configMap", "secret", "downwardAPI"):
                    yield from _files(mapping(part, below), (*inner, below))


def _files(source: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    for where, item in [(path, source), *entries(source, "items", path)]:
        for key in ("defaultMode", "mode"):
            mode = item.get(key)
            if isinstance(mode, int) and not 0 <= mode <= _LARGEST_MODE:
                advice = f"; {int(str(mode), 8)} is meant by 0{mode}" if _is_octal(mode) else ""
                yield (*where, key), f"a mode is at most {_LARGEST_MODE}, which is 0777, not {mode}{advice}"
        if where != path and (fault := path_fault(item.get("path"))):
            yield (*where, "path"), fault


def _is_octal(number: int) -> bool:
    return number > 0 and not set(str(number)) & {"8", "9"}


def _placement(pod: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    yield from label_faults(mapping(pod, "nodeSelector"), (*path, "nodeSelector"))
    yield from _node_affinity(mapping(pod, "affinity", "nodeAffinity"), (*path, "affinity", "nodeAffinity"))
    for kind in ("podAffinity", "podAntiAffinity"):
        where = (*path, "affinity", kind)
        affinity = mapping(pod, "affinity", kind)
        for term_path, term in entries(affinity, _REQUIRED, where):
            yield from _pod_term(term, term_path)
        for outer, weighted in entries(affinity, _PREFERRED, where):
            yield from _pod_term(mapping(weighted, "podAffinityTerm"), (*outer, "podAffinityTerm"))
    for where, toleration in entries(pod, "tolerations", path):
        yield from _toleration(toleration, where)
    for where, spread in entries(pod, "topologySpreadConstraints", path):
        skew = spread.get("maxSkew")
        if isinstance(skew, int) and skew < 1:
            yield (*where, "maxSkew"), f"must be at least 1, not {skew}"
        if spread.get("topologyKey") == "":
            yield (*where, "topologyKey"), "must not be empty"
        yield from selector_faults(spread.get("labelSelector"), (*where, "labelSelector"))


def _node_affinity(affinity: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    terms = list(entries(affinity.get(_REQUIRED), "nodeSelectorTerms", (*path, _REQUIRED)))
    for where, weighted in entries(affinity, _PREFERRED, path):
        terms.append(((*where, "preference"), mapping(weighted, "preference")))
    for where, term in terms:
        for inner, expression in entries(term, "matchExpressions", where):
            yield from operator_faults(expression, inner)
            values = expression.get("values")
            single = isinstance(values, list) and len(values) == 1
            if str(expression.get("operator")) in {"Gt", "Lt"} and not single:
                yield inner, f"operator {expression['operator']} needs one value"


def _pod_term(term: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    if term.get("topologyKey") == "":
        yield (*path, "topologyKey"), "must not be empty"
    yield from selector_faults(term.get("labelSelector"), (*path, "labelSelector"))


def _toleration(toleration: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    operator, effect = toleration.get("operator", "Equal"), toleration.get("effect")
    if operator == "Exists" and toleration.get("value"):
        yield (*path, "value"), "operator Exists takes no value"
    if not toleration.get("key") and operator != "Exists":
        yield (*path, "operator"), "without a key, the operator must be Exists"
    if toleration.get("tolerationSeconds") is not None and effect != "NoExecute":
        yield (*path, "tolerationSeconds"), "only the effect NoExecute takes seconds"


def _names(pod: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    if pod.get("dnsPolicy") == "None" and not value_at(pod, "dnsConfig", "nameservers"):
        yield (*path, "dnsPolicy"), "dnsPolicy None needs name servers in dnsConfig"
    for where, alias in entries(pod, "hostAliases", path):
        if not is_address(alias.get("ip")):
            yield (*where, "ip"), f"{alias.get('ip')} is no IP address"
    for key in ("hostname", "subdomain"):
        if fault := label_name_fault(pod.get(key)):
            yield (*path, key), fault
