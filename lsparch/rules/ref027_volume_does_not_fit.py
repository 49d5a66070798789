"""REF027: a claim and the volume that it is bound to do not fit."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, mapping, quantity, texts

__all__ = ["VolumeDoesNotFit"]


class VolumeDoesNotFit(ObjectsRule):
    """A claim and the volume that it is bound to do not fit.

    Why is this bad
    ---------------
    The claim waits for ever, and so do its pods.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: PersistentVolume
    metadata: {name: datasets}
    spec:
      capacity: {storage: 10Ti}
      accessModes: [ReadOnlyMany]
      storageClassName: ""
      nfs: {server: nfs.example.org, path: /datasets}
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: datasets, namespace: api}
    spec:
      accessModes: [ReadOnlyMany]
      storageClassName: ""
      volumeName: datasets
      resources:
        requests:
          storage: 100Ti  # <-- REF027
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: PersistentVolume
    metadata: {name: datasets}
    spec:
      capacity: {storage: 100Ti}
      accessModes: [ReadOnlyMany]
      storageClassName: ""
      nfs: {server: nfs.example.org, path: /datasets}
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: datasets, namespace: api}
    spec:
      accessModes: [ReadOnlyMany]
      storageClassName: ""
      volumeName: datasets
      resources:
        requests:
          storage: 100Ti
    ```
    """

    code = "REF027"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Compare each claim with the volume that it names, and each volume with the claim that it is kept for."""
        volumes = {volume.name: volume for volume in context.objects.of_kind("PersistentVolume")}
        for claim in context.objects.of_kind("PersistentVolumeClaim") if volumes else ():
            name = str(at(claim.data, "spec", "volumeName") or "")
            if name in volumes:
                for path, text in _differences(claim.data, volumes[name].data):
                    message = f"PersistentVolumeClaim {claim.name} {text} of PersistentVolume {name}"
                    related = [(volumes[name].place("spec", key=True), "this volume")]
                    yield self.report(claim, claim.place(*path), message, "let both say the same", related)
            elif name and context.whole:
                message = f"PersistentVolumeClaim {claim.name} names PersistentVolume {name}, which does not exist"
                yield self.report(claim, claim.place("spec", "volumeName"), message, suggest(name, volumes))
        for volume in volumes.values() if context.whole else ():
            namespace, name = (str(at(volume.data, "spec", "claimRef", key) or "") for key in ("namespace", "name"))
            claims = [c.name for c in context.objects.of_kind("PersistentVolumeClaim") if c.namespace == namespace]
            if name and name not in claims and (claims or context.workloads_in.get(namespace)):
                message = (
                    f"PersistentVolume {volume.name} is kept for claim {name} of {namespace}, which does not exist"
                )
                yield self.report(volume, volume.place("spec", "claimRef", "name"), message, suggest(name, claims))


def _differences(claim: Mapping[str, Any], volume: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    asked, given = at(claim, "spec", "resources", "requests", "storage"), at(volume, "spec", "capacity", "storage")
    if asked is not None and given is not None and quantity(asked) > quantity(given):
        yield ("spec", "resources", "requests", "storage"), f"asks for {asked}, more than the {given}"
    modes = texts(volume, "spec", "accessModes")
    for mode in texts(claim, "spec", "accessModes"):
        if mode not in modes:
            yield ("spec", "accessModes"), f"wants {mode}, which is no access mode"
    wanted, has = mapping(claim, "spec").get("storageClassName"), mapping(volume, "spec").get("storageClassName", "")
    if wanted is not None and wanted != has:
        yield ("spec", "storageClassName"), f"has class {wanted or 'none'}, not that"
