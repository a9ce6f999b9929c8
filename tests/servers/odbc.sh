#!/usr/bin/env bash
# Runs a command beside the servers that are met through ODBC; their variables are in its environment.
#
# usage: odbc.sh COMMAND [ARGUMENT...]
set -euo pipefail
here=$(dirname "$0")
[ ! -x "$here/postgresql.sh" ] || set -- "$here/postgresql.sh" "$@"
exec "$here/mariadb.sh" "$@"
