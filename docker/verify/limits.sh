# What the service makes of a container's limits, and figures of the image; sourced by ../verify.sh.
# shellcheck shell=bash disable=SC2154

figure() { echo "$*" >> "$work/figures"; }

# Three quarters of a container's memory are the runtime's heap; pools are shares of that. One processor gives one thread.
sees_limits() {
  local output
  "$engine" run -d --network none --memory 512m --cpus 1 --read-only --tmpfs /tmp --name "$container-limits" "$image" > /dev/null || return 1
  for _ in $(seq 60); do
    output=$("$engine" logs "$container-limits" 2>&1)
    grep -q 'Processors:' <<< "$output" && break
    sleep 0.5
  done
  "$engine" rm -f "$container-limits" > /dev/null 2>&1
  grep 'Processors:' <<< "$output"
  grep -q 'Processors: 1; memory: 384 MiB; kept for runs: up to 48 MiB; kept images: up to 6 MiB' <<< "$output"
}

predicts_within_limits() { # a hundred predictions in a container of 160 MiB
  local name=$container-small address
  local port
  port=$(free_port)
  address=http://127.0.0.1:$port
  if [ "$network" = host ]; then
    "$engine" run -d --name "$name" --memory 160m --cpus 1 --read-only --tmpfs /tmp --network host -e "ASPNETCORE_HTTP_PORTS=$port" "$image" > /dev/null || return 1
  else
    "$engine" run -d --name "$name" --memory 160m --cpus 1 --read-only --tmpfs /tmp -p "127.0.0.1:$port:8080" "$image" > /dev/null || return 1
  fi
  for _ in $(seq 60); do
    [ "$(curl -s -o /dev/null -w '%{http_code}' "$address/readyz")" = 200 ] && break
    sleep 0.5
  done
  noise_bitmap 1200 1000 > "$work/large.bmp"
  local statuses
  statuses=$(curl -s --max-time 60 -o /dev/null -w '%{http_code}\n' -H 'Content-Type: image/bmp' --data-binary "@$work/large.bmp" "$address/predict?model=digits#[1-100]" | sort | uniq -c)
  echo "$statuses; $("$engine" inspect --format '{{.State.Status}} {{.State.OOMKilled}}' "$name")"
  "$engine" rm -f "$name" > /dev/null 2>&1
  [ "$(tr -d ' ' <<< "$statuses")" = 100200 ]
}

image_size() { figure "image: $(("$("$engine" image inspect --format '{{.Size}}' "$image")" / 1000000)) MB, of which the base $(("$("$engine" image inspect --format '{{.Size}}' "$runtime")" / 1000000)) MB"; }
