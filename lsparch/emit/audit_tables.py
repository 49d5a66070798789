"""The security inventory as headings and tables, for every form of it that people read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lsparch.analysis.audit import Audit

__all__ = ["AuditTable", "audit_facts", "audit_tables"]

NOBODY = "not stated"


@dataclass(frozen=True, slots=True)
class AuditTable:
    """One section of the inventory."""

    heading: str
    intro: str
    """What it lists, and how to read it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Cells as plain text; several lines where a cell is a list."""

    empty: str
    """What to say without rows."""

    named_by: int = 1
    """How many of the first columns name a row."""


def audit_facts(audit: Audit) -> tuple[tuple[str, str], ...]:
    """Return what stands at the top: name and value."""
    sign_off = audit.sign_off
    verdict = f"{sign_off.verdict}; digest as it is: {sign_off.digest}"
    if sign_off.approved and sign_off.approved != sign_off.digest:
        verdict += f", as approved: {sign_off.approved}"
    enforced = {True: "enforced", False: "NOT enforced by the pod network", None: "unknown whether enforced"}
    unexplained = sum(p.in_standard and not p.reason for p in audit.privileges)
    unpinned = sum(not image.digest for image in audit.images)
    return (
        ("Environment", f"{audit.environment}: {audit.title}"),
        ("Kind", audit.kind),
        ("Owner", audit.owner or NOBODY),
        ("Cluster", f"{audit.cluster}, Kubernetes {audit.kubernetes}"),
        ("Exposure", "public: the Internet may reach it" if audit.public else "internal"),
        ("Network policies", enforced[audit.enforced]),
        ("Sign-off", verdict),
        ("Departures from the restricted standard", f"{_of_standard(audit)}, {unexplained} of them without a reason"),
        ("Images", f"{len(audit.images)}, {unpinned} of them not pinned to a digest"),
        ("Connections exercised by a test", f"{audit.exercised} of {audit.connections}"),
    )


def _of_standard(audit: Audit) -> int:
    return sum(privilege.in_standard for privilege in audit.privileges)


def audit_tables(audit: Audit) -> tuple[AuditTable, ...]:
    """Return the sections of the inventory, in the order of reading."""
    return (
        *([_open(audit)] if audit.open else []),
        _exposure(audit),
        _privileges(audit),
        _rights(audit),
        _secrets(audit),
        _egress(audit),
        _coverage(audit),
        _exceptions(audit),
        _images(audit),
        _stories(audit),
    )


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _open(audit: Audit) -> AuditTable:
    intro = "These objects could not be generated, so the inventory is not complete."
    return AuditTable("Not generated", intro, ("Place and reason",), tuple((text,) for text in audit.open), "nothing")


def _exposure(audit: Audit) -> AuditTable:
    rows = tuple(
        (
            f"https://{e.host}{e.path}", e.target, e.authentication, _lines(e.anonymous) or "none",
            e.capability or "none", e.reason,
        )
        for e in audit.exposure
    )  # fmt: skip
    columns = ("Address", "Answers", "Who authenticates the user", "Open to anybody below", "Capability", "Reason")
    return AuditTable("Exposure", "Every address under which users reach the environment.", columns, rows, "No route.")


def _privileges(audit: Audit) -> AuditTable:
    rows = tuple(
        (
            p.namespace, p.workload, p.container or "whole pod",
            p.departure if p.in_standard else f"{p.departure} (beside the standard)", p.reason or NOBODY.upper(),
        )
        for p in audit.privileges
    )  # fmt: skip
    intro = (
        "Every departure of a pod from the restricted Pod Security Standard, judged on the objects; and root file "
        "systems that can be written, of which the standard says nothing."
    )
    columns = ("Namespace", "Workload", "Container", "Departure", "Reason")
    return AuditTable("Privileges", intro, columns, rows, "Every pod meets the standard.", 3)


def _rights(audit: Audit) -> AuditTable:
    rows = tuple(
        (
            f"{r.namespace}/{r.account}", "the whole cluster" if r.scope == "cluster" else f"namespace {r.scope}",
            _lines(r.resources), ", ".join(r.verbs), r.purpose or NOBODY.upper(),
        )
        for r in audit.rights
    )  # fmt: skip
    intro = "What service accounts may do on the Kubernetes API; others may do nothing and have no token."
    columns = ("Service account", "Where", "Resources", "Verbs", "Purpose")
    return AuditTable("Access to the Kubernetes API", intro, columns, rows, "No account has any right.")


def _secrets(audit: Audit) -> AuditTable:
    rows = tuple((s.namespace, s.secret, s.key, _lines(s.read_by), s.provider or NOBODY.upper()) for s in audit.secrets)
    intro = "Keys of Secrets, who reads each and who fills it. Values stand nowhere in the model or its output."
    return AuditTable("Secrets", intro, ("Namespace", "Secret", "Key", "Read by", "Filled by"), rows, "No Secret.", 3)


def _egress(audit: Audit) -> AuditTable:
    rows = tuple(
        (
            e.source, e.target, f"{e.host or 'unknown host'}:{e.port or 'unknown port'} ({e.protocol})", e.purpose,
            _lines(e.allowed) or "nothing", e.wider or "no",
        )
        for e in audit.egress
    )  # fmt: skip
    intro = "Connections to what is outside the cluster, and what network policies allow on their port."
    columns = ("From", "To", "Address", "Purpose", "Allowed", "Wider than the connection")
    return AuditTable("Egress", intro, columns, rows, "Nothing outside the cluster is used.", 2)


def _coverage(audit: Audit) -> AuditTable:
    rows = tuple(
        (
            c.namespace, c.standard or "none", "yes" if c.default_deny else "NO", f"{c.selected} of {c.workloads}",
            _lines(c.beyond) or "none",
        )
        for c in audit.coverage
    )  # fmt: skip
    intro = (
        "Each namespace denies what no policy allows. A workload without connections needs no policy of its own; pods "
        "on the network of their node are beyond the reach of policies."
    )
    columns = ("Namespace", "Enforced standard", "Denies by default", "Workloads with a policy of their own", "Beyond")
    return AuditTable("Coverage by policies", intro, columns, rows, "No namespace.")


def _exceptions(audit: Audit) -> AuditTable:
    rows = tuple(
        (e.kind, e.what, e.says, e.reason or "free", e.owner or NOBODY.upper(), e.end or "none", e.place)
        for e in audit.exceptions
    )
    intro = (
        "Overrides of the model, patches of objects and waivers of rules. `free`: the policy of the checks lets "
        "environments differ in it without a reason."
    )
    columns = ("Kind", "What", "Says", "Reason", "Owner", "Ends", "Where")
    return AuditTable("Exceptions", intro, columns, rows, "No exception.", 2)


def _images(audit: Audit) -> AuditTable:
    rows = tuple((i.registry, i.repository, i.tag, i.digest or "NOT PINNED", _lines(i.used_by)) for i in audit.images)
    intro = "Images that containers run. What is not pinned to a digest may change under its tag."
    return AuditTable("Images", intro, ("Registry", "Repository", "Tag", "Digest", "Used by"), rows, "No image.", 3)


def _stories(audit: Audit) -> AuditTable:
    rows = tuple(_story_rows(audit))
    intro = f"{audit.exercised} of {audit.connections} connections are exercised by a test. Without a test: " + (
        "; ".join(audit.unexercised) if audit.unexercised else "none"
    )
    columns = ("Story", "Tested", "Not tested")
    return AuditTable("Integration tests", f"{intro}.", columns, rows, "No story is a test.")


def _story_rows(audit: Audit) -> Iterator[tuple[str, ...]]:
    for story in audit.stories:
        if story.absent:
            yield f"{story.story}: {story.title}", "not in this environment", story.absent
        else:
            yield f"{story.story}: {story.title}", _lines(story.tested) or "nothing", _lines(story.untested) or "none"
