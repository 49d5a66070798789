"""The Secrets of a recipe: who fills them, and commands that create them without showing a value."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from lsparch.emit.handover.contents import Handover, code, fenced
from lsparch.emit.report_audit import markdown_table
from lsparch.manifests import SecretNeed

__all__ = ["secret_steps"]

_FOLDER = ': "${SECRETS:?name of a folder with a file SECRETS/NAMESPACE/SECRET/KEY for each key}"'


def secret_steps(handover: Handover) -> Iterator[str]:
    """Iterate over the lines of the section."""
    yield "### Secrets"
    yield ""
    if not handover.manifests.secrets:
        yield "No pod needs a Secret."
        yield ""
        return
    yield (
        "`secrets.yaml` is the contract: every Secret with its keys, who needs them and who fills them. "
        "No value stands in this bundle. `keys-for-templates` are keys that only other Secrets are made from"
        f"{', and `store` names the entries of the store with all their keys' if handover.awaited else ''}."
    )
    yield ""
    if handover.handmade:
        yield from _handmade(handover)
    if handover.awaited:
        yield from _awaited(handover)
    users = [need for need in handover.manifests.secrets if need.of_users]
    if users:
        names = ", ".join(sorted({code(need.name) for need in users}))
        yield f"In namespaces of users, which come and go, these are wanted too: {names}."
        yield ""


def _handmade(handover: Handover) -> Iterator[str]:
    yield (
        "These are created by hand, from files that only you can read: put each value, without a final newline, into "
        "`$SECRETS/NAMESPACE/SECRET/KEY`, outside this bundle. Remove the files afterwards."
    )
    yield ""
    rows = tuple((n.namespace, n.name, "\n".join(n.keys), n.provider or "not stated") for n in handover.handmade)
    yield from markdown_table(("Namespace", "Secret", "Keys", "Filled by"), rows)
    if any(need.made_from for need in handover.handmade):
        yield ""
        yield (
            "Where the filler is a template, `secrets.yaml` has its text: put the values in the places of "
            "`{{ PART/SECRET.KEY }}`."
        )
    lines = [_FOLDER]
    for need in handover.handmade:
        lines += _create(need)
    yield from fenced(*lines)


def _create(need: SecretNeed) -> Iterator[str]:
    folder = PurePosixPath(need.namespace, need.name)
    kind = f" --type={need.type}" if need.type != "Opaque" else ""
    yield f"kubectl create secret generic {need.name} --namespace {need.namespace}{kind} \\"
    for key in need.keys:
        yield f'  --from-file={key}="$SECRETS/{folder}/{key}" \\'
    yield "  --dry-run=client --output yaml | kubectl apply --server-side --filename -"


def _awaited(handover: Handover) -> Iterator[str]:
    operator = handover.env.cluster.secret_operator
    store = f" from the store {code(operator.store)}" if operator is not None else ""
    yield f"External Secrets Operator fills these{store}; they are there when the commands end."
    yield from fenced(
        *(
            f"kubectl wait --for=create --timeout=5m --namespace {need.namespace} secret/{need.name}"
            for need in handover.awaited
        )
    )
