# Building and inspecting the image; sourced by ../verify.sh.
# shellcheck shell=bash disable=SC2154

has_image() { "$engine" image inspect "$1" > /dev/null 2>&1; }

build() {
  local options=()
  if [ -n "${BASE_IMAGES_SCRIPT:-}" ] && ! { has_image "$sdk" && has_image "$runtime"; }; then
    "$BASE_IMAGES_SCRIPT" || return 1
  fi
  if has_image "$sdk" && ! "$engine" run --rm --network none --entrypoint dotnet "$sdk" --list-sdks 2> /dev/null | grep -q .; then
    borrow_sdk
  fi
  # shellcheck disable=SC2206
  options+=(${BUILD_OPTIONS:-})
  if [ "$engine" = docker ]; then
    docker build -t "$image" "${options[@]}" .
  else
    has_image "$sdk" && has_image "$runtime" && options+=(--pull-never)
    buildah bud --isolation chroot --network host --layers --format docker -t "$image" "${options[@]}" -f Dockerfile .
  fi
}

# A local stand-in for the SDK image may hold no SDK; then the machine's own SDK and certificates are mounted into the build.
borrow_sdk() {
  local root certificates=/etc/ssl/certs/ca-certificates.crt
  root=$(dirname "$(readlink -f "$(command -v dotnet)")")
  echo "$sdk holds no SDK: the build uses the one of this machine"
  options+=(-v "$root:/usr/share/dotnet:ro")
  [ -e "$certificates" ] && options+=(-v "$certificates:$certificates:ro")
}

runs_as_non_root() {
  local user
  user=$("$engine" image inspect --format '{{.Config.User}}' "$image")
  echo "the image's user is '$user'"
  case ${user%%:*} in '' | 0 | root) return 1 ;; esac
}

has_no_shell() { ! timeout 60 "$engine" run --rm --network none --entrypoint /bin/sh "$image" -c true > /dev/null 2>&1; }

run_options() { # the way the image is meant to be run; docker/compose.yaml says the same
  options=(--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v "$work/models:/models:ro")
  if [ "$network" = host ]; then
    options+=(--network host -e "ASPNETCORE_HTTP_PORTS=$port")
  else
    options+=(-p "127.0.0.1:$port:8080")
  fi
}

stops_without_model_folder() {
  local output
  output=$(timeout -k 5 60 "$engine" run --rm --network none --read-only --tmpfs /tmp -e Models__Path=/nowhere "$image" 2>&1)
  case $? in
    0) echo "it ended with exit code 0: $output"; return 1 ;;
    124 | 137) echo "it went on running: $output"; return 1 ;;
  esac
  echo "$output"
  grep -q /nowhere <<< "$output"
}
