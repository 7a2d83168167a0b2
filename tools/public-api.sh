#!/usr/bin/env bash
# Writes src/*/PublicAPI.Unshipped.txt anew from the sources: everything public that PublicAPI.Shipped.txt does not have.
# Look at the difference before you commit it: each new line is a promise.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_UI_LANGUAGE=en
for list in src/*/PublicAPI.Unshipped.txt; do
    project=$(dirname "$list")
    printf '#nullable enable\n' > "$list"
    found=$(dotnet build "$project" -c Release --no-incremental -nodeReuse:false -p:TreatWarningsAsErrors=false -p:NoWarn=RS0017 \
        | sed -n "s/^.*\/$(basename "$project")\/.*: warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*$/\1/p")
    printf '%s\n' "$found" | LC_ALL=C sort -u | sed '/^$/d' >> "$list"
done
git diff --stat -- 'src/*/PublicAPI.*.txt'
