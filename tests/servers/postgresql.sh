#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own and ends with the command's status.
#
# usage: tests/servers/postgresql.sh COMMAND [ARGS...]
# The command finds in its environment:
#   HN_PG_HOST HN_PG_PORT   127.0.0.1 and a free port
#   HN_PG_SOCKET            folder of the server's socket
#   HN_PG_USER              a superuser who needs no password; a role hn_password, once made, needs one over TCP
#   HN_PG_CA                the certificate authority of the server, which speaks TLS
# Everything lies in a new folder that is removed at the end. Scripts of several servers may be nested.
set -euo pipefail

[ $# -gt 0 ] || {
    echo "usage: $0 COMMAND [ARGS...]" >&2
    exit 2
}
bin=${HN_PG_BIN:-}
for folder in /usr/lib/postgresql/*/bin; do
    [ -n "$bin" ] || [ ! -x "$folder/initdb" ] || bin=$folder
done
[ -n "$bin" ] || {
    echo "$0: no PostgreSQL server is installed" >&2
    exit 1
}

# Short: a socket's path may have 107 bytes, and TMPDIR may be long.
dir=$(mktemp -d /tmp/hn-pg.XXXXXX)
server="" command=""

# The server's own stop is the quickest: nothing of it is kept. What a signal of the whole group has
# already ended is only waited for.
stop() {
    trap - EXIT
    trap '' INT TERM HUP
    [ -z "$command" ] || kill "$command" 2>/dev/null || true
    if [ -n "$server" ]; then
        local pid
        pid=$(head -n 1 "$dir/data/postmaster.pid" 2>/dev/null || true)
        kill -QUIT "$pid" 2>/dev/null || kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
        # One that was restarted is no child of ours.
        while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do
            sleep 0.05
        done
    fi
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

make_certificate() {
    local request="$dir/request.cnf"
    printf '[req]\ndistinguished_name = name\n[name]\n[v3]\nbasicConstraints = critical, CA:TRUE\nsubjectAltName = IP:127.0.0.1\n' \
        >"$request"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 \
        -config "$request" -extensions v3 -keyout "$dir/server.key" -out "$dir/server.crt" 2>/dev/null
    chmod 600 "$dir/server.key"
}

make_cluster() {
    chmod 755 "$dir"
    make_certificate
    if [ "$(id -u)" = 0 ]; then
        chown -R postgres "$dir"
    fi
    as_owner "$bin/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync \
        --no-instructions >"$dir/log" 2>&1
    printf '%s\n' "host all hn_password 127.0.0.1/32 scram-sha-256" "local all all trust" \
        "host all all 127.0.0.1/32 trust" >"$dir/data/pg_hba.conf"
}

is_ready() {
    "$bin/pg_isready" -q -h "$dir" -p "$port"
}

# In our own process group, so that whoever ends the group ends the server too.
start_server() {
    port=$(free_port)
    as_owner "$bin/postgres" -D "$dir/data" -k "$dir" -p "$port" -c listen_addresses=127.0.0.1 -c fsync=off \
        -c max_connections=40 -c shared_buffers=64MB -c max_wal_size=1GB -c autovacuum=off -c ssl=on \
        -c ssl_cert_file="$dir/server.crt" -c ssl_key_file="$dir/server.key" >>"$dir/log" 2>&1 </dev/null &
    server=$!
    for _ in $(seq 600); do
        ! is_ready || return 0
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.05
    done
    return 1
}

make_cluster || {
    cat "$dir/log" >&2
    exit 1
}
# Somebody may take the port between the look and the start.
for attempt in 1 2 3 4 5; do
    ! start_server || break
    kill -QUIT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=""
    [ "$attempt" != 5 ] || {
        cat "$dir/log" >&2
        exit 1
    }
done

export HN_PG_HOST=127.0.0.1 HN_PG_PORT="$port" HN_PG_USER=postgres HN_PG_SOCKET="$dir" HN_PG_CA="$dir/server.crt"
# Waited for in the background, so that a signal is heeded at once; the command keeps its standard input.
status=0
"$@" <&0 &
command=$!
wait "$command" || status=$?
command=""
exit "$status"
