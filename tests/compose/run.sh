#!/usr/bin/env bash
# The Compose stack on a real engine: up, kills, a lost broker, down and up. `make compose-smoke`.
#
# Uses the engine and images that there are. Without an engine it starts one of its own (root; dockerd from
# docker.io, ended afterwards); images that cannot be pulled are made of Debian and Maven packages (standins.sh).
# PIP_CERT is given to builds. Exit status: 0 passed, 1 failed, 77 skipped for want of root, of an engine or of
# packages to make images of. A fault of our own in an image or a service is a failure.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) project=$(cd "$(dirname "$0")/../.." && pwd)
work=${COMPOSE_SMOKE_DIR:-$project/.cache/compose}
mkdir -p "$work"

skip() { printf '\n!!! SKIPPED: make compose-smoke: %s. Nothing was tested (exit status 77).\n\n' "$*" >&2; exit 77; }
engine() { timeout 30 docker info > /dev/null 2>&1; }

if ! engine; then
  [ "$(id -u)" = 0 ] || skip "no engine answers, and one can only be started by root"
  absent=()
  command -v dockerd > /dev/null || absent+=(docker.io iptables)
  command -v debootstrap > /dev/null || absent+=(debootstrap)
  [ ${#absent[@]} = 0 ] || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${absent[@]}" > "$work/apt.log" 2>&1; } \
    || skip "dockerd is not installed, and apt-get cannot install it"
  export DOCKER_HOST=unix://$work/docker.sock
  if ! engine; then
    "$here/end.sh" "$work" # of a run that was killed
    rm -f "$work/pid"
    trap '"$here/end.sh" "$work"' EXIT
    # In a session of its own: a signal to this group must not end the engine before its containers.
    setsid dockerd --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/pid" -H "$DOCKER_HOST" > "$work/dockerd.log" 2>&1 &
    for _ in $(seq 120); do engine && break; kill -0 $! 2> /dev/null || break; sleep 0.5; done
    engine || { tail -5 "$work/dockerd.log"; skip "dockerd does not start on this machine (its last words are above)"; }
  fi
fi
[ -d "$work/cli" ] && export DOCKER_CONFIG=$work/cli

# VARIABLE TAG REFERENCE of each image that comes from elsewhere.
images() {
  sed -nE 's/^ *image: \$\{([A-Z_]+):-([^@]+)(@[^}]+)\}/\1 \2 \2\3/p' "$project/docker-compose.yml" | grep -v '^POSTGRES_'
  sed -nE 's/^FROM ([a-z]+:[^ ]+).*/BASE \1 \1/p' "$project/Dockerfile" | sort -u
}
there() { docker image inspect "$1" > /dev/null 2>&1; }
standins=0
while read -r _ _ reference; do
  there "$reference" || timeout 120 docker pull -q "$reference" > /dev/null 2>&1 || { standins=1; break; }
done < <(images)
docker compose version > /dev/null 2>&1 || standins=1
if [ $standins = 1 ]; then
  [ "$(id -u)" = 0 ] || skip "images cannot be pulled, and stand-ins can only be made by root"
  echo "images cannot be pulled: using stand-ins"
  while read -r variable tag _; do
    export "$variable=$tag"
    [ "$variable" = KAFKA_EXPORTER_IMAGE ] || there "$tag" || missing=1
  done < <(images)
  if [ -n "${missing:-}" ] || [ ! -d "$work/cli" ]; then
    status=0
    "$here/standins.sh" "$work" "$project" > "$work/standins.log" 2>&1 || status=$?
    [ $status = 0 ] || tail -n 5 "$work"/*.log
    [ $status != 77 ] || skip "packages for the images cannot be fetched (the ends of the logs are above)"
    [ $status = 0 ] || { echo "FAILED: the stand-ins for the images (the ends of the logs are above)"; exit 1; }
  fi
  export DOCKER_CONFIG=$work/cli
  # Compose wants an image of every service, also of one that it does not start.
  there "$KAFKA_EXPORTER_IMAGE" || { export WITHOUT=kafka-exporter KAFKA_EXPORTER_IMAGE=$BASE; echo "no image of the Kafka exporter: it is not tested"; }
fi
begun=$SECONDS
"$here/smoke.sh" "$project"
echo "passed in $((SECONDS - begun)) s, $begun s of preparation before"
