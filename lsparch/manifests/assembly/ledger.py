"""Which Secrets the pods need: a contract for whoever fills them, and never a value."""

from lsparch.manifests.assembly.configurations import Configuration, Configurations
from lsparch.manifests.assembly.manifest_set import SecretNeed
from lsparch.manifests.assembly.names import local_name
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload

__all__ = ["SecretLedger"]

_PULL_TYPE = "dockerconfigjson"
_PULL_KEY = f".{_PULL_TYPE}"


class SecretLedger:
    """Secrets that the pods of an environment need.

    Parameters
    ----------
    site
        The environment.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._keys: dict[tuple[str, str, str, bool], set[str]] = {}
        self._users: dict[tuple[str, str, str, bool], set[str]] = {}
        self._certificates: dict[tuple[str, str], SecretNeed] = {}
        self._pullers: dict[tuple[str, str, bool], set[str]] = {}

    def need(self, workload: Workload, identifier: str, key: str | None) -> str:
        """Write down that a pod needs a key, or every key, and return the name of the Secret."""
        name = local_name(identifier, workload.part)
        where = (workload.namespace, name, identifier, workload.is_per_user)
        keys = [key] if key is not None else list(self._site.env.secret(identifier).keys)
        self._keys.setdefault(where, set()).update(keys)
        self._users.setdefault(where, set()).add(workload.id)
        return name

    def need_certificate(self, namespace: str, name: str, element: str, host: str, provider: str) -> None:
        """Write down that a balancer needs a certificate for a host."""
        keys = ("tls.crt", "tls.key")
        self._certificates[namespace, name] = SecretNeed(
            namespace, name, element, keys, (element,), provider or f"a certificate for {host}", "kubernetes.io/tls",
            issued=bool(provider),
        )  # fmt: skip

    def need_credentials(self, workload: Workload, name: str) -> str:
        """Write down that a pod's images are pulled with credentials, and return the name of their Secret."""
        self._pullers.setdefault((workload.namespace, name, workload.is_per_user), set()).add(workload.id)
        return name

    def needs(self, configurations: Configurations) -> tuple[SecretNeed, ...]:
        """Return all that are needed, by namespace and name."""
        found = list(self._certificates.values())
        for (namespace, name, identifier, of_users), keys in self._keys.items():
            secret = self._site.env.secret(identifier)
            users = tuple(sorted(self._users[namespace, name, identifier, of_users]))
            keys_of, provider = tuple(sorted(keys)), secret.provider or ""
            found.append(SecretNeed(namespace, name, identifier, keys_of, users, provider, of_users=of_users))
        element = f"cluster/{self._site.env.cluster_id}.pull-secret"
        for (namespace, name, of_users), pullers in self._pullers.items():
            users, kind = tuple(sorted(pullers)), f"kubernetes.io/{_PULL_TYPE}"
            found.append(SecretNeed(namespace, name, element, (_PULL_KEY,), users, "", kind, of_users=of_users))
        for configuration in configurations.all:
            if configuration.is_secret:
                users = tuple(sorted({user.partition(":")[0] for user in configuration.used_by}))
                files = tuple(sorted(configuration.files.items()))
                keys_of = tuple(name for name, _ in files)
                found.append(_rendered(configuration, keys_of, users, files))
        return tuple(sorted(found, key=lambda need: (need.namespace, need.name, need.of_users)))


def _rendered(
    configuration: Configuration, keys: tuple[str, ...], users: tuple[str, ...], files: tuple[tuple[str, str], ...]
) -> SecretNeed:
    provider = "made from the template and the secrets that it names"
    where, name, element = configuration.namespace, configuration.name, configuration.element
    made_from = tuple(sorted({f"{key.secret}.{key.key}" for key in configuration.secrets}))
    return SecretNeed(where, name, element, keys, users, provider, made_from=made_from, templates=files)
