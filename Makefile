# Convonet ARI: `make demo` shows it, `make test` proves it.
.DEFAULT_GOAL := help
.PHONY: help check-deploy demo bench test lint fmt lock docs clean setup

CALL ?= yes
BIND ?=
WORKERS ?=
SETTINGS ?=
QUICK ?=
COMPARE ?=

demo_options = $(if $(filter no,$(CALL)),--no-call) $(if $(BIND),--bind $(BIND)) $(if $(WORKERS),--workers $(WORKERS)) $(if $(SETTINGS),--config $(SETTINGS))
bootstrap_head = \# What scripts/setup installs before anything else: the installer and the build backend. Made by `make lock`.

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## start everything and place a call (CALL=no: no call; BIND=<address>: open to the network; WORKERS=<n>; SETTINGS=<file>: its section `speech`)
	@scripts/setup && exec .venv/bin/convonet demo $(demo_options)

bench: ## measure at the caller's ear: a table, JSON and plots in var/bench (QUICK=yes: in three minutes)
	@scripts/setup && exec .venv/bin/convonet bench $(if $(filter yes,$(QUICK)),--quick) $(if $(COMPARE),--compare $(COMPARE)) $(if $(STORE),--store $(STORE))

test: ## every check and every test, real Asterisk and browser included
	@scripts/setup --browser
	@scripts/test

check-deploy: ## Terraform, firewalls, start-up script, containers and workflows, offline
	@scripts/setup
	@scripts/check-deploy

setup: ## only prepare this checkout
	@scripts/setup

lint: setup ## style, types and layers
	@.venv/bin/ruff check && .venv/bin/ruff format --check && .venv/bin/mypy && .venv/bin/lint-imports

fmt: setup ## format the code
	@.venv/bin/ruff check --fix-only -q && .venv/bin/ruff format

lock: setup ## resolve the dependencies anew
	@.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --extra local --extra dev \
		--python-version 3.11 --universal pyproject.toml -o requirements.lock
	@{ printf '%s\n' '$(bootstrap_head)'; printf 'uv\nhatchling\neditables\n' | .venv/bin/uv pip compile -q \
		--generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --universal \
		-c requirements.lock - ; } >scripts/bootstrap.lock.new && mv scripts/bootstrap.lock.new scripts/bootstrap.lock

docs: setup ## the documentation as a site in var/site
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict -q && echo var/site/index.html

clean: ## remove what was made here: environment, caches, the demo's data
	rm -rf .venv .cache var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
