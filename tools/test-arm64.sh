#!/usr/bin/env bash
# Runs the engine's kernels, operators and ONNX's conformance cases as an arm64 program under emulation: the 128-bit path with NEON instead
# of SSE. The last line is "N passed, N failed, N skipped, N left out: ...".
# Needs a Debian or Ubuntu with network, no root: the emulator and arm64's libraries are unpacked into a temporary folder.
# Further arguments go to the test program, such as --filter-class '*.ConvTests' instead of the three namespaces.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
export FOVEA_TEST_DATA=${FOVEA_TEST_DATA:-$PWD/../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# An index of packages of our own, so that the system's stays as it is.
mkdir -p "$work"/{lists/partial,cache,debs,root,tools,source}
packages() {
    apt-get -q -o APT::Architectures="$(dpkg --print-architecture),arm64" -o Dir::State::lists="$work/lists" \
        -o Dir::Cache="$work/cache" -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 "$@"
}

echo "== emulator and libraries"
packages update >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
(cd "$work/debs" && packages download qemu-user-static libc6:arm64 libstdc++6:arm64 libgcc-s1:arm64 libssl3:arm64 >"$work/log" 2>&1) ||
    { cat "$work/log"; exit 1; }
for package in "$work"/debs/*.deb; do
    case $package in
        *_arm64.deb) dpkg -x "$package" "$work/root" ;;
        *) dpkg -x "$package" "$work/tools" ;;
    esac
done

# Built from a copy without lock files: restoring for another runtime would change them.
echo "== tests for linux-arm64"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work/source"
find "$work/source" -name packages.lock.json -delete
dotnet publish "$work/source/tests/Inference.Tests" -c Release -r linux-arm64 --self-contained -nodeReuse:false -v quiet \
    -p:RunAnalyzers=false -p:RestorePackagesWithLockFile=false -o "$work/source/published"

# ONNX Runtime's library for arm64 crashes in the emulator where it does not know the processor
# (https://github.com/pytorch/cpuinfo/pull/398): tests without another oracle are left out, and counted instead of shown.
# Theories are enumerated when they run: before, those of all classes would be, which takes minutes.
# The second mapping of code that .NET makes by default is off: the emulator does not see what is written through it.
echo "== run"
[ $# -gt 0 ] || set -- --filter-namespace Fovea.Inference.Tests.Kernels --filter-namespace Fovea.Inference.Tests.Operators \
    --filter-namespace Fovea.Inference.Tests.Conformance
FOVEA_NO_ONNX_RUNTIME=1 DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0 timeout 2h \
    "$work/tools/usr/bin/qemu-aarch64-static" -L "$work/root" "$work/source/published/Fovea.Inference.Tests" "$@" \
    --pre-enumerate-theories off --no-ansi --progress off |
    awk '
        /^skipped / { if (test != "") print test; test = $0; next }
        test != "" && /FOVEA_NO_ONNX_RUNTIME/ { left++; test = ""; next }
        test != "" { print test; test = "" }
        $1 ~ /^(total|failed|succeeded|skipped):$/ && NF == 2 { count[$1] = $2 }
        { print; fflush() }
        END {
            if (test != "") print test
            if (!("total:" in count)) {
                print "The tests ended before their summary."
                exit 1
            }
            printf "\n%d passed, %d failed, %d skipped, %d left out: they need ONNX Runtime, which does not run in the emulator\n",
                count["succeeded:"], count["failed:"], count["skipped:"] - left, left
        }'
