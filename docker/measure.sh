#!/usr/bin/env bash
# Measures the image that verify.sh built, and prints the figures that docs/serving.md keeps: its size, the time from the start of a container
# to the first answer of `digits`, and resident memory after load under the runtime's settings for garbage collection. Takes about a minute and
# wants a quiet machine. Needs podman on the host's network, or docker, and curl.
#
#   docker/measure.sh [ROUNDS]        (default 7)
#
# Environment, all optional: CONTAINER_ENGINE as in verify.sh; SECONDS_OF_LOAD per setting (default 5; 0 leaves the memory out).
set -uo pipefail
cd "$(dirname "$0")/.." || exit

rounds=${1:-7}
load=${SECONDS_OF_LOAD:-5}
engine=${CONTAINER_ENGINE:-podman}
image=localhost/fovea:verify
base=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
container=fovea-measure-$$
trap '"$engine" rm -f "$container" > /dev/null 2>&1' EXIT
source docker/verify/service.sh

create() { # create OPTIONS...: a container that has not been started yet
  port=$(free_port)
  if [ "$engine" = podman ]; then set -- --network host -e "ASPNETCORE_HTTP_PORTS=$port" "$@"; else set -- -p "127.0.0.1:$port:8080" "$@"; fi
  "$engine" create --name "$container" --read-only --tmpfs /tmp --cap-drop ALL --no-healthcheck "$@" "$image" > /dev/null
}

first_answer() {
  until (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do sleep 0.002; done
  until [ "$(curl -s -o /dev/null -w '%{http_code}' -H 'Content-Type: image/png' --data-binary @docs/samples/digit-7.png "http://127.0.0.1:$port/predict")" = 200 ]; do sleep 0.005; done
}

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] " (" value[1] " to " value[NR] ")" }'; }

cold_start() { # per round: from the engine's start command, and from the moment that the process runs
  local command process started
  for _ in $(seq "$rounds"); do
    create
    command=$(milliseconds)
    "$engine" start "$container" > /dev/null
    first_answer
    started=$(milliseconds)
    process=$(date -d "$("$engine" inspect --format '{{.State.StartedAt}}' "$container" | sed 's/ +0000 UTC$/Z/')" +%s%N)
    echo "$((started - command)) $((started - process / 1000000))"
    "$engine" rm -f "$container" > /dev/null
  done
}

resident() { # resident OPTIONS...: MiB before load, and after it
  local before pid callers=()
  create "$@"
  "$engine" start "$container" > /dev/null
  first_answer
  pid=$("$engine" inspect --format '{{.State.Pid}}' "$container")
  before=$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status")
  for _ in 1 2 3 4; do
    timeout "$load" curl -s -o /dev/null -H 'Content-Type: image/jpeg' --data-binary @docs/samples/photo-7.jpg "http://127.0.0.1:$port/predict#[1-1000000]" &
    callers+=($!)
  done
  wait "${callers[@]}"
  echo "$before MiB before, $(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status") MiB after, $(awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$pid/status") MiB at most"
  "$engine" rm -f "$container" > /dev/null
}

size() { echo $(($("$engine" image inspect --format '{{.Size}}' "$1") / 1000000)); }

echo "image: $(size "$image") MB; without its base: $(($(size "$image") - $(size "$base"))) MB"
times=$(cold_start)
echo "start to first answer, ms, median (least to most) of $rounds: $(cut -d' ' -f1 <<< "$times" | median) with the container's creation, $(cut -d' ' -f2 <<< "$times" | median) of the process"
[ "$load" = 0 ] && exit
echo "resident memory, as it comes: $(resident)"
for settings in "" DOTNET_gcServer=1 DOTNET_GCDynamicAdaptationMode=0 DOTNET_GCConserveMemory=5; do
  echo "  without kept images${settings:+, $settings}: $(resident -e ImageStore__MaxBytes=0 ${settings:+-e "$settings"})"
done
