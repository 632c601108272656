#!/usr/bin/env bash
# What docker-compose.yml promises, tried on the engine that DOCKER_HOST names. Usage: smoke.sh PROJECT.
set -euo pipefail
cd "$1"
export COMPOSE_PROJECT_NAME=claimwire-smoke INBOX=./pipeline/claimwire/samples
export KAFKA_PORT=${KAFKA_PORT:-19392} PROMETHEUS_PORT=${PROMETHEUS_PORT:-19390} GRAFANA_PORT=${GRAFANA_PORT:-19391} PUSH_PORT=${PUSH_PORT:-19393} ALERTMANAGER_PORT=${ALERTMANAGER_PORT:-19394}
compose() { timeout 300 docker compose --profile metrics --profile alertmanager --profile push "$@"; }
up() { compose up --build --detach --wait --scale worker=2 ${WITHOUT:+--scale $WITHOUT=0} > "$log/up" 2>&1 || { tail -20 "$log/up"; fail "up"; }; }
removed() { docker compose --profile '*' down "$@" > "$log/down" 2>&1; } # not yet while a container is just leaving the network
down() { # also what a killed run left
  docker rm --force claimwire-smoke-pager > /dev/null 2>&1 || true
  removed --volumes --timeout 10 || { sleep 5; removed --volumes --timeout 10; } || { cat "$log/down"; return 1; }
}
fail() { echo "FAILED: $*"; compose ps -a; compose logs --tail 20; exit 1; }
said() { printf '%4d s  %s\n' $SECONDS "$*"; }
within() { # SECONDS COMMAND…: try until it succeeds
  local end=$((SECONDS + $1)); shift
  until "$@"; do [ $SECONDS -lt $end ] || fail "not in time: $*"; sleep 1; done
}
healthy() { # and none of the others ended
  [ "$(compose ps --format '{{.Service}} {{.Health}}' | grep -cE '^(kafka|worker|feeder) healthy')" = 4 ] \
    && [ "$(compose ps --format '{{.Service}} {{.State}}' | grep -cE '^(inbox|push|prometheus|alertmanager|grafana) running')" = 5 ]
}
offsets() { compose exec -T kafka /opt/kafka/bin/kafka-get-offsets.sh --bootstrap-server kafka:19092 --topic "$1" 2> /dev/null | awk -F: '{n += $3} END {print n + 0}'; }
has() { [ "$(offsets "$1")" -ge "$2" ]; }
asked() { curl -fsS --max-time 10 --get "http://127.0.0.1:$PROMETHEUS_PORT/api/v1/query" --data-urlencode "query=$1" | grep -o '"value":\[[^]]*\]' | grep -o '"[0-9.]*"\]' | tr -d '"]' || true; }
is() { [ "$(asked "$1")" = "$2" ]; }
raised() { # ALERT STATE
  [ -n "$(asked "count(ALERTS{alertname=\"$1\", alertstate=~\"$2\"})")" ]
}
paged() { docker logs claimwire-smoke-pager 2>&1 | grep "^firing $1 .*#${1,,}$" > /dev/null; }
names=()
pushed() { # NAME: push an article; a second try makes no second article
  curl -fsS --max-time 20 -o /dev/null -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
    -d "{\"body\": \"The mayor said the $1 is safe.\", \"url\": \"https://example.org/$1\"}" "http://127.0.0.1:$PUSH_PORT/articles" 2> /dev/null
}
told() { # NAME: push it, and see it come out
  within 120 pushed "$1"; names+=("$1")
  within 120 has news.articles.enriched.v1 $((14 + ${#names[@]}))
}
restarts() { docker inspect -f '{{.RestartCount}}' $(compose ps -aq "$1") | awk '{n += $1} END {print n}'; }
more_restarts() { [ "$(restarts "$1")" -gt "$2" ]; }
# Its processes are killed; not `docker kill`, after which nothing is started again. One that is just ending has 0 for
# its process, which to `kill` would be our own group.
processes() { docker inspect -f '{{.State.Pid}}' $(compose ps -q --status running "$@") 2> /dev/null | grep -v '^0$' || true; }
killed() { # SERVICE: one of its containers
  local pid; pid=$(processes "$1" | head -1)
  [ -n "$pid" ] && kill -9 "$pid" 2> /dev/null
}
anonymous() { docker volume ls -q | grep -cE '^[0-9a-f]{64}$' || true; }
ids() { compose ps -aq kafka worker feeder inbox push | sort; }
ready() { # SERVICE STATUS: is it that of its /readyz?
  [ "$(compose exec -T "$1" python -c "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8080, timeout=10); c.request('GET', '/readyz'); print(c.getresponse().status)" 2> /dev/null)" = "$2" ]
}

log=$(mktemp -d)
trap 'down || true; rm -r "$log"' EXIT
export SECRETS=$log/secrets ALERTMANAGER_CONFIG=$log/alertmanager.yml
deploy/secrets.sh "$SECRETS" > /dev/null
token=$(cat "$SECRETS/push_token")
# Ours, with its example of a receiver in force.
sed -E 's/^( *)# (webhook_configs:|  - url:).*/\1\2/; s|- url:$|- url: http://pager:8080/|; s/group_wait: .*/group_wait: 1s/' deploy/alertmanager.yml > "$ALERTMANAGER_CONFIG"
grep -q -- '- url: http://pager:8080/' "$ALERTMANAGER_CONFIG" || fail "deploy/alertmanager.yml has no example of a webhook"
chmod 755 "$log"; chmod 644 "$ALERTMANAGER_CONFIG"
down
volumes=$(anonymous)
up; said "up --build --wait succeeds"
docker run --detach --name claimwire-smoke-pager --network claimwire-smoke_default --network-alias pager --entrypoint python claimwire:dev -uc '
import http.server, json
class Pager(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        for one in json.loads(self.rfile.read(int(self.headers["Content-Length"])))["alerts"]:
            print(one["status"], one["labels"]["alertname"], one["annotations"]["summary"], one["annotations"]["runbook_url"])
        self.send_response(200); self.end_headers()
http.server.HTTPServer(("", 8080), Pager).serve_forever()' > /dev/null
within 120 has news.articles.enriched.v1 14; said "14 articles enriched, $(offsets news.claims.v1) claims"
compose exec -T worker claimwire doctor > "$log/doctor" || { cat "$log/doctor"; fail doctor; }
compose exec -T worker sh -c '! touch /x 2> /dev/null && [ "$(id -u)" = 10001 ]' || fail "a worker can write to its image, or is root"
within 120 is 'sum(up{job="claimwire"})' 2
within 120 is 'sum(up{job="claimwire-feeder"})' 1; said "the doctor is content, Prometheus asks all"
within 120 is 'count(node_filesystem_avail_bytes{mountpoint="/volumes/kafka"} / node_filesystem_size_bytes)' 1
if [ -z "${WITHOUT:-}" ]; then
  within 120 is kafka_brokers 1
  within 120 is 'count(sum by (consumergroup) (kafka_consumergroup_lag{consumergroup="claimwire"}))' 1
  within 120 is 'sum(kafka_topic_partition_under_replicated_partition)' 0
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
for one in worker feeder kafka; do
  before=$(restarts "$one"); within 60 killed "$one"
  within 60 more_restarts "$one" "$before"; within 180 healthy; told "$one"; said "a killed $one came back"
done
before=$(restarts kafka)
kill -9 $(processes worker feeder kafka push inbox) 2> /dev/null || true # one may have ended by itself, without a broker
within 60 more_restarts kafka "$before"; within 240 healthy; told all; said "all came back from a kill at once"

# Thirty seconds without a broker.
since=$(date +%s); compose stop kafka > /dev/null 2>&1; sleep 30
for one in $(compose ps -q worker feeder push); do
  lines=$(docker logs --since "$since" "$one" 2>&1 | wc -l)
  said "30 s of a lost broker: $(docker inspect -f '{{.Name}}' "$one") wrote $lines lines"
  [ "$lines" -le 20 ] || { docker logs --since "$since" --tail 30 "$one"; fail "a flood of $lines lines"; }
done
within 60 ready worker 503; within 60 ready feeder 503
within 60 is 'sum(claimwire_broker_connections)' 0; said "/readyz of a worker and of a feeder is 503, and no connection is counted"
within 150 raised ClaimwireBrokerUnreachable firing; said "ClaimwireBrokerUnreachable fires"
if [ -z "${WITHOUT:-}" ]; then
  within 60 paged ClaimwireBrokerUnreachable; said "Alertmanager sends it, with its runbook"
else # to Prometheus, an exporter that does not run is a broker that does not
  within 60 paged ClaimwireKafkaDown; ! paged ClaimwireBrokerUnreachable || fail "what follows from ClaimwireKafkaDown is sent too"
  said "Alertmanager sends ClaimwireKafkaDown with its runbook, and mutes what follows from it"
fi
compose start kafka > /dev/null 2>&1; within 180 healthy; within 60 ready worker 200; told lost; said "it goes on where it was"

compose stop feeder > /dev/null 2>&1; within 120 raised ClaimwireFewer 'pending|firing'; said "a feeder that is gone raises ClaimwireFewer"

for one in $(compose ps -aq topics worker feeder inbox push); do docker logs "$one" >> "$log/logs" 2>&1; done
python3 -c 'import json, sys; [json.loads(line) for line in sys.stdin if line.strip()]' < "$log/logs" || fail "a log line is not JSON"
said "all $(wc -l < "$log/logs") lines of our logs are JSON"

raw=$(offsets news.articles.raw.v1) claims=$(offsets news.claims.v1)
docker rm --force claimwire-smoke-pager > /dev/null
within 60 removed; up
[ "$(offsets news.articles.raw.v1)" = "$raw" ] || fail "down and up lost articles, or fed them again"
has news.claims.v1 "$claims" || fail "down and up lost claims"
[ "$(anonymous)" = "$volumes" ] || fail "anonymous volumes are left"
said "down and up keep $claims claims, feed nothing again, and leave no anonymous volume"
compose exec -T worker claimwire subscribe enriched --from beginning --until end --json > "$log/enriched"
for one in "${names[@]}"; do grep -q "\"https://example.org/$one\"" "$log/enriched" || fail "$one was lost"; done
said "every article that was pushed came out"
