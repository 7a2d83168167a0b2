#!/usr/bin/env bash
# Soaks Fovea: overload, clients that vanish, bad images, models replaced under way. First the check itself is checked: the service of
# bench/baseline must pass it as it is, and fail it with a planted leak. Prints markdown tables; exits with 0 when everything held.
set -uo pipefail

usage() {
    cat >&2 <<'TEXT'
usage: bench/soak/run.sh [options]
  --minutes N            how long (20)
  --overload N           requests sent, as a multiple of the measured capacity (4)
  --control-minutes N    how long each of the two runs of the control takes (6); 0 leaves them out
  --leak BYTES           what the planted leak keeps of each request (65536)
  --only NAME,...        networks (mobilenet_v2,squeezenet1.1)
  --models DIR           where their files are looked for first; then FOVEA_TEST_DATA or ../shared/data
  --admin-key KEY        also load models by the API; the service is started with this key
  --reload-seconds N     how often a model is replaced (10)
Arguments behind -- go to Fovea: -- --Models:Watch true
TEXT
    exit 2
}

minutes=20 overload=4 control_minutes=6 leak=65536 only=mobilenet_v2,squeezenet1.1 models='' admin_key='' reload_seconds=10
command_line="bench/soak/run.sh $*"
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    [ $# -ge 2 ] || usage
    case $1 in
        --minutes | --overload | --control-minutes | --leak | --only | --models | --admin-key | --reload-seconds)
            name=${1#--}
            declare "${name//-/_}=$2" ;;
        *) usage ;;
    esac
    shift 2
done
[ $# -eq 0 ] || shift

# shellcheck source-path=SCRIPTDIR source=../load/services.sh
. "$(dirname "$0")/../load/services.sh"
work=$(mktemp -d)
bench=$work/bench/Fovea.Bench
port=18490
publish bench "$work/bench"
publish src/Api "$work/fovea"
attended "$bench" photo --out "$work/photo.jpg" >&2
request=$work/photo.request
make_request "$work/photo.jpg" "$request"
for model in ${only//,/ }; do
    make_model "$model" "$work/models"
done
first=${only%%,*}
# A server with several models answers those who name none by its default one.
fovea=(--urls "http://127.0.0.1:$port" --Models:Path "$work/models" --Models:Default "$first")
[ -z "$admin_key" ] || export Security__AdminKey=$admin_key
printf '    %s\n\n' "$command_line"
status=0

if [ "$control_minutes" != 0 ]; then
    publish bench/baseline "$work/baseline"
    for kept in 0 "$leak"; do
        judge=leak
        [ "$kept" != 0 ] || judge=memory
        printf '### Control: bench/baseline, %s bytes of each request kept\n\n' "$kept"
        # shellcheck disable=SC2046
        start control baseline --urls "http://127.0.0.1:$port" --Model "$work/models/$first/model.onnx" --Threads 1 --Leak "$kept" $(cat "$work/$first.baseline")
        await control $port
        attended "$bench" soak --url "http://127.0.0.1:$port" --pid "${running[control]}" --names "$first" --minutes "$control_minutes" \
            --overload 0.8 --judge $judge || status=1
        stop control
        echo
    done
fi

printf '### Fovea\n\n'
start fovea fovea "${fovea[@]}" "$@"
await fovea $port
attended "$bench" soak --url "http://127.0.0.1:$port" --pid "${running[fovea]}" --names "$only" --models "$work/models" --minutes "$minutes" \
    --overload "$overload" --reload-seconds "$reload_seconds" ${admin_key:+--admin-key "$admin_key"} || status=1
stop fovea
exit $status
