# Running the container and calling the service; sourced by ../verify.sh.
# shellcheck shell=bash disable=SC2154

free_port() {
  local candidate
  for candidate in $(shuf -i 20000-29999 -n 50); do
    (exec 3<> "/dev/tcp/127.0.0.1/$candidate") 2> /dev/null || { echo "$candidate"; return; }
  done
}

start() {
  local options
  port=$(free_port)
  url=http://127.0.0.1:$port
  mkdir -p "$work/models/mine" "$work/models/broken"
  cp src/Models/Bundled/digits/model.onnx src/Models/Bundled/digits/labels.txt src/Models/Bundled/digits/fovea.json "$work/models/mine/"
  head -c 1000 src/Models/Bundled/digits/model.onnx > "$work/models/broken/model.onnx"
  chmod -R a+rX "$work"
  run_options
  "$engine" run -d --name "$container" "${options[@]}" "$image" > /dev/null || return 1
  for _ in $(seq 60); do
    [ "$(curl -s -o /dev/null -w '%{http_code}' "$url/readyz")" = 200 ] && return
    sleep 0.5
  done
  return 1
}

answers() { # answers STATUS PATH CURL-OPTIONS...: the status must match; the body goes to $work/body, the headers to $work/headers
  local expected=$1 path=$2 status
  shift 2
  status=$(curl -s --max-time 60 -D "$work/headers" -o "$work/body" -w '%{http_code}' "$@" "$url$path")
  [ "$status" = "$expected" ] || { echo "$path answered $status, not $expected: $(head -c 400 "$work/body")"; return 1; }
}

content_type() { grep -i '^content-type:' "$work/headers" | tr -d '\r' | cut -d' ' -f2 | cut -d';' -f1; }

first_label() { jq -r '.results[0].predictions[0].label' "$work/body"; }

predicts() { # predicts LABEL FILE [MODEL]
  answers 200 "/predict?model=${3:-digits}" -H 'Content-Type: application/octet-stream' --data-binary "@$2" || return 1
  [ "$(first_label)" = "$1" ] || { cat "$work/body"; return 1; }
}

feature_map_png() {
  answers 200 "/featuremaps/relu1?model=digits&format=png" -H 'Content-Type: image/png' --data-binary @docs/samples/digit-4.png || return 1
  [ "$(content_type)" = image/png ] && [ "$(head -c 8 "$work/body" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ]
}

feature_map_npy() {
  answers 200 "/featuremaps/relu1?model=digits&format=npy" -H 'Content-Type: image/png' --data-binary @docs/samples/digit-4.png || return 1
  head -c 128 "$work/body" | grep -aq "'shape': (16, 28, 28)" || { head -c 128 "$work/body"; return 1; }
}

little_endian() { printf "\\x$(printf %02x $(($1 & 255)))\\x$(printf %02x $(($1 >> 8 & 255)))\\x$(printf %02x $(($1 >> 16 & 255)))\\x$(printf %02x $(($1 >> 24 & 255)))"; }

noise_bitmap() { # a 24-bit BMP of the given width and height; the width is a multiple of 4, so that rows need no padding
  local pixels=$(($1 * $2 * 3))
  printf 'BM'
  little_endian $((54 + pixels)); little_endian 0; little_endian 54
  little_endian 40; little_endian "$1"; little_endian "$2"; printf '\x01\x00\x18\x00'
  little_endian 0; little_endian $pixels; little_endian 2835; little_endian 2835; little_endian 0; little_endian 0
  head -c $pixels /dev/urandom
}

uploads_megabytes() {
  noise_bitmap 1200 1000 > "$work/noise.bmp"
  answers 200 "/predict?model=digits" -F "file=@docs/samples/digit-3.png" -F "file=@$work/noise.bmp" -F "file=@$work/noise.bmp;filename=again.bmp" || return 1
  [ "$(jq '.results | length' "$work/body")" = 3 ] && [ "$(first_label)" = 3 ] || { cat "$work/body"; return 1; }
}

predicts_with_mounted_model() { predicts 5 docs/samples/digit-5.png mine; }

broken_model_fails_alone() {
  answers 503 "/predict?model=broken" -H 'Content-Type: image/png' --data-binary @docs/samples/digit-1.png || return 1
  [ "$(jq -r .code "$work/body")" = model_failed ] || { cat "$work/body"; return 1; }
  answers 200 /readyz
}

refuses_text() {
  answers 415 "/predict?model=digits" -H 'Content-Type: application/octet-stream' --data-binary 'not an image' || return 1
  [ "$(content_type)" = application/problem+json ]
}

health_check() { "$engine" exec "$container" ./Fovea.Api --healthcheck; }

engine_sees_health() { # the image's own health check, as the engine runs it
  if [ "$engine" = podman ]; then podman healthcheck run "$container"; return; fi
  for _ in $(seq 60); do
    [ "$(docker inspect --format '{{.State.Health.Status}}' "$container")" = healthy ] && return
    sleep 1
  done
  return 1
}

health_check_fails_alone() {
  timeout -k 5 60 "$engine" run --rm --network none --read-only --tmpfs /tmp "$image" --healthcheck > /dev/null 2>&1
  case $? in 0 | 124 | 137) return 1 ;; esac
}

root_is_read_only() { [ "$("$engine" inspect --format '{{.HostConfig.ReadonlyRootfs}}' "$container")" = true ]; }

openapi_document() {
  answers 200 /openapi/v1.json || return 1
  jq -e '(.openapi | startswith("3.1")) and .paths["/predict"].post' "$work/body" > /dev/null
}

# A slow upload is under way when the container is told to stop: it still gets its answer, and the process ends with code 0.
stops_gracefully() {
  local started=$SECONDS code status upload
  noise_bitmap 1000 1000 > "$work/slow.bmp"
  curl -s --max-time 60 --limit-rate 1M -o "$work/slow" -w '%{http_code}' -H 'Content-Type: image/bmp' --data-binary "@$work/slow.bmp" \
    "$url/predict?model=digits" > "$work/slow.status" &
  upload=$!
  sleep 1
  "$engine" stop -t 25 "$container" > /dev/null || return 1
  wait "$upload"
  status=$(cat "$work/slow.status")
  code=$("$engine" inspect --format '{{.State.ExitCode}}' "$container")
  echo "exit code $code after $((SECONDS - started)) s; the request in flight got $status: $(head -c 200 "$work/slow")"
  [ "$code" = 0 ] && [ "$status" = 200 ] && [ $((SECONDS - started)) -lt 20 ]
}
