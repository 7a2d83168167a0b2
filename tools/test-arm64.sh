#!/usr/bin/env bash
# Runs the engine's kernel and operator tests as an arm64 program under emulation: the 128-bit path with NEON instead of SSE.
# Needs a Debian or Ubuntu with network, no root: the emulator and arm64's libraries are unpacked into a temporary folder.
# Further arguments go to the test program, such as --filter-class '*.ConvTests' instead of the two namespaces.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
export FOVEA_TEST_DATA=${FOVEA_TEST_DATA:-$PWD/../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A package index of our own, so that the system's stays as it is.
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

# ONNX Runtime, the oracle, crashes where Linux tells of a second-level cache and its own table of arm64 processors does not
# (https://github.com/pytorch/cpuinfo/pull/398), and the emulator shows it the host's caches: empty files hide them.
for size in /sys/devices/system/cpu/cpu*/cache/index2/size; do
    install -D -m 644 /dev/null "$work/root$size"
done

# Built from a copy without lock files: restoring for another runtime would change them.
echo "== tests for linux-arm64"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work/source"
find "$work/source" -name packages.lock.json -delete
dotnet publish "$work/source/tests/Inference.Tests" -c Release -r linux-arm64 --self-contained -nodeReuse:false -v quiet \
    -p:RestorePackagesWithLockFile=false -o "$work/source/published"

echo "== run"
[ $# -gt 0 ] || set -- --filter-namespace Fovea.Inference.Tests.Kernels --filter-namespace Fovea.Inference.Tests.Operators
# Without the second mapping of code that the runtime makes by default: the emulator does not see what is written through it.
DOTNET_EnableWriteXorExecute=0 "$work/tools/usr/bin/qemu-aarch64-static" -L "$work/root" "$work/source/published/Fovea.Inference.Tests" "$@" --no-ansi
