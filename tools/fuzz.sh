#!/usr/bin/env bash
# Fuzzes one target with AFL++ and says what came of it: tools/fuzz.sh TARGET [SECONDS]
# Without arguments: the targets. What AFL++ has learnt stays in artifacts/fuzz, and the next run goes on from there.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:-} seconds=${2:-60}

missing=()
command -v dotnet >/dev/null || missing+=("dotnet: a .NET 10 SDK")
command -v afl-fuzz >/dev/null || missing+=("afl-fuzz: AFL++ (Debian and Ubuntu: apt-get install afl++)")
if [ ${#missing[@]} -gt 0 ]; then
    printf 'missing: %s\n' "${missing[@]}" >&2
    exit 2
fi

# One copy of the program is prepared for AFL++; it is made anew when the program was built anew.
built=artifacts/bin/Fovea.Fuzz/release prepared=artifacts/fuzz/program
dotnet build -c Release tests/Fuzz -nodeReuse:false -v quiet -nologo
(
    flock 9
    if [ ! -e $prepared/stamp ] || [ -n "$(find $built -name 'Fovea.*.dll' -newer $prepared/stamp -print -quit)" ]; then
        rm -rf $prepared
        mkdir -p artifacts/fuzz
        cp -r $built $prepared
        $built/Fovea.Fuzz instrument $prepared
        touch $prepared/stamp
    fi
) 9>artifacts/fuzz.lock
if [ -z "$target" ]; then
    echo "usage: tools/fuzz.sh TARGET [SECONDS], where TARGET is one of"
    $built/Fovea.Fuzz list
    exit 2
fi

FOVEA_FUZZ_FOLDER=$(mktemp -d -p "$([ -d /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
export FOVEA_FUZZ_FOLDER
trap 'rm -rf "$FOVEA_FUZZ_FOLDER"' EXIT
folder=artifacts/fuzz/$target
mkdir -p "$folder/seeds"
$built/Fovea.Fuzz seeds "$target" "$folder/seeds"
$built/Fovea.Fuzz words "$target" "$folder/words"
words=()
[ -s "$folder/words" ] && words=(-x "$folder/words")

# AFL++ needs no core pattern and no scaling governor here; a crash is an exception that the program reports.
export AFL_SKIP_BIN_CHECK=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_AUTORESUME=1
# The heap has 512 MiB, the process 8 GiB of addresses, most of which it never touches; one input has 10 seconds.
export DOTNET_GCHeapHardLimit=0x20000000 DOTNET_GCgen0size=0x4000000 DOTNET_TieredPGO=0
state=$folder/out/default/fuzzer_stats
value() { sed -n "s/^$1 *: *//p" "$state" 2>/dev/null | head -n 1 || true; }
before=$(value execs_done)
fuzz() {
    timeout --kill-after=30 $((seconds + 120)) nice afl-fuzz -V "$seconds" -t 10000 -m 8192 -i "$folder/seeds" -o "$folder/out" \
        "${words[@]}" -- $prepared/Fovea.Fuzz afl "$target" >"$folder/log" 2>&1
}
# The first execution of a process may end before a branch was recorded, which AFL++ takes for a program without instrumentation.
fuzz || { grep -q 'No instrumentation' "$folder/log" && fuzz; } || { tail -n 20 "$folder/log"; exit 1; }

printf '%s: %s executions so far, %s a second; %s inputs kept, %s crashes, %s timeouts saved\n' "$target" "$(value execs_done)" \
    "$(value execs_per_sec)" "$(value corpus_count)" "$(value saved_crashes)" "$(value saved_hangs)"
printf '%s\t%s\t%s\t%s\t%s\n' "$(date -u +%F)" "$target" "$(value execs_done)" "${before:-0}" "$seconds" >>artifacts/fuzz/runs.tsv
found=$(find "$folder/out/default/crashes" "$folder/out/default/hangs" -name 'id:*' 2>/dev/null | sort)
if [ -n "$found" ]; then
    # shellcheck disable=SC2086
    $built/Fovea.Fuzz replay "$target" $found | grep -v '^artifacts' || true
    exit 1
fi
