"""Volumes of a pod, and where its containers mount them."""

from typing import Any

from lsparch.manifests.assembly.containers import PodContainer
from lsparch.manifests.assembly.names import local_name, slug
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.models.component import Mount

__all__ = ["PodVolumes", "own_claim"]

_GROUP_READABLE = 0o440
"""Mode of files of secrets, where the pod has a group for its volumes."""


def own_claim(workload: Workload, storage: str) -> str:
    """Return the name of the claim of a component's own storage; for kinds without a template of claims."""
    return f"{workload.name}-{storage}"


class PodVolumes:
    """Volumes of one pod, collected while its containers are made.

    Parameters
    ----------
    shop
        The environment.
    workload
        The component.
    """

    def __init__(self, shop: Workshop, workload: Workload) -> None:
        self._shop = shop
        self._workload = workload
        self._volumes: dict[str, dict[str, Any]] = {}
        self.digests: dict[str, str] = {}
        """Digest of each set of configuration files."""

    @property
    def volumes(self) -> list[dict[str, Any]]:
        """Volumes of the pod; those that a StatefulSet makes for each replica are not among them."""
        return [{"name": name, **source} for name, source in self._volumes.items() if source]

    def mounts(self, container: PodContainer) -> list[dict[str, Any]]:
        """Return the mounts of a container."""
        result = []
        paths = set()
        for path, mount in container.mounts:
            name, read_only = self._volume(container, path, mount)
            entry: dict[str, Any] = {"name": name, "mountPath": path}
            if mount.sub_path is not None:
                entry["subPath"] = mount.sub_path
            if mount.read_only or read_only:
                entry["readOnly"] = True
            result.append(entry)
            paths.add(path)
        if not container.container.security.writable_root and "/tmp" not in paths:  # noqa: S108 - in the container
            name = self._named(f"{container.name}-tmp", {"emptyDir": {}}, "scratch")
            result.append({"name": name, "mountPath": "/tmp"})  # noqa: S108
        return result

    def _volume(self, container: PodContainer, path: str, mount: Mount) -> tuple[str, bool]:
        """Return the name of a mount's volume, and whether it can only be read."""
        env, workload = self._shop.site.env, self._workload
        if mount.volume is not None:
            identifier = env.qualify(mount.volume, ("volume",), container.part)
            name = local_name(env.deployed_volume(identifier), env.deployed_part(workload.part))
            return self._named(name, {"persistentVolumeClaim": {"claimName": name}}, "claim"), False
        if mount.storage is not None:
            storage = env.deployed_storage(workload.id, mount.storage)
            if workload.component.kind == "statefulset":
                return self._named(storage, {}, "storage"), False
            claim = own_claim(workload, storage)
            return self._named(storage, {"persistentVolumeClaim": {"claimName": claim}}, "storage"), False
        if mount.config is not None:
            return self._config(container, env.qualify(mount.config, ("config",), container.part)), True
        if mount.secret is not None:
            secret, key = env.mounted_secret(mount.secret, container.part)
            name = self._shop.ledger.need(workload, secret, key or None)
            return self._named(name, {"secret": self._secret(name, key)}, "secret"), True
        if mount.host_path is not None:
            return self._named(f"host-{slug(path)}", {"hostPath": {"path": mount.host_path}}, "host"), False
        empty = {"sizeLimit": mount.scratch} if mount.scratch is not None else {}
        return self._named(mount.name or f"{container.name}-{slug(path)}", {"emptyDir": empty}, "scratch"), False

    def _config(self, container: PodContainer, identifier: str) -> str:
        found = self._shop.configurations.used(self._workload, container, identifier)
        if found.is_secret:
            return self._named(found.name, {"secret": self._secret(found.name)}, "config")
        self.digests[found.name] = found.digest
        return self._named(found.name, {"configMap": {"name": found.name}}, "config")

    def _secret(self, name: str, key: str = "") -> dict[str, Any]:
        source: dict[str, Any] = {"secretName": name}
        if key:
            source["items"] = [{"key": key, "path": key}]
        if self._workload.component.security.fs_group is not None:
            source["defaultMode"] = _GROUP_READABLE
        return source

    def _named(self, name: str, source: dict[str, Any], kind: str) -> str:
        """Return the name of a volume in the pod; another one if a different volume has taken it."""
        taken = self._volumes.setdefault(name, source)
        if taken == source or ("emptyDir" in taken and "emptyDir" in source):
            return name
        return self._named(f"{name}-{kind}", source, kind)
