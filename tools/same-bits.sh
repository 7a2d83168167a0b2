#!/usr/bin/env bash
# Compares the answers of this tree with those of another commit, bit for bit: outputs, layers, descriptions, refusals.
#   tools/same-bits.sh COMMIT MODELS [options of bench's verb bits, such as --batch 1,2,8 --threads 1,2 --photos DIR]
# Builds the commit in a temporary folder, and leaves nothing behind.
set -euo pipefail
if [ $# -lt 2 ]; then
    sed -n '2,4s/^# *//p' "$0" >&2
    exit 2
fi
commit=$1 models=$(realpath "$2")
shift 2
cd "$(dirname "$0")/.."
other=$(mktemp -d)
trap 'git worktree remove --force "$other/tree" 2>/dev/null; rm -rf "$other"' EXIT
git worktree add --quiet --detach "$other/tree" "$commit"
echo "building $(git -C "$other/tree" log -1 --format='%h %s')"
dotnet build -c Release "$other/tree/src/Inference" -v quiet
dotnet build -c Release bench -v quiet
artifacts/bin/Fovea.Bench/release/Fovea.Bench bits --against "$other/tree/artifacts/bin/Fovea.Inference/release" --models "$models" "$@"
