#!/usr/bin/env bash
# What docker-compose.yml promises, tried on the engine that DOCKER_HOST names. Usage: smoke.sh PROJECT.
set -euo pipefail
cd "$1"
export COMPOSE_PROJECT_NAME=claimwire-smoke INBOX=./pipeline/claimwire/samples
export KAFKA_PORT=${KAFKA_PORT:-19392} PROMETHEUS_PORT=${PROMETHEUS_PORT:-19390} GRAFANA_PORT=${GRAFANA_PORT:-19391} PUSH_PORT=${PUSH_PORT:-19393}
compose() { docker compose --profile metrics --profile push "$@"; }
up() { compose up --build --detach --wait --scale worker=2 ${WITHOUT:+--scale $WITHOUT=0} > "$log/up" 2>&1 || { tail -20 "$log/up"; fail "up"; }; }
down() { docker compose --profile '*' down --volumes --timeout 60 > /dev/null 2>&1; }
fail() { echo "FAILED: $*"; compose ps -a; compose logs --tail 20; exit 1; }
said() { printf '%4d s  %s\n' $SECONDS "$*"; }
within() { # SECONDS COMMAND…: try until it succeeds
  local end=$((SECONDS + $1)); shift
  until "$@"; do [ $SECONDS -lt $end ] || fail "not in time: $*"; sleep 1; done
}
healthy() { [ "$(compose ps --format '{{.Health}}' | grep -c '^healthy')" = 4 ]; } # Kafka, two workers, the feeder
offsets() { compose exec -T kafka /opt/kafka/bin/kafka-get-offsets.sh --bootstrap-server kafka:19092 --topic "$1" 2> /dev/null | awk -F: '{n += $3} END {print n + 0}'; }
has() { [ "$(offsets "$1")" -ge "$2" ]; }
asked() { curl -fsS --get "http://127.0.0.1:$PROMETHEUS_PORT/api/v1/query" --data-urlencode "query=$1" | grep -o '"value":\[[^]]*\]' | grep -o '"[0-9.]*"\]' | tr -d '"]' || true; }
is() { [ "$(asked "$1")" = "$2" ]; }
pending() { [ -n "$(asked "count(ALERTS{alertname=\"$1\"})")" ]; }
pushed() { # NAME: push an article
  curl -fsS -o /dev/null -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
    -d "{\"body\": \"The mayor said the $1 is safe.\", \"url\": \"https://example.org/$1\"}" "http://127.0.0.1:$PUSH_PORT/articles"
}
killed() { # SERVICE: kill the process of one of its containers; not `docker kill`, after which nothing is started again
  local pid; pid=$(compose ps -q --status running "$1" | head -1 | xargs -r docker inspect -f '{{.State.Pid}}')
  [ "${pid:-0}" -gt 0 ] && kill -9 "$pid" # 0, of one that is just ending, would be our own process group
}
anonymous() { docker volume ls -q | grep -cE '^[0-9a-f]{64}$' || true; }
ids() { compose ps -q kafka worker feeder inbox push | sort; }
ready() { # SERVICE: the status of its /readyz
  compose exec -T "$1" python -c "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8080); c.request('GET', '/readyz'); print(c.getresponse().status)"
}

log=$(mktemp -d)
trap 'down; rm -r "$log"' EXIT
export SECRETS=$log/secrets
deploy/secrets.sh "$SECRETS" > /dev/null
token=$(cat "$SECRETS/push_token")
down || true
volumes=$(anonymous)
up; said "up --build --wait succeeds"
within 120 has news.articles.enriched.v1 14; said "14 articles enriched, $(offsets news.claims.v1) claims"
compose exec -T worker claimwire doctor > "$log/doctor" || { cat "$log/doctor"; fail doctor; }
compose exec -T worker sh -c '! touch /x 2> /dev/null && [ "$(id -u)" = 10001 ]' || fail "a worker can write to its image, or is root"
within 120 is 'sum(up{job="claimwire"})' 2
within 120 is 'sum(up{job="claimwire-feeder"})' 1; said "the doctor is content, Prometheus asks all"
within 120 is 'count(node_filesystem_avail_bytes{mountpoint="/volumes/kafka"} / node_filesystem_size_bytes)' 1
if [ -z "${WITHOUT:-}" ]; then
  within 120 is kafka_brokers 1
  within 120 is 'count(sum by (consumergroup) (kafka_consumergroup_lag{consumergroup="claimwire"}))' 1
  is 'sum(kafka_topic_partition_under_replicated_partition)' 0 || fail "copies are behind"
fi
said "the exporters tell of ${WITHOUT:+no }brokers, and of the disk"
for container in $(compose ps -aq); do
  read -r memory swap size < <(docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{index .HostConfig.LogConfig.Config "max-size"}}' "$container")
  [ "$memory" -gt 0 ] && [ "$memory" = "$swap" ] && [ "$size" = 20m ] || fail "limits of $container: $memory $swap $size"
done

# The same again changes nothing: no container, no second image.
before=$(ids); up
[ "$before" = "$(ids)" ] || fail "the same up --build starts containers anew"
[ "$(docker inspect -f '{{.Image}}' $(compose ps -aq topics worker feeder inbox push) | sort -u | wc -l)" = 1 ] || fail "more than one image"
said "the same up again restarts nothing; one image"

# What is killed comes back, and what is fed meanwhile comes out.
n=12
for one in worker feeder kafka; do
  killed "$one"
  within 120 pushed "$one"; n=$((n + 1))
  within 180 healthy; within 120 has news.articles.enriched.v1 $n; said "a killed $one came back"
done
for one in worker worker feeder kafka push inbox; do killed "$one" || true; done
within 240 healthy; within 120 pushed all; n=$((n + 1))
within 120 has news.articles.enriched.v1 $n; said "all came back from a kill at once"

# Thirty seconds without a broker.
since=$(date +%s); compose stop kafka > /dev/null 2>&1; sleep 30
for one in $(compose ps -q worker feeder push); do
  lines=$(docker logs --since "$since" "$one" 2>&1 | wc -l)
  said "30 s of a lost broker: $(docker inspect -f '{{.Name}}' "$one") wrote $lines lines"
  [ "$lines" -le 20 ] || { docker logs --since "$since" --tail 30 "$one"; fail "a flood of $lines lines"; }
done
said "/readyz of a worker: $(ready worker), of a feeder: $(ready feeder); connections: $(asked 'sum(claimwire_broker_connections)')"
within 90 pending ClaimwireBrokerUnreachable; said "ClaimwireBrokerUnreachable is raised"
compose start kafka > /dev/null 2>&1; within 180 healthy; within 120 pushed lost; n=$((n + 1))
within 120 has news.articles.enriched.v1 $n; said "it goes on where it was"

compose stop feeder > /dev/null 2>&1; within 120 pending ClaimwireFewer; said "a feeder that is gone raises ClaimwireFewer"

for one in $(compose ps -aq topics worker feeder inbox push); do docker logs "$one" >> "$log/logs" 2>&1; done
python3 -c 'import json, sys; [json.loads(line) for line in sys.stdin if line.strip()]' < "$log/logs" || fail "a log line is not JSON"
said "all $(wc -l < "$log/logs") lines of our logs are JSON"

claims=$(offsets news.claims.v1)
docker compose --profile '*' down > /dev/null 2>&1; up
[ "$(offsets news.claims.v1)" = "$claims" ] || fail "down and up lost claims"
has news.articles.enriched.v1 $n || fail "down and up lost articles"
[ "$(anonymous)" = "$volumes" ] || fail "anonymous volumes are left"
said "down and up keep $claims claims, and leave no anonymous volume"
