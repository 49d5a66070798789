"""ExternalSecrets: which entries of a secret store fill which keys of which Secrets; never a value."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Place, Severity
from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.manifest_set import SecretNeed
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.models.cluster import SecretOperator

__all__ = ["AFTER_ALL", "KIND", "build"]

KIND = "ExternalSecret"

AFTER_ALL = True
"""Which Secrets are needed is known when all pods are made."""

_VERSION = "external-secrets.io/v1"
_CLUSTER = "cluster"
"""Part under which the store holds what belongs to no part."""

_OPENS = "{{"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make an ExternalSecret of every Secret that is needed, where the cluster has the operator.

    Secrets in namespaces of users, which come and go, have a ClusterExternalSecret; certificates that an issuer makes
    have none.
    """
    site = shop.site
    operator = site.env.cluster.secret_operator
    if operator is None or not site.has(Feature.EXTERNAL_SECRETS):
        return
    for found in shop.configurations.without_secrets():
        message = f"{found.element} is delivered as a Secret and holds none, so that the operator would make nothing"
        place = site.env.elements[found.element].place("delivery")
        site.report("GEN016", Severity.ERROR, place, message, "deliver it as a ConfigMap", found.element)
    for need in shop.ledger.needs(shop.configurations):
        if need.issued:
            continue
        spec = _spec(site, operator, need)
        part = site.namespaces[need.namespace]
        place = _place(site, need)
        if need.of_users:
            chosen = {"matchLabels": {site.key("users-of"): need.namespace}}
            body = {
                "spec": {
                    "externalSecretName": need.name,
                    "namespaceSelectors": [chosen],
                    "refreshTime": _minutes(operator),
                    "externalSecretSpec": spec,
                }
            }
            name = f"{need.namespace}-users-{need.name}"
            yield site.object(
                "ClusterExternalSecret", name, part, body, element=need.element, place=place, namespace="",
                written_version=_VERSION,
            )  # fmt: skip
        else:
            yield site.object(
                KIND, need.name, part, {"spec": spec}, element=need.element, place=place, namespace=need.namespace,
                written_version=_VERSION,
            )  # fmt: skip


def _place(site: Site, need: SecretNeed) -> Place:
    """Return where what a Secret is made for is written."""
    if need.element.startswith("cluster/"):
        element, _, key = need.element.partition(".")
        return site.env.model.place(element, key)
    found = site.env.elements.get(need.element)
    return site.env.model.place(site.namespaces[need.namespace]) if found is None else found.place()


def _spec(site: Site, operator: SecretOperator, need: SecretNeed) -> dict[str, Any]:
    target: dict[str, Any] = {"name": need.name, "creationPolicy": "Owner", "deletionPolicy": "Retain"}
    if need.templates or need.type != "Opaque":
        template: dict[str, Any] = {"engineVersion": "v2", "mergePolicy": "Replace", "type": need.type}
        if need.templates:
            template["data"] = {name: _template(text, need.made_from) for name, text in need.templates}
        target["template"] = template
    if need.templates:
        data = [_entry(site, operator, need, key, _variable(key)) for key in need.made_from]
    else:
        data = [_entry(site, operator, need, f"{need.element}.{key}", key) for key in need.keys]
    return {
        "refreshInterval": _minutes(operator),
        "secretStoreRef": {"kind": operator.kind, "name": operator.store},
        "target": target,
        "data": data,
    }


def _entry(site: Site, operator: SecretOperator, need: SecretNeed, key: str, name: str) -> dict[str, Any]:
    """Return where the store holds a key, such as ``api/dax-db.password``, and under which name it comes."""
    part, _, member = key.partition("/")
    secret, _, field = member.partition(".")
    if need.element.startswith("cluster/"):
        part, secret, field = _CLUSTER, need.name, name
    elif need.type == "kubernetes.io/tls":
        secret, field = need.name, name
    known = {"environment": site.env.id, "part": part, "secret": secret, "namespace": need.namespace}
    reference = {
        "key": _filled(operator.path, known),
        "property": field,
        "conversionStrategy": "Default",
        "decodingStrategy": "None",
        "metadataPolicy": "None",
    }
    return {"secretKey": name, "remoteRef": reference}


def _filled(path: str, known: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda found: known[found[1]], path)


def _variable(key: str) -> str:
    """Return the name of a key inside a template: the text of its reference, in letters that a Secret may hold."""
    return key.replace("/", ".")


def _template(text: str, keys: tuple[str, ...]) -> str:
    """Return a file as a template of the operator: keys in place of references, everything else as it is."""
    known = {f"{{{{ {key} }}}}": f'{{{{ index . "{_variable(key)}" }}}}' for key in keys}
    pattern = "|".join(re.escape(found) for found in (*sorted(known, reverse=True), _OPENS))
    return re.sub(pattern, lambda found: known.get(found[0], f'{{{{ "{_OPENS}" }}}}'), text)


def _minutes(operator: SecretOperator) -> str:
    """Return the time after which a value is read again, as the API server writes it."""
    hours, minutes = divmod(operator.refresh_minutes, 60)
    return f"{hours}h{minutes}m0s" if hours else f"{minutes}m0s"
