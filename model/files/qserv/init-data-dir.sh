#!/bin/sh
# Makes MariaDB's data directory on an empty volume; on later starts there is nothing to do.
# Argument: MariaDB's configuration file.
set -eu
if [ ! -d /qserv/data/mysql ]; then
    mysql_install_db --defaults-file="$1"
fi
