"""Identities of findings that survive edits elsewhere in the file."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from lsparch.diagnostics import Finding

__all__ = ["finding_fingerprints"]


def finding_fingerprints(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return one fingerprint per finding: 64 hexadecimal digits, all different.

    Line and column do not count, so a finding keeps its fingerprint when lines are added above it.
    Findings that differ in nothing else are numbered in the order given.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    fingerprints = []
    for finding in findings:
        key = (finding.code, finding.place.file, finding.element, finding.environment, finding.message)
        fingerprints.append(sha256("\0".join((*key, str(seen[key]))).encode(errors="surrogatepass")).hexdigest())
        seen[key] += 1
    return tuple(fingerprints)
