# Shared by scripts/test and scripts/quickstart: packages, builds, clocks. Sourced by bash, never run.
HN_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
HN_OFFLINE=${HN_OFFLINE:-}
HN_LOGS=$HN_ROOT/out/logs
HN_PACKAGE_LISTS=${HN_PACKAGE_LISTS:-packages.txt} # in scripts/, by blanks

hn_now_ms() {
    local now=${EPOCHREALTIME/[^0-9]/}
    printf '%s' "$((now / 1000))"
}

# hn_seconds MS: "12.3 s"
hn_seconds() {
    printf '%d.%d s' "$(($1 / 1000))" "$(($1 % 1000 / 100))"
}

# hn_line HEAD TEXT MS: one line of the report, its time at the right edge.
hn_line() {
    printf '%-15s %-76s %8s\n' "$1" "$2" "$(hn_seconds "$3")"
}

hn_packages() {
    local list
    for list in $HN_PACKAGE_LISTS; do
        sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$HN_ROOT/scripts/$list"
    done
}

hn_missing_packages() {
    local package
    for package in $(hn_packages); do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

# Installs what is missing. Without root, or offline, prints the one line that would and returns 2.
hn_install_packages() {
    local missing
    if ! command -v dpkg-query >/dev/null; then
        echo "This is not Debian: install what scripts/packages.txt names, then call again." >&2
        return 2
    fi
    missing=$(hn_missing_packages | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ] || [ -n "$HN_OFFLINE" ]; then
        echo "Missing packages; as root:" >&2
        echo "apt-get install -y --no-install-recommends ${missing% }" >&2
        return 2
    fi
    mkdir -p "$HN_LOGS"
    # The list is split on purpose: package names hold no blanks.
    # shellcheck disable=SC2086
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } \
        >"$HN_LOGS/apt.log" 2>&1; then
        tail -n 20 "$HN_LOGS/apt.log" >&2
        echo "Could not install: ${missing% }" >&2
        return 1
    fi
}

hn_build_folder() {
    case $1 in
    release) echo "$HN_ROOT/build" ;;
    *) echo "$HN_ROOT/build-$1" ;;
    esac
}

# hn_build release|asan|tsan|fuzz [TARGET...]: 0, or the tail of its log on stderr and 1.
hn_build() {
    local kind=$1 folder log compiler=gcc
    local -a options=()
    shift
    folder=$(hn_build_folder "$kind")
    log=$HN_LOGS/build-$kind.log
    mkdir -p "$HN_LOGS"
    case $kind in
    # -O1 -g1 compile in half of the time of -O2 -g, run 8 % slower, and a report still names functions and lines.
    asan) options=(-Doptimization=1 -Dc_args=-g1 -Db_sanitize=address,undefined) ;;
    tsan) options=(-Doptimization=1 -Dc_args=-g1 -Db_sanitize=thread) ;;
    fuzz) compiler=clang-14 options=(-Doptimization=2 -Dc_args=-g1 -Db_sanitize=address,undefined -Db_lundef=false -Dlibfuzzer=true) ;;
    esac
    : >"$log"
    if [ -f "$folder/build.ninja" ]; then
        # New test files are listed by the set-up; a folder of before takes the options of today.
        meson setup --reconfigure "$folder" "${options[@]}" >>"$log" 2>&1 || true
    else
        rm -rf "$folder"
        CC=$compiler meson setup "$folder" "$HN_ROOT" "${options[@]}" >>"$log" 2>&1 || {
            tail -n 20 "$log" >&2
            return 1
        }
    fi
    # The fuzz build is for its harnesses alone.
    if [ "$kind" = fuzz ] && grep -q '^build fuzzers: phony' "$folder/build.ninja"; then
        set -- fuzzers
    fi
    ninja -C "$folder" "$@" >>"$log" 2>&1 || {
        grep -aE -m 40 'error:|FAILED:|undefined reference' "$log" >&2 || tail -n 20 "$log" >&2
        return 1
    }
}

# The command that limits a stage: hn_within SECONDS COMMAND... (124 = over its time)
hn_within() {
    local seconds=$1
    shift
    timeout --kill-after=10 "$((seconds * ${HN_TIME_SCALE:-1}))" "$@"
}
