"""What pods mount: volumes and their claims, configuration files, secrets, directories of nodes."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.graph.values import digest, mount_text, secret_text
from lsparch.k8s.store import StoredObject
from lsparch.observe.reading import Path, Sheet, at, items, mapping, quantity, text, texts
from lsparch.observe.scene import Pods, Scene, containers

__all__ = ["put_mounts", "storage_sheets"]


def put_mounts(pods: Pods) -> None:
    """Write down what each container mounts."""
    volumes = {text(volume, "name"): _source(pods, volume) for _, volume in items(pods.spec, "volumes")}
    for _, claim in items(pods.stored.data, "spec", "volumeClaimTemplates"):
        name = text(claim, "metadata", "name")
        volumes[name] = (f"volume {pods.namespace}/{pods.name}/{name}", False)
    for container, path, _ in containers(pods):
        base = f"container.{text(container, 'name')}.mount"
        for number, mount in items(container, "volumeMounts"):
            what, fixed = volumes.get(text(mount, "name"), (f"nothing {text(mount, 'name')}", False))
            read_only = fixed or mount.get("readOnly") is True
            below = text(mount, "subPath") or text(mount, "subPathExpr")
            value = mount_text(what, below, read_only=read_only)
            pods.sheet.put(f"{base}.{text(mount, 'mountPath')}", value, pods.stored, *path, "volumeMounts", number)


def _source(pods: Pods, volume: Mapping[str, Any]) -> tuple[str, bool]:
    """Return what a volume of a pod is, and whether it can only be read."""
    if "persistentVolumeClaim" in volume:
        claim = mapping(volume, "persistentVolumeClaim")
        return f"volume {pods.namespace}/{text(claim, 'claimName')}", claim.get("readOnly") is True
    if "configMap" in volume:
        return f"config {pods.home}/{text(volume, 'configMap', 'name')}", True
    if "secret" in volume:
        keys = [_item(item) for _, item in items(volume, "secret", "items")]
        return secret_text(f"{pods.home}/{text(volume, 'secret', 'secretName')}", keys), True
    if "emptyDir" in volume:
        return "scratch", False
    if "hostPath" in volume:
        return f"node {text(volume, 'hostPath', 'path')}", False
    if "nfs" in volume:
        nfs = mapping(volume, "nfs")
        return f"export {text(nfs, 'server')}:{text(nfs, 'path')}", nfs.get("readOnly") is True
    if "projected" in volume:
        return "projected", True
    kinds = sorted(key for key in volume if key != "name")
    return " ".join(kinds) or "scratch", False


def _item(item: Mapping[str, Any]) -> str:
    key, path = text(item, "key"), text(item, "path")
    return key if key == path else f"{key} as {path}"


def storage_sheets(scene: Scene) -> Iterator[tuple[str, StoredObject, Sheet]]:
    """Iterate over volumes and configuration files: id, object, values."""
    exports = dict(_exports(scene))
    made = tuple(_made(scene))
    for namespace, claim in scene.objects("PersistentVolumeClaim"):
        if any(namespace == where and name.fullmatch(claim.name) for where, name in made):
            continue
        sheet = Sheet()
        _put_claim(sheet, claim, ())
        for volume in exports.get((namespace, claim.name), ()):
            for field in ("server", "path"):
                sheet.put(field, text(volume.data, "spec", "nfs", field) or None, volume, "spec", "nfs", field)
        yield f"volume/{namespace}/{claim.name}", claim, sheet
    for pods in scene.pods.values():
        for number, template in items(pods.stored.data, "spec", "volumeClaimTemplates"):
            sheet = Sheet()
            _put_claim(sheet, pods.stored, ("spec", "volumeClaimTemplates", number))
            sheet.put("per-replica", True, pods.stored, "spec", "volumeClaimTemplates", number)
            yield f"volume/{pods.namespace}/{pods.name}/{text(template, 'metadata', 'name')}", pods.stored, sheet
    for stored in scene.store.of_kind("ConfigMap"):
        sheet = Sheet()
        for field in ("data", "binaryData"):
            for name, content in texts(stored.data, field).items():
                sheet.put(f"file.{name}", digest(content), stored, field, name)
        yield f"config/{stored.namespace}/{stored.name}", stored, sheet
    for stored in scene.store.of_kind("Secret"):
        sheet = Sheet()
        for field in ("data", "stringData"):
            for name in mapping(stored.data, field):
                sheet.put(f"key.{name}", True, stored, field)
        yield f"secret/{stored.namespace}/{stored.name}", stored, sheet


def _made(scene: Scene) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Iterate over the namespaces of claims that StatefulSets make, and what their names look like."""
    for pods in scene.pods.values():
        for _, template in items(pods.stored.data, "spec", "volumeClaimTemplates"):
            name = f"{text(template, 'metadata', 'name')}-{pods.name}"
            yield pods.namespace, re.compile(rf"{re.escape(name)}-[0-9]+")


def _put_claim(sheet: Sheet, stored: StoredObject, path: Path) -> None:
    spec = mapping(stored.data, *path, "spec")
    size = quantity(at(spec, "resources", "requests", "storage"))
    sheet.put("size", size, stored, *path, "spec", "resources", "requests", "storage")
    modes = spec.get("accessModes")
    if isinstance(modes, list):
        sheet.put("access", " ".join(sorted(map(str, modes))), stored, *path, "spec", "accessModes")
    class_name = spec.get("storageClassName")
    sheet.put("class", class_name if isinstance(class_name, str) else None, stored, *path, "spec", "storageClassName")


def _exports(scene: Scene) -> Iterator[tuple[tuple[str, str], tuple[StoredObject, ...]]]:
    """Iterate over the PersistentVolumes that are kept for a claim, by its namespace and name."""
    found: dict[tuple[str, str], list[StoredObject]] = {}
    named: dict[str, StoredObject] = {}
    for volume in scene.store.of_kind("PersistentVolume"):
        named[volume.name] = volume
        claim = mapping(volume.data, "spec", "claimRef")
        if claim:
            found.setdefault((text(claim, "namespace"), text(claim, "name")), []).append(volume)
    for namespace, made in scene.users.items():
        for volume in made:
            if volume.kind == "PersistentVolume":
                key = (f"{namespace}:users", text(volume.data, "spec", "claimRef", "name"))
                found.setdefault(key, []).append(volume)
    for namespace, claim_object in scene.objects("PersistentVolumeClaim"):
        wanted = named.get(text(claim_object.data, "spec", "volumeName"))
        if wanted is not None and (namespace, claim_object.name) not in found:
            found[namespace, claim_object.name] = [wanted]
    yield from ((key, tuple(volumes)) for key, volumes in found.items())
