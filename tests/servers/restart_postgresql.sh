#!/usr/bin/env bash
# Ends the server that tests/servers/postgresql.sh started as a power cut would (-m immediate), and starts it again.
#
# usage: tests/servers/restart_postgresql.sh [stop | start]     both when neither is said
# HN_PG_SOCKET says which server. It keeps its options and its port, and is ready at the end; who restarts it under a
# client's hands finds HN_PG_SOCKET and HN_PG_PORT as they were.
set -euo pipefail

bin=${HN_PG_BIN:-}
for folder in /usr/lib/postgresql/*/bin; do
    [ -n "$bin" ] || [ ! -x "$folder/initdb" ] || bin=$folder
done

as_owner() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

# The first start's options, as pg_ctl finds them itself when it restarts.
start() {
    local options
    options=$(sed 's/^[^"]*//' "$HN_PG_SOCKET/data/postmaster.opts")
    as_owner "$bin/pg_ctl" -D "$HN_PG_SOCKET/data" -s -w -l "$HN_PG_SOCKET/restart.log" -o "$options" start
}

case ${1:-both} in
    stop) as_owner "$bin/pg_ctl" -D "$HN_PG_SOCKET/data" -s -w -m immediate stop ;;
    start) start ;;
    both) as_owner "$bin/pg_ctl" -D "$HN_PG_SOCKET/data" -s -w -m immediate -l "$HN_PG_SOCKET/restart.log" restart ;;
    *)
        echo "usage: $0 [stop | start]" >&2
        exit 2
        ;;
esac
