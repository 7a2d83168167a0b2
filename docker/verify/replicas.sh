# The Deployment's pod twice behind haproxy, one told to end under load; sourced by ../verify.sh.
# shellcheck shell=bash disable=SC2154

manifest=deploy/kubernetes/base/deployment.yaml
load_seconds=20

can_play() { [ "$engine" = podman ] && [ "$network" = host ] && command -v haproxy > /dev/null; }

# The real manifest, with what one machine needs: a name and ports of its own, the image that was just built, and without what podman runs
# otherwise than Kubernetes does: declared ports (it would map them) and probes (it would run them by a shell inside the container).
pod_manifest() { # pod_manifest NAME HTTP-PORT GRPC-PORT
  awk '
    { match($0, /^ */); indent = RLENGTH }
    dropping && indent > depth { next }
    { dropping = 0 }
    /^ *(ports|startupProbe|livenessProbe|readinessProbe):/ { dropping = 1; depth = indent; next }
    { print }
  ' "$manifest" | sed -e "1,/^  name: /s|^  name: fovea$|  name: $1|" -e "s|image: fovea$|image: $image|" -e "s|\"8080\"|\"$2\"|" -e "s|\"8081\"|\"$3\"|"
}

balancer_configuration() { # balancer_configuration FRONT-PORT PORT PORT: no retries, so that nothing but the service itself saves a request
  cat << END
global
  maxconn 500
defaults
  mode http
  retries 0
  timeout connect 2s
  timeout client 30s
  timeout server 30s
frontend service
  bind 127.0.0.1:$1
  stats enable
  stats uri /haproxy
  default_backend replicas
backend replicas
  balance roundrobin
  option httpchk GET /readyz
  http-check expect status 200
  default-server check inter 500ms fall 2 rise 2
  server first 127.0.0.1:$2
  server second 127.0.0.1:$3
END
}

play() {
  local name
  replicas=("$container-first" "$container-second")
  replica_ports=("$(free_port)" "$(free_port)")
  front=$(free_port)
  for name in 0 1; do
    pod_manifest "${replicas[name]}" "${replica_ports[name]}" "$(free_port)" > "$work/replica-$name.yaml"
    podman kube play --network host "$work/replica-$name.yaml" > "$work/played" || return 1
    replicas[name]=$(awk '/^Container:/ { getline; print }' "$work/played")
    [ -n "${replicas[name]}" ] || { cat "$work/played"; return 1; }
  done
  balancer_configuration "$front" "${replica_ports[@]}" > "$work/haproxy.cfg"
  haproxy -f "$work/haproxy.cfg" -db > "$work/haproxy.log" 2>&1 &
  balancer=$!
  for _ in $(seq 120); do
    [ "$(server_state first),$(server_state second)" = UP,UP ] && return
    sleep 0.25
  done
  cat "$work/haproxy.log"
  return 1
}

server_field() { curl -s --max-time 5 "http://127.0.0.1:$front/haproxy;csv" | awk -F, -v server="$1" -v field="$2" '
  NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
  $1 == "replicas" && $2 == server { print $column[field] }'; }

server_state() { # UP only when its checks have succeeded
  [ "$(server_field "$1" check_status),$(server_field "$1" status)" = L7OK,UP ] && echo UP || server_field "$1" status
}

keep_asking() { # keep_asking NUMBER CURL-OPTIONS...: predicts over and over until the time is over; one status per line
  local number=$1
  shift
  timeout -s INT $load_seconds stdbuf -oL curl -s --max-time 60 -o /dev/null -w '%{http_code}\n' "$@" -H 'Content-Type: image/png' \
    --data-binary @docs/samples/digit-7.png "http://127.0.0.1:$front/predict?model=digits#[1-1000000]" > "$work/statuses-$number"
}

# Four callers, two of which open a connection per request; after some seconds one replica gets SIGTERM. Every answer must be 200.
loses_no_request() {
  local callers=() total bad code before
  for caller in 0 1; do keep_asking $caller & callers+=($!); done
  for caller in 2 3; do keep_asking $caller -H 'Connection: close' & callers+=($!); done
  sleep 4
  before=$(cat "$work"/statuses-* | wc -l)
  podman stop -t 45 "${replicas[0]}" > /dev/null || return 1
  code=$(podman inspect --format '{{.State.ExitCode}}' "${replicas[0]}")
  wait "${callers[@]}"
  total=$(cat "$work"/statuses-* | wc -l)
  bad=$(cat "$work"/statuses-* | grep -vc '^200$')
  figure "answers while one of two replicas ended: $total, of which $before before, and $bad other than 200"
  echo "exit code $code; $total answers, $before before the end of one, $bad other than 200: $(cat "$work"/statuses-* | sort | uniq -c | tr '\n' ';')"
  [ "$code" = 0 ] && [ "$bad" = 0 ] && [ "$before" -gt 50 ] && [ "$total" -gt $((before + 50)) ]
}

both_served_and_one_is_out() {
  local first second
  first=$(server_field first stot) second=$(server_field second stot)
  echo "requests: $first and $second; states: $(server_state first) and $(server_state second); errors: $(server_field first econ) $(server_field first eresp)"
  [ "$first" -gt 50 ] && [ "$second" -gt "$first" ] && [ "$(server_state first)" != UP ] && [ "$(server_state second)" = UP ]
}

replica_is_restricted() { # as the manifest says, whatever the engine makes of it
  local name=${replicas[1]}
  echo "$(podman inspect --format '{{.HostConfig.ReadonlyRootfs}} {{.Config.User}} {{.EffectiveCaps}}' "$name")"
  [ "$(podman inspect --format '{{.HostConfig.ReadonlyRootfs}}' "$name")" = true ] \
    && [[ $(podman inspect --format '{{.Config.User}}' "$name") == 1654* ]] \
    && [[ $(podman inspect --format '{{.EffectiveCaps}}' "$name") == '[]' ]]
}

stop_replicas() {
  [ -n "${balancer:-}" ] && kill "$balancer" 2> /dev/null
  for manifest_copy in "$work"/replica-*.yaml; do
    [ -e "$manifest_copy" ] && podman kube down "$manifest_copy" > /dev/null 2>&1
  done
}

verify_replicas() {
  if ! can_play; then
    echo "SKIP: two replicas behind a balancer (needs podman with the host's network, and haproxy)"
    return
  fi
  if ! play > "$work/play" 2>&1; then # not by check, whose commands run in a shell of their own: their variables would be lost
    echo "FAIL: the Deployment's pod plays twice and both become ready: $(tail -c 600 "$work/play")"
    failed=$((failed + 1))
    stop_replicas
    return
  fi
  echo "PASS: the Deployment's pod plays twice and both become ready"
  passed=$((passed + 1))
  check "a replica is not root, has no capabilities and a read-only root" replica_is_restricted
  check "one of two replicas ends under load and no request is lost" loses_no_request
  check "both replicas had served, and the balancer saw one go" both_served_and_one_is_out
  stop_replicas
}
