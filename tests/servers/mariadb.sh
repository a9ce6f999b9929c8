#!/usr/bin/env bash
# Starts a MariaDB server of its own, runs a command with HN_MARIADB_* in its environment, stops the server, and ends
# with the command's status. Other scripts of this folder may be the command: servers nest.
#
# usage: mariadb.sh COMMAND [ARGUMENT...]
# HN_MARIADB_SOCKET, _HOST, _PORT, _USER (all rights, no password), _CA (of the server's certificate),
# _OTHER_CA (that has proven nothing).
set -euo pipefail

[ $# -gt 0 ] || {
    echo "usage: $0 COMMAND [ARGUMENT...]" >&2
    exit 2
}
PATH=$PATH:/usr/sbin
command -v mariadbd >/dev/null || {
    echo "$0: mariadb-server is not installed" >&2
    exit 1
}
folder=$(mktemp -d /tmp/hn_mariadb.XXXXXX) # short: a socket's path has 107 bytes
server=
command=
as=()
mkdir "$folder/tmp" # a server that starts removes temporary tables of others from a folder that they share
if [ "$(id -u)" = 0 ]; then # the server refuses to be root
    chown mysql "$folder" "$folder/tmp"
    as=(runuser -u mysql --)
fi

stop() {
    trap - EXIT
    trap '' INT TERM HUP
    [ -z "$command" ] || kill "$command" 2>/dev/null || true
    if [ -n "$server" ]; then
        kill "$(cat "$folder/pid" 2>/dev/null)" 2>/dev/null || kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

give_up() {
    echo "$0: $1" >&2
    tail -20 "$folder/log" >&2
    exit 1
}

certificate() { # NAME AUTHORITY: AUTHORITY.pem and NAME.pem, for 127.0.0.1 and localhost
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$2" \
        -keyout "$folder/$2.key" -out "$folder/$2.pem" 2>>"$folder/log"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=localhost" \
        -keyout "$folder/$1.key" -out "$folder/$1.request" 2>>"$folder/log"
    printf 'subjectAltName=IP:127.0.0.1,DNS:localhost\n' >"$folder/names"
    openssl x509 -req -in "$folder/$1.request" -CA "$folder/$2.pem" -CAkey "$folder/$2.key" -set_serial 1 -days 2 \
        -extfile "$folder/names" -out "$folder/$1.pem" 2>>"$folder/log"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() { # PORT
    rm -f "$folder/pid"
    "${as[@]}" mariadbd --no-defaults --datadir="$folder/data" --socket="$folder/s" --pid-file="$folder/pid" --tmpdir="$folder/tmp" \
        --port="$1" --bind-address=127.0.0.1 --character-set-server=utf8mb4 --skip-log-bin \
        --innodb-buffer-pool-size=64M --innodb-log-file-size=32M --innodb-flush-log-at-trx-commit=0 \
        --ssl-cert="$folder/server.pem" --ssl-key="$folder/server.key" --ssl-ca="$folder/ca.pem" \
        </dev/null >>"$folder/log" 2>&1 &
    server=$!
    for _ in $(seq 600); do
        if mariadb-admin --no-defaults -S "$folder/s" -u root ping >/dev/null 2>&1; then
            return 0
        fi
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.1
    done
    give_up "not ready after a minute"
}

: >"$folder/log"
certificate server ca || give_up "no certificate"
certificate other other_ca || give_up "no certificate"
[ ${#as[@]} = 0 ] || chown -R mysql "$folder"
TMPDIR="$folder/tmp" mariadb-install-db --no-defaults ${as[0]:+--user=mysql} --datadir="$folder/data" \
    --auth-root-authentication-method=normal --skip-test-db >>"$folder/log" 2>&1 || give_up "no data folder"
started=false
for _ in 1 2 3 4 5; do # somebody may take the port between our look at it and the server's
    port=$(free_port)
    if start "$port"; then
        started=true
        break
    fi
done
[ $started = true ] || give_up "does not start"

export HN_MARIADB_SOCKET=$folder/s HN_MARIADB_HOST=127.0.0.1 HN_MARIADB_PORT=$port HN_MARIADB_USER=root
export HN_MARIADB_CA=$folder/ca.pem HN_MARIADB_OTHER_CA=$folder/other_ca.pem
# In the background, so that a signal is heeded at once; it keeps its standard input.
status=0
"$@" <&0 &
command=$!
wait "$command" || status=$?
command=
exit "$status"
