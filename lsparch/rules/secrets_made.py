"""Secrets that objects of a deployment make, and the keys of each."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.rules.workloads import ContainerView, Workload, at, items, mapping

__all__ = ["Made", "SecretUse", "certificates", "made_secrets", "secret_uses"]

Made = Mapping[tuple[str, str], frozenset[str] | None]
"""Keys of each Secret by namespace and name; None where they cannot be told. The namespace "" stands for every one."""

SecretUse = tuple[tuple[str | int, ...], str, str | None]
"""Path of a reference in an object, name of the Secret, and the key that is wanted."""

_CERTIFICATE = frozenset({"ca.crt", "tls.crt", "tls.key"})
_ISSUERS = ("cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme")


def made_secrets(objects: ObjectStore) -> dict[tuple[str, str], frozenset[str] | None]:
    """Return the Secrets that exist, or that an operator makes of an object."""
    made: dict[tuple[str, str], frozenset[str] | None] = {}
    for secret in objects.of_kind("Secret"):
        made[secret.namespace, secret.name] = frozenset(
            {*mapping(secret.data, "data"), *mapping(secret.data, "stringData")}
        )
    for sealed in objects.of_kind("SealedSecret"):
        name = str(at(sealed.data, "spec", "template", "metadata", "name") or sealed.name)
        made[sealed.namespace, name] = frozenset(mapping(sealed.data, "spec", "encryptedData"))
    for external in objects.of_kind("ExternalSecret"):
        spec = mapping(external.data, "spec")
        made[external.namespace, str(at(spec, "target", "name") or external.name)] = _external_keys(spec)
    for wide in objects.of_kind("ClusterExternalSecret"):
        name = str(at(wide.data, "spec", "externalSecretName") or wide.name)
        inner = mapping(wide.data, "spec", "externalSecretSpec")
        made["", str(at(inner, "target", "name") or name)] = _external_keys(inner)
    for certificate in objects.of_kind("Certificate"):
        made[certificate.namespace, str(at(certificate.data, "spec", "secretName"))] = _CERTIFICATE
    for stored in objects.of_kind("Gateway", "Ingress"):
        if any(key in mapping(stored.data, "metadata", "annotations") for key in _ISSUERS):
            for _, namespace, name in certificates(stored):
                made.setdefault((namespace, name), _CERTIFICATE)
    return made


def certificates(stored: StoredObject) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Iterate over the Secrets with certificates that a Gateway or Ingress names: path, namespace, name."""
    if stored.kind == "Ingress":
        for number, tls in items(stored.data, "spec", "tls"):
            if tls.get("secretName"):
                yield ("spec", "tls", number, "secretName"), stored.namespace, str(tls["secretName"])
        return
    for number, listener in items(stored.data, "spec", "listeners"):
        for position, reference in items(listener, "tls", "certificateRefs"):
            if reference.get("kind", "Secret") == "Secret" and not reference.get("group"):
                path = ("spec", "listeners", number, "tls", "certificateRefs", position, "name")
                yield path, str(reference.get("namespace", stored.namespace)), str(reference.get("name"))


def secret_uses(workload: Workload) -> Iterator[SecretUse]:
    """Iterate over the Secrets that pods cannot do without."""
    base = (*workload.template, "spec")
    for position, reference in items(workload.pod, "imagePullSecrets"):
        yield (*base, "imagePullSecrets", position, "name"), str(reference.get("name")), None
    for container in workload.containers:
        yield from _of_container(container, workload)
    for position, volume in items(workload.pod, "volumes"):
        path = (*base, "volumes", position)
        yield from _of_volume(mapping(volume, "secret"), "secretName", (*path, "secret"))
        for number, source in items(volume, "projected", "sources"):
            yield from _of_volume(mapping(source, "secret"), "name", (*path, "projected", "sources", number, "secret"))


def _of_volume(source: Mapping[str, Any], name_key: str, path: tuple[str | int, ...]) -> Iterator[SecretUse]:
    if not source or source.get("optional") is True:
        return
    name = str(source.get(name_key))
    yield (*path, name_key), name, None
    for number, item in items(source, "items"):
        yield (*path, "items", number, "key"), name, str(item.get("key"))


def _of_container(container: ContainerView, workload: Workload) -> Iterator[SecretUse]:
    for position, variable in items(container.data, "env"):
        reference = mapping(variable, "valueFrom", "secretKeyRef")
        if reference and reference.get("optional") is not True:
            path = (*container.path, "env", position, "valueFrom", "secretKeyRef")
            yield (*path, "name"), str(reference.get("name")), None
            yield (*path, "key"), str(reference.get("name")), str(reference.get("key"))
    for position, source in items(container.data, "envFrom"):
        reference = mapping(source, "secretRef")
        if reference and reference.get("optional") is not True:
            yield (*container.path, "envFrom", position, "secretRef", "name"), str(reference.get("name")), None
    whole = {
        str(volume.get("name")): str(at(volume, "secret", "secretName"))
        for _, volume in items(workload.pod, "volumes")
        if "secret" in volume and not at(volume, "secret", "items")
    }
    for position, mount in items(container.data, "volumeMounts"):
        if mount.get("subPath") and str(mount.get("name")) in whole:
            key = str(mount["subPath"]).partition("/")[0]
            yield (*container.path, "volumeMounts", position, "subPath"), whole[str(mount["name"])], key


def _external_keys(spec: Mapping[str, Any]) -> frozenset[str] | None:
    template = mapping(spec, "target", "template")
    if spec.get("dataFrom") or template.get("templateFrom"):
        return None
    own = {str(item.get("secretKey")) for _, item in items(spec, "data")}
    made = mapping(template, "data")
    return frozenset(own if not made else set(made) | (own if template.get("mergePolicy") == "Merge" else set()))
