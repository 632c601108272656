# Claimwire. `make` lists the targets; each sets up what it needs in .venv.
SHELL := /bin/bash
.DEFAULT_GOAL := help
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(or $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c '$(SUPPORTED)' 2>/dev/null && echo $$p && break; done),python3)
BIN := .venv/bin
READY := .venv/.ready
BENCH_READY := .venv/.ready-bench
TRAIN_READY := .venv-train/.ready
AUDIT_READY := .venv-audit/.ready
FUZZ_READY := .venv-fuzz/.ready
DOCS_READY := .venv-docs/.ready
# Memory that one step frees serves the next: on a virtual machine, fresh pages cost more than the arithmetic.
# Threads that wait do not spin: on a machine that others use too, a step takes half as long.
TRAIN_ENV := OMP_WAIT_POLICY=passive MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456
COMPOSE ?= docker compose
# A file's tests in one process, in the order of the files: the long ones do not come last.
# Three on two cores: much of the time, tests wait for a broker.
IN_PROCESSES := --numprocesses 3 --dist loadfile --no-loadscope-reorder
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 14

$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v < (3, 14) else f"Claimwire needs Python 3.11 to 3.13, but {sys.executable} is {v[0]}.{v[1]}: run make PYTHON=/path/to/python3.12")'
	@echo "Setting up .venv (once; a minute or two) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(BENCH_READY): requirements-bench.txt $(READY)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

$(TRAIN_READY): requirements-train.txt pyproject.toml
	@$(PYTHON) -m venv .venv-train
	@.venv-train/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.txt -r requirements-build.txt
	@.venv-train/bin/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(AUDIT_READY): requirements-audit.txt
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt
	@touch $@

$(FUZZ_READY): requirements-fuzz.txt pyproject.toml
	@$(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.txt -r requirements-build.txt
	@.venv-fuzz/bin/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(DOCS_READY): requirements-docs.txt
	@$(PYTHON) -m venv .venv-docs
	@.venv-docs/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.txt
	@touch $@

.PHONY: demo
demo: $(READY) ## Watch claims arrive: embedded broker, worker, fourteen sample articles
	@$(BIN)/claimwire demo

.PHONY: test
test: $(READY) ## Run the tests in a few minutes, with the embedded broker (no Docker, no account)
	$(BIN)/pytest $(IN_PROCESSES) -m "not kafka and not slow"

.PHONY: test-all
test-all: $(READY) ## Run those that take long too: kills, chaos, thousands of articles, every property's examples
	HYPOTHESIS_PROFILE=ci $(BIN)/pytest $(IN_PROCESSES) -m "not kafka"

.PHONY: test-kafka
test-kafka: $(READY) ## Run the broker tests on a real Apache Kafka (Java 17 and Maven)
	$(BIN)/pytest -m kafka $(ARGS)

.PHONY: check
check: $(READY) ## Lint, types, layers, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m claimwire_schemas.generate --check

.PHONY: chaos
chaos: $(READY) ## Break the wire in every way, on three real Kafka brokers: make chaos [ARGS="--only kill"]
	$(BIN)/python -m tests.chaos $(ARGS)

.PHONY: fuzz
fuzz: $(FUZZ_READY) ## Fuzz with atheris: make fuzz [SECONDS=60] [ARGS=page]
	.venv-fuzz/bin/python -m tests.fuzz --seconds $(or $(SECONDS),60) $(ARGS)

.PHONY: eval
eval: $(READY) ## Score the extraction: make eval [DATA=corpus.jsonl] [ARGS=--pin]
	$(BIN)/python -m tests.eval $(DATA) $(ARGS)

.PHONY: eval-claims
eval-claims: $(READY) ## Score the claims as readers get them: make eval-claims [DATA=corpus.jsonl] [ARGS="--show broken"]
	$(BIN)/python -m tests.eval.claim_texts $(DATA) $(ARGS)

# Of the options, copies only have --show, since their floors are part of the program; actors have the others.
.PHONY: eval-links
eval-links: $(READY) ## Score links: make eval-links [DATA="articles.jsonl …"] [COPIES="articles.jsonl …"] [MEANTIME=folder] [ARGS=--show]
	$(BIN)/python -m tests.eval.claim_links $(DATA) $(ARGS)
	$(if $(COPIES),$(BIN)/python -m tests.eval.copies $(COPIES) $(filter --show,$(ARGS)))
	$(if $(MEANTIME),$(BIN)/python -m tests.eval.actors $(MEANTIME) $(filter-out --show,$(ARGS)))

.PHONY: bench
bench: $(BENCH_READY) ## Measure all of it in one run, or: make bench ARGS="--only spacy"
	$(BIN)/python -m tests.bench $(ARGS)

.PHONY: train
train: $(TRAIN_READY) ## Make the model again: make train DATA=folder SYNTAX=folder [TEXT=folder] [ARTICLES=file] (see training/README.md)
	@test -n "$(DATA)" || { echo 'make train needs DATA, a folder with train.jsonl and dev.jsonl'; exit 2; }
	@test -n "$(SYNTAX)" || { echo 'make train needs SYNTAX, a folder with train.jsonl'; exit 2; }
	$(TRAIN_ENV) .venv-train/bin/python -m training $(DATA) --syntax $(SYNTAX) $(if $(TEXT),--text $(TEXT)) \
	  $(if $(ARTICLES),--articles $(ARTICLES)) $(ARGS)

.PHONY: audit
audit: $(AUDIT_READY) ## Ask for known vulnerabilities of what is pinned; fails where that cannot be told
	.venv-audit/bin/pip-audit --requirement requirements.txt --require-hashes --disable-pip --strict $(ARGS)

.PHONY: sbom
sbom: $(AUDIT_READY) ## List what is pinned as a CycloneDX bill of materials, build/sbom.json
	@mkdir -p build
	.venv-audit/bin/cyclonedx-py requirements requirements.txt --output-reproducible --of JSON -o build/sbom.json

.PHONY: docs
docs: $(DOCS_READY) ## Check the prose and build the documentation as a site, build/site
	.venv-docs/bin/python -m tests.docs.prose README.md SECURITY.md CHANGELOG.md docs/*.md docs/examples/*.md
	.venv-docs/bin/python -m tests.docs.site
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs --quiet build --strict --config-file docs/mkdocs.yml

.PHONY: reference
reference: $(READY) ## Write docs/reference.md from the code
	$(BIN)/python -m tests.docs.reference

.PHONY: generate
generate: $(READY) ## Write JSON Schema, AsyncAPI and the field dictionary again
	$(BIN)/python -m claimwire_schemas.generate

.PHONY: kafka
kafka: $(READY) ## Start a real Apache Kafka on 127.0.0.1:19092, without Docker (Java 17 and Maven)
	$(BIN)/python -m tests.brokers.apache_kafka start

.PHONY: kafka-stop
kafka-stop: $(READY) ## Stop it and drop its data
	$(BIN)/python -m tests.brokers.apache_kafka stop

.PHONY: up
up: ## Start Kafka, topics, a worker, the feeder and the inbox with Docker Compose
	chmod -R go+rX deploy # Prometheus and Grafana are other users; a clone with umask 077 is closed to them
	$(COMPOSE) up --build --detach

.PHONY: down
down: ## Stop them, those of profiles too (the data stay; with --volumes they go)
	$(COMPOSE) --profile '*' down

.PHONY: compose-smoke
compose-smoke: ## Try the Compose stack on a real engine, with kills and a lost broker (root, if no engine runs)
	tests/compose/run.sh

.PHONY: lock
lock: $(READY) ## Pin every dependency again, with hashes
	$(LOCK) --extra all pyproject.toml -o requirements.txt
	$(LOCK) --extra all --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(LOCK) --extra all --extra bench -c requirements-dev.txt pyproject.toml -o requirements-bench.txt
	$(LOCK) --extra all --extra fuzz -c requirements.txt pyproject.toml -o requirements-fuzz.txt
	$(LOCK) --extra worker --extra train pyproject.toml -o requirements-train.txt
	$(LOCK) --extra docs -c requirements-dev.txt pyproject.toml -o requirements-docs.txt
	$(LOCK) --extra audit pyproject.toml -o requirements-audit.txt
	$(BIN)/python -m tests.dependencies
	echo 'hatchling>=1.27' | $(LOCK) -c requirements-dev.txt - -o requirements-build.txt
