# Every command of the project. `make` alone says what there is.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo setup test check web worker migrate bench drills secrets lock

PYTHON := .venv/bin/python
WITH_SITE := PYTHONPATH=.:site
# One arena: threads that the GIL serves one by one need no more, and each costs memory.
PRODUCTION := MALLOC_ARENA_MAX=1 DJANGO_SETTINGS_MODULE=$${DJANGO_SETTINGS_MODULE:-capyvagas.settings.production}
PYTEST := $(PYTHON) -m pytest -p no:cacheprovider
# Compiled code is kept whatever the caller's shell says: without it each process compiles anew.
export PYTHONDONTWRITEBYTECODE :=
COLLECTED := staticfiles/staticfiles.json
COMPILE := uv pip compile --quiet --universal --no-annotate --no-header --python-version 3.12 --generate-hashes

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

demo:  ## everything on this machine, ready to try (PORT=8000, RESET=1 begins anew)
	@sh .ci/setup web
	@$(WITH_SITE) exec $(PYTHON) -m capyvagas.demo

setup:  ## install what development needs into .venv/
	@sh .ci/setup dev

test: setup  ## all tests but the drills; on PostgreSQL and Redis when DATABASE_URL and REDIS_URL say so
	@if [ "$${CI:-}" = true ]; then sh .ci/setup chromium; fi
	@$(PYTEST) -n auto -m "not drill and not soak" $(ARGS)

check: setup  ## format, lint, types, contracts, deployment, migrations, content, tests
	@sh .ci/check

web:  ## the web process as production runs it, on 127.0.0.1:$PORT
	@sh .ci/setup web
	@$(MAKE) --no-print-directory $(COLLECTED)
	@$(PRODUCTION) exec $(PYTHON) -m gunicorn -c site/capyvagas/gunicorn.py

worker:  ## the worker process as production runs it
	@sh .ci/setup web
	@$(PRODUCTION) exec $(PYTHON) manage.py worker

migrate:  ## bring the database that DATABASE_URL names up to date
	@sh .ci/setup web
	@$(PRODUCTION) $(PYTHON) manage.py migrate --noinput

bench: setup  ## figures, one JSON line each
	@$(WITH_SITE) $(PYTHON) -m benchmarks $(ARGS)

drills: setup  ## the tests that kill processes and load the machine
	@$(PYTEST) -m "drill or soak" $(ARGS)

secrets:  ## make strong secrets once; those that are there stay
	@sh .ci/secrets

lock: setup  ## resolve requirements/*.in anew, with hashes
	@PATH="$$PWD/.uv/bin:$$PATH"; for name in base dev; do $(COMPILE) $(ARGS) requirements/$$name.in -o requirements/$$name.txt || exit 1; done

# Collected again only when a package or one of our own files changed.
$(COLLECTED): requirements/base.txt $(shell find static */static -type f 2>/dev/null)
	@echo "Collecting static files …"
	@rm -rf staticfiles
	@$(PRODUCTION) $(PYTHON) manage.py collectstatic --noinput --verbosity 0
