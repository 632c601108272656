#!/usr/bin/env bash
# Images under the names that the Dockerfile and docker-compose.yml use, made of Debian and Maven packages,
# for a machine that reaches no container registry. Usage: standins.sh WORKDIR PROJECT. Needs root, debootstrap,
# mvn and a running dockerd (DOCKER_HOST). Compose and buildx go to WORKDIR/cli/cli-plugins: set DOCKER_CONFIG to WORKDIR/cli.
# Exit status 77: packages cannot be fetched.
set -euo pipefail
work=$1 project=$2 here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work" && cd "$work"
tag() { sed -nE "s|^ *image: .*:-($1:[^@]*)@.*|\1|p" "$project/docker-compose.yml"; }
python=$(sed -n 's/^FROM \(python:[^ ]*\).*/\1/p' "$project/Dockerfile" | head -1)
kafka=$(tag apache/kafka) grafana=$(tag grafana/grafana)

# --- one root file system for all
if [ ! -d root ]; then
  rm -rf --one-file-system root.part
  trap 'umount root.part/proc 2> /dev/null || true' EXIT
  debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv,python-is-python3 trixie root.part > debootstrap.log 2>&1 || exit 77
  # Java's and Prometheus' set-up want a /proc; services are not to start.
  printf '#!/bin/sh\nexit 101\n' > root.part/usr/sbin/policy-rc.d && chmod 755 root.part/usr/sbin/policy-rc.d
  mount -t proc proc root.part/proc
  DEBIAN_FRONTEND=noninteractive chroot root.part sh -ec '
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends openjdk-21-jre-headless procps \
      prometheus prometheus-node-exporter prometheus-alertmanager
    cd /tmp && apt-get download -qq docker-compose docker-buildx' > apt.log 2>&1 || exit 77
  umount root.part/proc
  # Compose v2 and buildx: bookworm has neither.
  for deb in root.part/tmp/*.deb; do dpkg-deb -x "$deb" plugins; done
  mkdir -p cli/cli-plugins && cp plugins/usr/libexec/docker/cli-plugins/* cli/cli-plugins/
  # pip as in the official image: PyPI's, in /usr/local. The certificates in PIP_CERT, where a build needs them.
  if [ -n "${PIP_CERT:-}" ]; then
    cp "$PIP_CERT" root.part/etc/ssl/certs/ca-certificates.crt
    printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n' > root.part/etc/pip.conf
  fi
  chroot root.part sh -ec 'rm -f /usr/lib/python3*/EXTERNALLY-MANAGED
    python -m venv /tmp/v
    /tmp/v/bin/pip install -q --target "$(python -c "import site; print(site.getsitepackages()[0])")" pip
    printf "#!/bin/sh\nexec python3 -m pip \"\$@\"\n" > /usr/local/bin/pip; chmod 755 /usr/local/bin/pip
    apt-get clean; rm -rf /tmp/* /var/lib/apt/lists/* /usr/sbin/policy-rc.d' || exit 77
  mv root.part root
fi
tar -C root -c . | docker import -c 'CMD ["python3"]' - "$python" > /dev/null

# --- Kafka: the jars of the version that the image's tag names; its own KafkaDockerWrapper reads KAFKA_…
version=${kafka#*:}
mkdir -p kafka && cp "$here"/kafka/* kafka/
sed "s/@VERSION@/$version/" "$here/kafka/pom.xml" > kafka/pom.xml
if [ ! -d kafka/libs ]; then
  mvn -q -B -f kafka/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$PWD/kafka/part" || exit 77
  mv kafka/part kafka/libs
fi
DOCKER_BUILDKIT=0 docker build -q -t "$kafka" --build-arg "BASE=$python" kafka 2> /dev/null

# --- Prometheus and its relatives: Debian's; Grafana: none to be had, a place-holder that checks its mounts
for name in prometheus node-exporter alertmanager; do
  DOCKER_BUILDKIT=0 docker build -q -t "$(tag "prom/$name")" - 2> /dev/null <<D
FROM $python
RUN mkdir -p /etc/$name /$name && chown -R nobody:nogroup /etc/$name /$name
WORKDIR /$name
USER nobody
$([ $name = node-exporter ] || echo "VOLUME /$name")
ENTRYPOINT ["/usr/bin/$([ $name = prometheus ] || echo prometheus-)$name"]
D
done
DOCKER_BUILDKIT=0 docker build -q -t "$grafana" - 2> /dev/null <<D
FROM $python
RUN mkdir -p /var/lib/grafana /etc/grafana && useradd --uid 472 --gid 0 grafana && chown -R 472:0 /var/lib/grafana /etc/grafana
USER 472
WORKDIR /var/lib/grafana
STOPSIGNAL SIGINT
ENTRYPOINT ["sh", "-ec", "cat \$GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH /etc/grafana/provisioning/*/*.yml > /dev/null; touch /var/lib/grafana/probe; exec python -m http.server 3000"]
D
