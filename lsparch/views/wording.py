"""Short words for boxes and arrows."""

from collections.abc import Iterable

__all__ = ["clause", "counted", "joined", "kind_line", "numbered", "ports", "proof"]

KINDS = {
    "statefulset": "StatefulSet",
    "daemonset": "DaemonSet",
    "cronjob": "CronJob",
    "job": "Job",
    "pod": "Pod",
    "spawned": "spawned on demand",
}
MOST_PORTS = 3


def clause(title: str) -> str:
    """Return the first clause of a title: what stands before its colon, else before its first comma."""
    head, colon, _ = title.partition(": ")
    return head if colon else title.partition(", ")[0]


def counted(number: int, what: str) -> str:
    """Return a number with its noun: ``1 node``, ``2 nodes``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def joined(words: Iterable[str], most: int = 6) -> str:
    """Return words separated by commas, each once, and how many more there are."""
    found = list(dict.fromkeys(words))
    shown = ", ".join(found[:most])
    return f"{shown}, {len(found) - most} more" if len(found) > most else shown


def numbered(name: str, replicas: str) -> str:
    """Return a name with the number of its pods, where that is not one."""
    return f"{name} ×{replicas}" if replicas not in {"", "1"} else name


def kind_line(kind: str, replicas: str) -> str:
    """Return the controller and number of pods; nothing for a Deployment of one pod."""
    if kind == "deployment":
        return "" if replicas in {"", "1"} else f"{replicas} pods"
    return numbered(KINDS.get(kind, ""), replicas).strip()


def ports(pairs: Iterable[tuple[str, int | None]]) -> str:
    """Return protocols with their ports: ``http 5000, 8080; mysql 4040``."""
    found: dict[str, dict[str, None]] = {}
    for protocol, port in pairs:
        if protocol:
            numbers = found.setdefault(protocol, {})
            if port is not None:
                numbers[str(port)] = None
    return "; ".join(f"{protocol} {_numbers(list(numbers))}".rstrip() for protocol, numbers in found.items())


def _numbers(numbers: list[str]) -> str:
    shown = ", ".join(numbers[:MOST_PORTS])
    return f"{shown}, …" if len(numbers) > MOST_PORTS else shown


def proof(auth: str) -> str:
    """Return how a connection proves who it is, by an edge's ``auth``; nothing where nothing is said."""
    if auth in {"", "none"}:
        return "no authentication" if auth else ""
    return f"secret {auth.rpartition('/')[2]}" if "." in auth else f"user's {auth}"
