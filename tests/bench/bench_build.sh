#!/usr/bin/env bash
# Cold build and one-file build, without a compiler cache. usage: tests/bench/bench_build.sh [FILE]
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
file=${1:-$top/src/kube/watch.cpp}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CCACHE_DISABLE=1
cmake -S "$top" -B "$dir" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCLEARDECK_TESTS=OFF >/dev/null
begun=$SECONDS
ninja -C "$dir" >/dev/null
echo "cold build of both programs: $((SECONDS - begun)) s on $(nproc) cores"
touch "$file"
begun=$SECONDS
ninja -C "$dir" >/dev/null
echo "after touching ${file#"$top"/}: $((SECONDS - begun)) s"
