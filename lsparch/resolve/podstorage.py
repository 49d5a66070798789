"""What the pods of an environment mount, named and described as the objects must state it."""

from collections.abc import Iterator, Mapping

from lsparch.diagnostics import Place
from lsparch.graph import Leaf, State
from lsparch.graph.values import digest, mount_text, secret_text
from lsparch.k8s.api_versions import Feature, has_field
from lsparch.k8s.quantity import canonical_quantity
from lsparch.k8s.version import KubernetesVersion
from lsparch.load.names import split_member
from lsparch.models.component import Mount
from lsparch.models.part import Volume
from lsparch.resolve.address import Addresses, UnknownAddressError
from lsparch.resolve.environment import Environment
from lsparch.resolve.podcontainers import PodPart
from lsparch.resolve.render import render_file
from lsparch.resolve.sheet import Sheet
from lsparch.resolve.values import Values

__all__ = ["PodStorage"]

_MODES = {
    "one-pod": "ReadWriteOncePod",
    "one-node": "ReadWriteOnce",
    "many-read": "ReadOnlyMany",
    "many-write": "ReadWriteMany",
}


class PodStorage:
    """Volumes, configuration files and secrets of the pods of an environment.

    Parameters
    ----------
    env
        The environment.
    version
        Version of Kubernetes.
    pods
        Containers of each component's pods.
    """

    def __init__(self, env: Environment, version: KubernetesVersion, pods: Mapping[str, tuple[PodPart, ...]]) -> None:
        self._env = env
        self._version = version
        self._pods = pods
        self._addresses = Addresses(env)
        self._sheets: dict[str, Sheet] = {}
        self._exports: dict[tuple[str, int], Place] = {}
        self._configs: dict[tuple[str, str, str], str] = {}
        self._add_configs()
        for identifier, component in env.components(State.DEPLOYED):
            for name in component.storage:
                self._add_storage(identifier, name)
            for part in pods[identifier]:
                for _, mount in _mounts(part):
                    if mount.volume is not None:
                        self._add_volume(identifier, env.qualify(mount.volume, ("volume",), _home(part)))

    @property
    def leaves(self) -> Mapping[str, Mapping[str, Leaf]]:
        """Values of volumes and configuration files, by id on Kubernetes."""
        return {identifier: sheet.leaves for identifier, sheet in self._sheets.items()}

    def exports(self) -> Iterator[tuple[str, int, Place]]:
        """Iterate over components whose exports nodes mount: component, port, where that is stated."""
        return ((target, port, place) for (target, port), place in sorted(self._exports.items()))

    def local_id(self, element: str, identifier: str, *, users: bool = False) -> str:
        """Return the id of what an element is for the pods of a component: their namespace, and its name there."""
        part = identifier.partition("/")[0]
        is_volume = self._env.model.names.kind(element) == "volume"
        home, _, name = (self._env.deployed_volume(element) if is_volume else element).rpartition("/")
        own = self._env.deployed_part(part) if is_volume else part
        where = f"{self._env.namespace(part)}{':users' if users else ''}"
        return f"{where}/{name if home == own else f'{home}-{name}'}"

    def mounts(self, identifier: str, part: PodPart) -> Iterator[tuple[str, str]]:
        """Iterate over the mounts of a container: where, and what."""
        paths = set()
        for where, mount in _mounts(part):
            paths.add(where)
            what, fixed = self._mounted(identifier, part, mount)
            yield where, mount_text(what, mount.sub_path, read_only=mount.read_only or fixed)
        if not part.container.security.writable_root and "/tmp" not in paths:  # noqa: S108 - in the container
            yield "/tmp", "scratch"  # noqa: S108

    def _mounted(self, identifier: str, part: PodPart, mount: Mount) -> tuple[str, bool]:
        env = self._env
        if mount.volume is not None:
            found = env.qualify(mount.volume, ("volume",), _home(part))
            return f"volume {self.local_id(found, identifier, users=self._is_of_users(identifier))}", False
        if mount.storage is not None:
            return f"volume {self._storage_id(identifier, mount.storage)}", False
        if mount.config is not None:
            config = env.qualify(mount.config, ("config",), _home(part))
            kind = "secret" if env.config(config).delivery == "secret" else "config"
            return f"{kind} {self._configs[identifier, part.name, config]}", True
        if mount.secret is not None:
            secret, key = env.mounted_secret(mount.secret, _home(part))
            return secret_text(self.local_id(secret, identifier), [key] if key else ()), True
        return ("scratch" if mount.host_path is None else f"node {mount.host_path}"), False

    def _is_of_users(self, identifier: str) -> bool:
        spawned = self._env.component(identifier).spawned
        return spawned is not None and spawned.namespace == "per-user"

    def _storage_id(self, identifier: str, storage: str) -> str:
        part, name = identifier.partition("/")[0], self._env.deployed_name(identifier)
        storage = self._env.deployed_storage(identifier, storage)
        per_replica = self._env.component(identifier).kind == "statefulset"
        return f"{self._env.namespace(part)}/{name}{'/' if per_replica else '-'}{storage}"

    def _add_storage(self, identifier: str, name: str) -> None:
        component = self._env.component(identifier)
        storage = component.storage[name]
        sheet = self._sheets[f"volume/{self._storage_id(identifier, name)}"] = Sheet(self._env.elements[identifier])
        sheet.put("size", canonical_quantity(storage.size), "storage", name, "size")
        sheet.put("access", self._mode(storage.access), "storage", name, "access")
        sheet.put("class", self._class(storage.class_), "storage", name, "class")
        if component.kind == "statefulset":
            sheet.put("per-replica", value=True)

    def _add_volume(self, identifier: str, element: str) -> None:
        env = self._env
        own = f"volume/{self.local_id(element, identifier, users=self._is_of_users(identifier))}"
        if own in self._sheets:
            return
        resolved, volume = env.elements[element], env.volume(element)
        sheet = self._sheets[own] = Sheet(resolved)
        sheet.put("size", canonical_quantity(volume.size or "1Gi"), "size")
        sheet.put("access", self._mode(volume.access), "access")
        if volume.kind == "nfs":
            sheet.put("class", "", "kind")
            sheet.put("path", volume.export or "/", "export")
            sheet.put("server", self._server(volume, resolved.part, resolved.place("server")), "server")
            return
        found = self._class(volume.class_)
        if found is None and volume.kind == "node-local":
            found = next((c.name for c in env.cluster.storage_classes.values() if c.node_local), None)
        sheet.put("class", found, "class")

    def _server(self, volume: Volume, part: str, place: Place) -> str:
        if volume.server is None:
            return ""
        try:
            endpoint_id, endpoint = self._addresses.bound(volume.server, part)
            host = self._addresses.host(endpoint_id)
        except UnknownAddressError:
            return ""
        target = split_member(endpoint_id)[0]
        if self._env.states.get(target) is State.DEPLOYED and endpoint.port is not None:
            self._exports.setdefault((target, endpoint.port), place)
        return host

    def _mode(self, access: str) -> str:
        return _MODES[
            "one-node" if access == "one-pod" and not has_field(Feature.READ_WRITE_ONCE_POD, self._version) else access
        ]

    def _class(self, purpose: str | None) -> str | None:
        found = self._env.cluster.storage_classes.get(purpose or "")
        return None if found is None else found.name

    def _add_configs(self) -> None:
        """Render the files that each container mounts; where those of a namespace differ, each has its own."""
        env = self._env
        groups: dict[tuple[str, str], list[tuple[dict[str, str], list[tuple[str, PodPart]]]]] = {}
        for identifier, parts in self._pods.items():
            namespace = env.namespace(identifier.partition("/")[0])
            for part in parts:
                for _, mount in _mounts(part):
                    if mount.config is None:
                        continue
                    config = env.qualify(mount.config, ("config",), _home(part))
                    files = self._files(config, part)
                    group = groups.setdefault((namespace, config), [])
                    same = next((users for known, users in group if known == files), None)
                    if same is None:
                        group.append((files, same := []))
                    same.append((identifier, part))
        for (_, config), group in groups.items():
            for files, users in group:
                self._add_config(config, files, users, alone=len(group) == 1)

    def _add_config(
        self, config: str, files: Mapping[str, str], users: list[tuple[str, PodPart]], *, alone: bool
    ) -> None:
        identifier, first = users[0]
        own = self.local_id(config, identifier)
        if not alone:
            name = self._env.deployed_name(identifier)
            own += f"-{name}-{first.name}" if first.path else f"-{name}"
        for user, part in users:
            self._configs[user, part.name, config] = own
        sheet = self._sheets[f"config/{own}"] = Sheet(self._env.elements[config])
        if self._env.config(config).delivery != "secret":
            for name, text in files.items():
                sheet.put(f"file.{name}", digest(text), "files", name)

    def _files(self, config: str, part: PodPart) -> dict[str, str]:
        resolved = self._env.elements[config]
        values = Values(part.values.addresses, resolved.part, part.container, part.values.part)
        found = {}
        for name, file in self._env.config(config).files.items():
            try:
                found[name] = render_file(file, self._env.model.texts, values).text
            except UnknownAddressError:
                continue  # reported where the file is made
        return found


def _home(part: PodPart) -> str:
    """Return the part whose names the references of a container may use without prefix."""
    return part.values.part


def _mounts(part: PodPart) -> Iterator[tuple[str, Mount]]:
    for where, mount in part.container.mounts.items():
        yield where, Mount.model_construct(volume=mount) if isinstance(mount, str) else mount
