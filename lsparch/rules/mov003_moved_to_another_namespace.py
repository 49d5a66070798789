"""MOV003: a component with volumes has come from another part."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ModelContext
from lsparch.rules.renamed import renamed
from lsparch.rules.rule import ModelRule

__all__ = ["MovedToAnotherNamespace"]

_STEPS = (
    "by hand, in each environment: stop its pods; let its volumes be retained; delete the claims in the old namespace; "
    "remove the claimRef of the volumes; make claims of the new names in the new namespace, with volumeName; apply; "
    "then leave `moved` out"
)


class MovedToAnotherNamespace(ModelRule):
    """A component with volumes has come from another part.

    Why is this bad
    ---------------
    Each part has a namespace of its own, and Kubernetes moves no claim to another: the component starts with empty
    volumes there. Its data can be taken along by hand, in this order:

    1. stop its pods: `kubectl scale --replicas=0`;
    2. let each volume outlive its claim: `persistentVolumeReclaimPolicy: Retain` in the PersistentVolume;
    3. delete the claims in the old namespace;
    4. remove `spec.claimRef` from the PersistentVolumes, so that they are available again;
    5. make claims of the new names in the new namespace, each with `volumeName`;
    6. apply the new configuration, and set the policy of the volumes back.

    Example
    -------
    ```yaml
    service: store
    owner: ops
    source: S
    components:
      db:
        image: web
        kind: statefulset
        moved: [tap/db]  # <-- MOV003
        storage: {data: {size: 1Gi}}
    ---
    service: tap
    owner: ops
    source: S
    components: {tap: {image: web}}
    ```

    Use instead
    -----------
    ```yaml
    service: store
    owner: ops
    source: S
    components:
      db:
        image: web
        kind: statefulset
        storage: {data: {size: 1Gi}}
    ```
    """

    code = "MOV003"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find components whose oldest id is in another part."""
        for one in renamed(context.model):
            home, former = one.element.partition("/")[0], one.former.partition("/")[0]
            if one.kind == "component" and one.is_first and home != former:
                message = f"{one.element} cannot keep the volumes of {one.former}: claims do not leave their namespace"
                yield self.finding(one.place, message, _STEPS, element=one.element)
