"""Commands that several sections of a recipe give."""

from collections.abc import Iterator

from lsparch.analysis.rollout import Stage, waits_for
from lsparch.k8s.store import StoredObject

__all__ = ["PREVIOUS", "QUOTAS", "TIMEOUT", "apply_list", "quota_script", "raise_quotas", "stage_waits"]

PREVIOUS = ': "${PREVIOUS:?name of the folder of the bundle that was deployed before}"'
"""Asks for the bundle that was deployed before."""

QUOTAS = "raise-quotas.sh"
"""Path of the script that gives quotas room for pods of before beside those that come."""

TIMEOUT = "15m"
"""How long an update of pods is awaited."""


def apply_list(path: str) -> str:
    """Return the command that applies the files of a list."""
    return f"kubectl apply --server-side $(sed 's/^/--filename=/' {path})"


def raise_quotas(path: str) -> str:
    """Return the command that applies the quotas of a list with room for what is there beside what comes."""
    return f"sh {QUOTAS} {path}"


def quota_script() -> str:
    """Return the script that raises quotas, for a POSIX shell with awk and kubectl."""
    return _QUOTA_SCRIPT


def stage_waits(stage: Stage) -> Iterator[str]:
    """Iterate over the commands that wait for what a stage applies."""
    return (_wait(stored) for stored in stage.objects if waits_for(stored))


def _wait(stored: StoredObject) -> str:
    what = waits_for(stored)
    name = f"{stored.kind.lower()}/{stored.name}"
    where = f"--namespace={stored.namespace} --timeout={TIMEOUT}"
    if what == "rollout":
        return f"kubectl rollout status {where} {name}"
    return f"kubectl wait {where} --for=condition={what} {name}"


_QUOTA_SCRIPT = """\
#!/bin/sh
# Apply the quotas of a list with room for what is there beside what comes: sh raise-quotas.sh LIST
# A quota that is not there yet is applied as it is written. What one does not limit yet, it limits in the end alone.
set -eu
while read -r file; do
  there=$(kubectl get --ignore-not-found --filename "$file" \\
    --output 'go-template={{range $name, $size := .spec.hard}}{{$name}} {{$size}}{{"\\n"}}{{end}}')
  printf '%s\\n' "$there" | awk '
    function amount(text,    suffix) {
      suffix = text
      sub(/^[0-9.]+/, "", suffix)
      return text * (suffix in unit ? unit[suffix] : 1)
    }
    BEGIN {
      unit["m"] = 0.001; unit["k"] = 1000; unit["M"] = 1000 ^ 2; unit["G"] = 1000 ^ 3; unit["T"] = 1000 ^ 4
      unit["Ki"] = 1024; unit["Mi"] = 1024 ^ 2; unit["Gi"] = 1024 ^ 3; unit["Ti"] = 1024 ^ 4
    }
    FNR == NR { if (NF == 2) { there[$1] = $2; exists = 1 }; next }
    /^  hard:$/ { inside = 1; print; next }
    inside && /^    / {
      name = $1
      sub(/:$/, "", name)
      gsub(/\\042/, "", name)
      gsub(/\\042/, "", $2)
      if (!exists) printf "    \\042%s\\042: \\042%s\\042\\n", name, $2
      else if (name in there) {
        both = amount(there[name]) + amount($2)
        if (both < 1000) printf "    \\042%s\\042: \\042%.0fm\\042\\n", name, both * 1000
        else printf "    \\042%s\\042: \\042%.0f\\042\\n", name, both + 0.5
      }
      next
    }
    { inside = 0; print }
  ' - "$file" | kubectl apply --server-side --filename -
done <"$1"
"""
