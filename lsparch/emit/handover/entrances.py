"""What a recipe says when gateways are there: names that must lead to them, certificates, images for the registry."""

from collections.abc import Iterator
from typing import Any

from lsparch.emit.handover.contents import Handover, code, fenced
from lsparch.emit.report_audit import markdown_table
from lsparch.k8s.store import StoredObject
from lsparch.resolve.address import Addresses, UnknownAddressError
from lsparch.resolve.pins import deployed_images

__all__ = ["MIRROR", "image_steps", "mirror_text", "name_steps"]

MIRROR = "mirror.txt"
"""List of the images that the registry of the cluster must hold."""

_ADDRESSES = {
    "Gateway": '{range .status.addresses[*]}{.value}{"\\n"}{end}',
    "Ingress": '{range .status.loadBalancer.ingress[*]}{.ip}{.hostname}{"\\n"}{end}',
}


def name_steps(handover: Handover) -> Iterator[str]:
    """Iterate over the lines about names, and the certificates that an issuer makes for them."""
    entrances = [(stored, _hosts(stored)) for stored in handover.manifests.objects if stored.kind in _ADDRESSES]
    if not entrances:
        return
    yield "### Names and certificates"
    yield ""
    yield "In the DNS where users and nodes look, each name must lead to the address of its gateway:"
    yield ""
    rows = tuple((host, f"{s.kind} {s.namespace}/{s.name}") for s, hosts in entrances for host in hosts)
    yield from markdown_table(("Name", "Leads to"), rows)
    yield from fenced(*(_address(stored) for stored, _ in entrances))
    if handover.issued:
        yield "The issuer makes certificates once names lead there; these wait for them."
        yield from fenced(
            *(
                f"kubectl wait --for=create --timeout=15m --namespace {need.namespace} secret/{need.name}"
                for need in handover.issued
            )
        )


def _hosts(stored: StoredObject) -> tuple[str, ...]:
    spec: dict[str, Any] = stored.data.get("spec") or {}
    if stored.kind == "Gateway":
        return tuple(sorted({str(way["hostname"]) for way in spec.get("listeners") or () if way.get("hostname")}))
    return tuple(sorted({str(rule["host"]) for rule in spec.get("rules") or () if rule.get("host")}))


def _address(stored: StoredObject) -> str:
    where = f"{stored.kind.lower()} {stored.name} --namespace {stored.namespace}"
    return f"kubectl get {where} --output jsonpath='{_ADDRESSES[stored.kind]}'"


def image_steps(handover: Handover) -> Iterator[str]:
    """Iterate over the lines about what the registry of the cluster must hold."""
    if not mirror_text(handover):
        return
    yield "### Images in the registry of the cluster"
    yield ""
    yield (
        f"Nodes pull from it, so it must hold what {code(MIRROR)} names before the workloads that follow, or fetch it: "
        "each line has where an image is published, and where nodes pull it. With skopeo, for example:"
    )
    yield ""
    yield "```text"
    yield "while read -r source target; do"
    yield '  skopeo copy --all "docker://$source" "docker://${target%@*}"'
    yield f"done <{MIRROR}"
    yield "```"
    yield ""


def mirror_text(handover: Handover) -> str:
    """Return a line for each image that another registry publishes: its reference there, and the one in pods."""
    return "".join(f"{source} {target}\n" for source, target in sorted(_copies(handover)))


def _copies(handover: Handover) -> Iterator[tuple[str, str]]:
    """Iterate over where each image is published, and where nodes pull it, if copies must be made."""
    addresses = Addresses(handover.env)
    pulled = {*handover.manifests.images, *handover.tests.images}
    for deployed in deployed_images(handover.env):
        try:
            target, host = addresses.image(deployed.image, deployed.tag), addresses.upstream(deployed.image)
        except UnknownAddressError:
            continue
        digest = f"@{found}" if (found := addresses.digest(deployed.image, deployed.tag)) else ""
        source = f"{host}/{_repository(handover, deployed.image, host)}{digest or f':{deployed.tag}'}"
        home = handover.env.qualify(handover.env.image(deployed.image).registry, ("external",), "")
        if target in pulled and target.partition("/")[0] != host and not addresses.is_cached(home):
            yield source, target


def _repository(handover: Handover, name: str, host: str) -> str:
    repository = handover.env.image(name).repository
    return f"library/{repository}" if host == "docker.io" and "/" not in repository else repository
