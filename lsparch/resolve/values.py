"""Values: what an environment variable or a configuration leaf is in one environment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from lsparch.k8s.quantity import parse_quantity
from lsparch.load.content import PLACEHOLDER
from lsparch.models.component import Container, Mount
from lsparch.models.value import (
    AddressValue,
    FieldValue,
    HostValue,
    ImageValue,
    MountValue,
    PathValue,
    PeersValue,
    PortValue,
    PublicValue,
    ResourceValue,
    SecretValue,
    SizesValue,
    TextValue,
    UrlValue,
    Value,
)
from lsparch.resolve.address import Addresses, UnknownAddressError

__all__ = ["Fact", "SecretKey", "Text", "Values"]


@dataclass(frozen=True, slots=True)
class Text:
    """A value that is known when the configuration is made."""

    text: str


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A value that only the secret store knows."""

    secret: str
    """Id of the secret, such as ``identity/oauth``."""

    key: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that Kubernetes tells the pod."""

    field: str


_UNITS = {
    "": 1, "k": 10**3, "K": 2**10, "m": 2**20, "M": 2**20, "g": 2**30, "G": 2**30, "Mi": 2**20, "Gi": 2**30,
}  # fmt: skip
"""Bytes per unit, as Java, shells and Kubernetes take them; JVM's ``g`` and ``G`` are binary."""


@dataclass(frozen=True, slots=True)
class Values:
    """Values in the eyes of one container.

    Raises
    ------
    UnknownAddressError
        By its methods, where the model cannot tell a value.
    """

    addresses: Addresses
    part: str
    """Part whose names a reference may use without prefix."""

    container: Container
    component_part: str = ""
    """Part of the component, where that is not the one in whose file the value stands."""

    def evaluate(self, value: Value) -> Text | SecretKey | Fact:
        """Return a value as text, or as the secret or fact that it stands for."""
        match value:
            case bool():
                return Text("true" if value else "false")
            case str() | int() | float():
                return Text(str(value))
            case SecretValue():
                secret, _, key = self._id(value.secret, "secret-key").partition(".")
                return SecretKey(secret, key)
            case FieldValue():
                return Fact(value.field)
            case TextValue():
                return Text(self.fill(value.text, value.with_))
            case _:
                return Text(self._reference(value))

    def text(self, value: Value) -> str:
        """Return a value as text; a secret or a fact is an error here."""
        found = self.evaluate(value)
        if isinstance(found, Text):
            return found.text
        raise UnknownAddressError("a secret or a fact of the pod cannot stand inside a text")

    def fill(self, text: str, values: Mapping[str, Value]) -> str:
        """Return a text with its placeholders replaced."""
        return PLACEHOLDER.sub(lambda m: "@{" if m.group() == "@@{" else self.text(values[m.group(1)]), text)

    def _id(self, text: str, *kinds: str) -> str:
        return self.addresses.environment.qualify(text, kinds, self.part)

    def _reference(
        self,
        value: UrlValue
        | HostValue
        | PortValue
        | AddressValue
        | PathValue
        | PublicValue
        | PeersValue
        | MountValue
        | ImageValue
        | ResourceValue
        | SizesValue,
    ) -> str:
        match value:
            case UrlValue():
                endpoint_id, endpoint = self.addresses.bound(value.url, self.part)
                path = value.path or (f"/{value.database}" if value.database else "")
                return self.addresses.url(endpoint_id, endpoint, value.scheme, path, value.user)
            case HostValue():
                return self.addresses.called(self.addresses.bound(value.host, self.part)[0])
            case PortValue():
                return str(self.addresses.port(*self.addresses.bound(value.port, self.part)))
            case AddressValue():
                endpoint_id, endpoint = self.addresses.bound(value.address, self.part)
                return f"{self.addresses.called(endpoint_id)}:{self.addresses.port(endpoint_id, endpoint)}"
            case PathValue():
                return self.addresses.public(self._id(value.path_of, "endpoint"))[1]
            case PublicValue():
                host, path = self.addresses.public(self._id(value.public, "endpoint"))
                below = (value.path or "").lstrip("/")
                url = f"https://{host}{path.rstrip('/')}{f'/{below}' if below else ''}"
                return {"url": url, "host": host, "domain": self.addresses.domain(host)}[value.part]
            case PeersValue():
                return value.separator.join(self.addresses.peers(self._id(value.peers, "component")))
            case ImageValue():
                return self.addresses.image(self._id(value.image, "image"))
            case MountValue():
                return self._mounted(value)
            case ResourceValue():
                return self._resource(value)
            case SizesValue():
                return self._sizes(value)
            case _:
                assert_never(value)

    def _mounted(self, value: MountValue) -> str:
        wanted = self._id(value.mount, "volume", "config", "secret")
        home = self.component_part or self.part
        env = self.addresses.environment
        for path, mount in self.container.mounts.items():
            name = mount if isinstance(mount, str) else mount.volume or mount.config
            found = env.qualify(name, ("volume", "config"), home) if name is not None else ""
            if isinstance(mount, Mount) and mount.secret is not None:
                found, _ = env.mounted_secret(mount.secret, home)
            if found == wanted:
                return path.rstrip("/") + (f"/{value.path.lstrip('/')}" if value.path else "")
            if isinstance(mount, Mount) and mount.storage == value.mount:
                return path
        raise UnknownAddressError(f"{wanted} is not mounted here")

    def _sizes(self, value: SizesValue) -> str:
        spawned = self.addresses.environment.component(self._id(value.sizes, "component")).spawned
        if spawned is None:
            raise UnknownAddressError(f"{value.sizes} is not spawned, so it has no sizes")
        sizes = {name: size.model_dump(by_alias=True, exclude_none=True) for name, size in spawned.sizes.items()}
        return json.dumps({"default": spawned.default_size, "sizes": sizes})

    def _resource(self, value: ResourceValue) -> str:
        resources = self.container.resources
        amount = {
            "memory": resources.memory,
            "memory-limit": resources.memory_limit,
            "cpu": resources.cpu,
            "cpu-limit": resources.cpu_limit,
        }[value.resource]
        if amount is None:
            raise UnknownAddressError(f"{value.resource} is not set")
        total: Fraction = parse_quantity(amount)
        return f"{int(total * value.percent / 100 / _UNITS[value.unit])}{value.unit}"
