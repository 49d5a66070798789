#!/bin/sh
# Shared scans lock tables in memory: raise the limit to all memory of the node but 1 GB,
# which only root may do, and go on as the user qserv.
set -eu
ulimit -l "$(awk '/^MemTotal/ { printf "%d", $2 - 1000000 }' /proc/meminfo)"
exec su qserv -c "xrootd -c @{xrootd} -n worker -+xrdssi @{xrdssi}"
