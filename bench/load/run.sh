#!/usr/bin/env bash
# Fovea against the same service written the usual way (bench/baseline), or against another build of Fovea, under wrk on the same machine; prints markdown tables.
set -uo pipefail

usage() {
    cat >&2 <<'TEXT'
usage: bench/load/run.sh [options]
  --only NAME,...        networks (mobilenet_v2,squeezenet1.1,resnet18,resnet50)
  --models DIR           where their files are looked for first; then FOVEA_TEST_DATA or ../shared/data
  --connections N,...    points (1,2,16,64)
  --rounds N             rounds, in which the services take turns at every point (3)
  --seconds N            seconds per service, point and round (4)
  --starts N             cold starts per service and network (5)
  --photo FILE           the photo that is cut to 500x375 pixels and about 100 KB (kitten.jpg of the test data; without it, a generated one)
  --against DIR          another source tree of Fovea takes the baseline's place
  --keep DIR             where the figures of each round are kept
Needs wrk (Debian: apt-get install wrk). The default takes a quarter of an hour. Run it on an idle machine.
TEXT
    exit 2
}

only=mobilenet_v2,squeezenet1.1,resnet18,resnet50 models='' connections=1,2,16,64 rounds=3 seconds=4 starts=5 photo='' against='' keep=''
command_line="bench/load/run.sh $*"
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
        --only | --models | --connections | --rounds | --seconds | --starts | --photo | --against | --keep) declare "${1#--}=$2" ;;
        *) usage ;;
    esac
    shift 2
done

# shellcheck source-path=SCRIPTDIR source=services.sh
. "$(dirname "$0")/services.sh"
command -v wrk >/dev/null || die "wrk is missing (Debian: apt-get install wrk)."
work=$(mktemp -d)
bench=$work/bench/Fovea.Bench
services=(fovea baseline-default baseline-one)
[ -z "$against" ] || services=(fovea other)
declare -A ports=([fovea]=18480 [baseline-default]=18481 [baseline-one]=18482 [other]=18483)

publish bench "$work/bench"
publish src/Api "$work/fovea"
if [ -n "$against" ]; then
    [ -f "$against/src/Api/Fovea.Api.csproj" ] || die "--against $against: no source tree of Fovea is there."
    against=$(cd "$against" && pwd)
    publish src/Api "$work/other" "$against"
else
    publish bench/baseline "$work/baseline"
fi
: "${photo:=$data/images/photos/kitten.jpg}"
[ -f "$photo" ] || photo=
say "$(attended "$bench" photo ${photo:+--from "$photo"} --out "$work/photo.jpg")"
export FOVEA_LOAD_IMAGE=$work/photo.jpg
request=$work/photo.request
make_request "$FOVEA_LOAD_IMAGE" "$request"

# Time from the start of a process to its first answer.
cold_start() { # SERVICE MODEL
    local begin=$EPOCHREALTIME end
    start_service "$1" "$2" "${ports[$1]}"
    await "$1" "${ports[$1]}"
    end=$EPOCHREALTIME
    stop "$1"
    printf '%s\t%s\t%s\n' "$2" "$1" "$(((${end/./} - ${begin/./}) / 1000))" >>"$work/starts.tsv"
}

# The first class of the answer.
best() { sed -n 's/.*"predictions":\[{"label":"[^"]*","index":\([0-9]*\).*/\1/p' <<<"$answer"; }

# What a service has used of the processors, in clock ticks.
ticks() { awk '{ print $14 + $15 }' "/proc/${running[$1]}/stat"; }

# Waits until a service rests: the requests that wrk leaves behind when its time is over would otherwise run on into the turn of the next one.
rest() { # SERVICE
    local before after
    for _ in $(seq 50); do
        before=$(ticks "$1")
        sleep 0.1
        after=$(ticks "$1")
        [ $((after - before)) -gt 1 ] || return 0
    done
}

load() { # SERVICE SECONDS CONNECTIONS
    attended wrk -t 1 -c "$3" -d "$2s" --timeout 30s --latency -s "$repository/bench/load/post.lua" "http://127.0.0.1:${ports[$1]}/predict" >"$work/wrk.log" 2>&1 ||
        { cat "$work/wrk.log" >&2; die "wrk failed."; }
    rest "$1"
    figures=$(sed -n 's/^figures\t//p' "$work/wrk.log")
    [ -n "$figures" ] || { cat "$work/wrk.log" >&2; die "wrk printed no figures."; }
}

status_of() { sed -n "s/^$2:[[:space:]]*\([0-9]*\) kB/\1/p" "/proc/${running[$1]}/status"; }

for model in ${only//,/ }; do
    make_model "$model" "$work/models/$model"
done

# The bundled model, without a folder of models.
mkdir -p "$work/models/digits"
say "starts"
for model in digits ${only//,/ }; do
    for ((n = 0; n <= starts; n++)); do
        for service in "${services[@]}"; do
            [ "$model" != digits ] || [[ $service != baseline-* ]] || continue
            cold_start "$service" "$model"
        done
        # The first one reads files that are not cached yet.
        [ $n -gt 0 ] || grep -v "^$model	" "$work/starts.tsv" >"$work/others.tsv" || true
        [ $n -gt 0 ] || mv "$work/others.tsv" "$work/starts.tsv"
    done
done

for model in ${only//,/ }; do
    say "$model"
    classes=()
    for service in "${services[@]}"; do
        start_service "$service" "$model" "${ports[$service]}"
        await "$service" "${ports[$service]}"
        classes+=("$(best)")
        load "$service" 3 16
    done
    say "class: ${classes[*]}"
    [ "$(printf '%s\n' "${classes[@]}" | sort -u | wc -l)" = 1 ] || disagree="${disagree:-}$model: ${services[*]} answer ${classes[*]}. "
    for ((round = 1; round <= rounds; round++)); do
        for count in ${connections//,/ }; do
            for ((turn = 0; turn < ${#services[@]}; turn++)); do
                service=${services[(turn + round) % ${#services[@]}]}
                load "$service" "$seconds" "$count"
                printf '%s\t%s\t%s\t%s\t%s\n' "$model" "$service" "$count" "$round" "$figures" | tee -a "$work/loads.tsv" >&2
            done
        done
    done
    for service in "${services[@]}"; do
        printf '%s\t%s\t%s\t%s\n' "$model" "$service" "$(status_of "$service" VmRSS)" "$(status_of "$service" VmHWM)" >>"$work/memory.tsv"
        stop "$service"
    done
done

[ -z "$keep" ] || { mkdir -p "$keep" && cp "$work"/*.tsv "$keep"; }
printf '    %s\n\n' "$command_line"
attended "$bench" serving --samples "$work"
status=$?
[ -z "${disagree:-}" ] || { printf '\nThe services disagree about the photo: %s\n' "$disagree"; status=1; }
exit $status
