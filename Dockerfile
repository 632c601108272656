# The worker and every command of Claimwire, without build tools, as a user who is not root.
#   docker build -t claimwire .
#   docker run --rm -i claimwire extract - < article.txt

FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
# An environment without pip: what is not in it needs no patching.
RUN python -m venv --without-pip /opt/claimwire
WORKDIR /src
# Dependencies first: they change seldom, and each is checked against its hash.
COPY requirements.txt ./
RUN pip --python /opt/claimwire/bin/python install --require-hashes --only-binary :all: -r requirements.txt
COPY requirements-build.txt ./
RUN pip install --require-hashes --only-binary :all: -r requirements-build.txt
COPY pyproject.toml README.md ./
COPY schemas schemas
COPY pipeline pipeline
RUN pip wheel --no-build-isolation --no-deps --wheel-dir /dist . \
 && pip --python /opt/claimwire/bin/python install --no-deps --no-index /dist/*.whl \
 && /opt/claimwire/bin/claimwire --version

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="Claimwire" \
      org.opencontainers.image.description="A claims wire: news articles in on a Kafka topic, who said what out on others." \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin claimwire \
 && install -d -o claimwire -g claimwire /var/lib/claimwire
COPY --from=build /opt/claimwire /opt/claimwire
# XDG_STATE_HOME holds how far an interrupted `claimwire feed` came. The worker keeps nothing on the disk.
ENV PATH=/opt/claimwire/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ORT_DISABLE_TELEMETRY=1 \
    XDG_STATE_HOME=/var/lib/claimwire \
    CLAIMWIRE_HTTP_HOST=0.0.0.0 \
    CLAIMWIRE_HTTP_PORT=8080
USER 10001:10001
WORKDIR /home/claimwire
ENTRYPOINT ["claimwire"]
CMD ["worker"]
