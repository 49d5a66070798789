"""Check the legs of a story: names resolve, ports accept connections, health paths answer.

It runs as a program of its own in a test Job, with Python 3.6 or later and nothing beside the standard library. The
argument names a JSON file with a list of legs: ``name``; and ``host``, ``port``, ``health`` and ``secure``, or
``untested`` with the reason. Each leg is told in a line; the exit code is 1 if any fails.
"""

import http.client
import json
import pathlib
import sys
import time

__all__ = ["check_leg", "main"]

ATTEMPTS = 5
"""How often a leg is tried: policies take a moment to be enforced."""

PAUSE_SECONDS = 3
TIMEOUT_SECONDS = 5


def check_leg(leg: "dict[str, str]", port: int) -> str:
    """Return what is wrong with a leg at this moment; an empty text if nothing."""
    host = leg["host"]
    kind = http.client.HTTPSConnection if leg.get("secure") else http.client.HTTPConnection
    connection = kind(host, port, timeout=TIMEOUT_SECONDS)
    try:
        connection.connect()
    except OSError as error:
        if type(error).__name__ == "gaierror":
            return f"name {host} cannot be resolved ({error})"
        return f"no connection to {host} port {port} ({error})"
    try:
        if not leg.get("health"):
            return ""
        connection.request("GET", leg["health"])
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"GET {leg['health']} from {host} port {port} fails ({error})"
    finally:
        connection.close()
    return "" if status < http.client.BAD_REQUEST else f"GET {leg['health']} from {host} port {port} gives {status}"


def main(arguments: "list[str]") -> int:
    """Check all legs of a file and tell of each; return 1 if any fails."""
    failed = 0
    for leg in json.loads(pathlib.Path(arguments[0]).read_text(encoding="utf-8")):
        if "untested" in leg:
            sys.stdout.write(f"not tested: {leg['name']}: {leg['untested']}\n")
            continue
        fault = check_leg(leg, int(leg["port"]))
        for _ in range(ATTEMPTS - 1):
            if not fault:
                break
            time.sleep(PAUSE_SECONDS)
            fault = check_leg(leg, int(leg["port"]))
        failed += bool(fault)
        sys.stdout.write(f"FAILED: {leg['name']}: {fault}\n" if fault else f"ok: {leg['name']}\n")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
