# What bench/load/run.sh and bench/soak/run.sh share: publishing, model folders, starting and stopping services. To be sourced.
# shellcheck shell=bash

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=${FOVEA_TEST_DATA:-$repository/../shared/data}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

die() { printf '%s\n' "$*" >&2; exit 1; }
say() { printf '== %s\n' "$*" >&2; }

# The process ids of what runs; each is stopped when the script ends, however it ends.
declare -A running=()

stop() { # NAME
    local pid=${running[$1]:-}
    [ -n "$pid" ] || return 0
    unset "running[$1]"
    kill "$pid" 2>/dev/null || return 0
    for _ in $(seq 200); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    return 0
}

stop_all() {
    local name
    for name in "${!running[@]}"; do stop "$name"; done
    [ -z "${child:-}" ] || kill "$child" 2>/dev/null
    [ -z "${work:-}" ] || rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Runs a program so that an interruption of this script ends it too.
attended() {
    "$@" &
    child=$!
    wait "$child"
    local status=$?
    child=
    return $status
}

# The runtime identifier that programs are compiled ahead for.
runtime() { case $(uname -m) in aarch64 | arm64) echo linux-arm64 ;; *) echo linux-x64 ;; esac; }

publish() { # PROJECT FOLDER [TREE]
    say "publish ${3:+$3/}$1"
    dotnet publish "${3:-$repository}/$1" -c Release -o "$2" -p:ContainerRuntime="$(runtime)" -p:DebugType=none -nodeReuse:false >"$work/publish.log" 2>&1 ||
        { tail -n 20 "$work/publish.log" >&2; die "$1 cannot be published."; }
}

# The model's file: trained where there is one, else a topology (which gets random weights).
find_model() { # NAME
    local file
    for file in ${models:+"$models/$1.onnx"} "$data/models/$1.onnx" "$data/topologies/$1.onnx"; do
        [ -f "$file" ] && { echo "$file"; return 0; }
    done
    die "There is no $1.onnx in ${models:+$models, }$data/models or $data/topologies; say where it is with --models DIR."
}

# Writes a model folder of Fovea's under its name into FOLDER; the arguments for the same network that the baseline takes go to $work/NAME.baseline.
make_model() { # NAME FOLDER
    local name=$1 folder=$2/$1 file labels=
    mkdir -p "$folder"
    file=$(find_model "$name") || exit 1
    attended "$bench" weights "$file" --out "$folder/model.onnx" || die "$file cannot be read."
    case $name:$(basename "$(dirname "$file")") in
        mobilenet_v2:models)
            labels=$data/labels/imagenet-1001.txt
            echo '{ "resize": { "size": 256 }, "normalize": [ { "divide": 127.5 }, { "subtract": 1 } ] }' >"$folder/fovea.json"
            echo "--Mean 127.5 --Std 127.5 --Softmax false" >"$work/$name.baseline" ;;
        squeezenet1.1:models)
            labels=$data/labels/synset.txt
            echo '{ "input": { "channels": "bgr" }, "resize": { "size": 256 }, "normalize": { "mean": [103.94, 116.78, 123.68] } }' >"$folder/fovea.json"
            echo "--Mean 103.94,116.78,123.68 --Std 1 --Bgr true --Softmax false" >"$work/$name.baseline" ;;
        *) # torchvision's networks
            echo "--Mean 123.675,116.28,103.53 --Std 58.395,57.12,57.375 --Softmax true" >"$work/$name.baseline" ;;
    esac
    if [ -f "$labels" ]; then
        cp "$labels" "$folder/labels.txt"
        echo "--Labels $folder/labels.txt" >>"$work/$name.baseline"
    fi
}

# What the Dockerfile asks of the runtime and of malloc, as NAME=VALUE.
runtime_settings() { # [TREE]
    grep -oE '(DOTNET|MALLOC)_[A-Za-z0-9_]*=[A-Za-z0-9]*' "${1:-$repository}/Dockerfile"
}

# Starts a published program in its own folder, Fovea with the runtime's settings that the container image has; its output goes to a file of its name.
start() { # NAME PROJECT ARGUMENTS...
    local name=$1 folder=$work/$2 program=(dotnet Fovea.Baseline.dll) tree=
    [ "$2" != other ] || tree=$against
    shift 2
    # shellcheck disable=SC2046
    [ ! -x "$folder/Fovea.Api" ] || program=(env $(runtime_settings "$tree") ./Fovea.Api)
    (cd "$folder" && exec "${program[@]}" "$@") >"$work/$name.log" 2>&1 &
    running[$name]=$!
}

# Starts fovea, other, baseline-default or baseline-one with one model; its folder of models has no other.
start_service() { # SERVICE MODEL PORT
    case $1 in
        fovea | other) start "$1" "$1" --urls "http://127.0.0.1:$3" --Models:Path "$work/models/$2" ;;
        *)
            local threads=0
            [ "$1" = baseline-one ] && threads=1
            # shellcheck disable=SC2046
            start "$1" baseline --urls "http://127.0.0.1:$3" --Model "$work/models/$2/$2/model.onnx" --Threads $threads $(cat "$work/$2.baseline") ;;
    esac
}

# Posts $request to a port; prints the answer. Without a client program, so that starting one is not measured.
ask() { # PORT
    exec 9<>"/dev/tcp/127.0.0.1/$1" || return 1
    cat "$request" >&9 && cat <&9
    exec 9>&- 9<&-
}

# A request as bytes, for ask.
make_request() { # IMAGE FILE
    { printf 'POST /predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n' "$(stat -c %s "$1")"; cat "$1"; } >"$2"
}

# Waits until a port answers with 200; the answer is in $answer.
await() { # NAME PORT
    local begun=$SECONDS
    while [ $((SECONDS - begun)) -lt 60 ]; do
        kill -0 "${running[$1]}" 2>/dev/null || { tail -n 20 "$work/$1.log" >&2; die "$1 ended instead of answering."; }
        answer=$(ask "$2" 2>/dev/null)
        [[ $answer == "HTTP/1.1 200"* ]] && return 0
        sleep 0.004
    done
    tail -n 20 "$work/$1.log" >&2
    die "$1 did not answer within 60 s; its last answer: $answer"
}
