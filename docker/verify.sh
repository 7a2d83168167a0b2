#!/usr/bin/env bash
# Builds the Dockerfile, runs the image as it is meant to be run (read-only root, no capabilities, non-root), calls the service
# and prints one PASS or FAIL line per check. Exit code 0 when all pass. Needs curl and jq, and docker, or podman with buildah;
# with podman and haproxy, the Kubernetes manifest's pod also runs twice behind a balancer.
#
#   docker/verify.sh
#
# Environment, all optional:
#   CONTAINER_ENGINE     docker or podman; else docker where its daemon answers, else podman
#   CONTAINER_NETWORK    host or bridge; else bridge with docker, host with podman
#   BUILD_OPTIONS        more options for the build, split at spaces
#   BASE_IMAGES_SCRIPT   run first when the base images are neither here nor to be pulled (a machine without a registry)
# Podman's own variables (CONTAINERS_CONF, CONTAINERS_STORAGE_CONF) work as always.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

image=localhost/fovea:verify
sdk=mcr.microsoft.com/dotnet/sdk:10.0
runtime=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
work=$(mktemp -d)
container=fovea-verify-$$
passed=0 failed=0

engine=${CONTAINER_ENGINE:-}
if [ -z "$engine" ]; then
  if docker info > /dev/null 2>&1; then engine=docker; else engine=podman; fi
fi
command -v "$engine" > /dev/null || { echo "FAIL: neither docker (with a running daemon) nor podman is here"; exit 1; }
for tool in curl jq; do command -v $tool > /dev/null || { echo "FAIL: $tool is needed"; exit 1; }; done
if [ "$engine" = docker ]; then network=${CONTAINER_NETWORK:-bridge}; else network=${CONTAINER_NETWORK:-host}; fi

finish() {
  stop_replicas
  local name
  for name in "$container" "$container-limits" "$container-small"; do "$engine" rm -f "$name" > /dev/null 2>&1; done
  rm -rf "$work"
}

check() { # check NAME COMMAND...: passes when the command succeeds; its output explains a failure
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "PASS: $name"
    passed=$((passed + 1))
  else
    echo "FAIL: $name${output:+: ${output:0:600}}"
    failed=$((failed + 1))
  fi
}

source docker/verify/image.sh
source docker/verify/service.sh
source docker/verify/limits.sh
source docker/verify/replicas.sh
trap finish EXIT

build || { echo "FAIL: the image builds"; exit 1; }
echo "PASS: the image builds"
passed=1

check "the image runs as a user other than root" runs_as_non_root
check "the image has no shell" has_no_shell
check "a model folder that does not exist stops the start" stops_without_model_folder
start || { echo "FAIL: the container becomes ready"; "$engine" logs "$container"; exit 1; }
check "the root file system is read-only" root_is_read_only
check "liveness" answers 200 /livez
check "readiness" answers 200 /readyz
check "the health check succeeds while the service answers" health_check
check "the engine sees a healthy container" engine_sees_health
check "the health check fails where no service answers" health_check_fails_alone
for digit in 0 1 2 3 4 5 6 7 8 9; do
  check "predicts the drawn digit $digit" predicts "$digit" "docs/samples/digit-$digit.png"
done
check "predicts a photographed digit" predicts 7 docs/samples/photo-7.jpg
check "a feature map as PNG" feature_map_png
check "a feature map as npy" feature_map_npy
check "a multipart upload of several megabytes on a read-only root" uploads_megabytes
check "a model from the mounted folder" predicts_with_mounted_model
check "a broken model in the mounted folder fails alone, with a reason" broken_model_fails_alone
check "not an image is refused with 415" refuses_text
check "the OpenAPI document" openapi_document
check "answers the request in flight, then stops with exit code 0" stops_gracefully
check "a container's limits on memory and processors arrive" sees_limits
check "a container of 160 MiB predicts large images" predicts_within_limits
verify_replicas

image_size
cat "$work/figures"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
