# The two commands that matter are `make run` and `make test`; `make help` lists the rest.
# What was installed is remembered in .venv/.run and .venv/.dev, so that a second call starts at once.

# Named in the environment or on the command line, make hands it on to tools/bootstrap.py, which then looks for no
# faster one of the same version; so don't export it here.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# One more than there are cores at least: half of the time a test waits for servers of its own.
WORKERS ?= 3
# Races, crashes and browsers take minutes and have targets of their own; CI runs them after the rest.
SUITE ?= not race and not crash and not chaos and not browser

SECURITY := tests/architecture/test_sql.py tests/architecture/test_guards.py tests/architecture/test_checklist.py tests/architecture/test_cookies.py tests/adapters/test_roles.py tests/entrypoints/accounts \
	tests/entrypoints/payments tests/entrypoints/rest/test_hostile.py tests/entrypoints/rest/test_hostile_walk.py tests/entrypoints/rest/test_wildcards.py tests/entrypoints/rest/test_recent_proof.py \
	tests/entrypoints/backoffice/test_forms.py tests/entrypoints/backoffice/test_hostile_forms.py tests/entrypoints/backoffice/test_login.py tests/entrypoints/backoffice/test_policy.py \
	tests/entrypoints/backoffice/test_wildcards.py tests/entrypoints/test_card_numbers.py tests/entrypoints/test_limits.py

export PYTHONPATH := src:.

.DEFAULT_GOAL := help
.PHONY: bench-orders bench-catalogue bench-search privacy hostile fuzz security bench-people permissions bench-events bench-proofs bench-same-time bench-order-lists opensearch opensearch-jars race crash lives chaos bench-http bench-projections stories schema help run test browser quick coverage lint fix types contracts check assets lock clean again

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Settings are STORE_* variables: .venv/bin/store config prints them, STORE_PORT=9000 make run uses one."

run: $(VENV)/.run $(VENV)/.assets ## Start the whole shop: database, pages, projections, jobs
	@exec $(BIN)/store serve

test: $(VENV)/.dev $(VENV)/.assets ## Run the tests, with what they need: a Postgres and a Redis of their own
	$(BIN)/python -m pytest -n $(WORKERS) -m "$(SUITE)" --durations 30 --durations-min 5 $(ARGS)

quick: $(VENV)/.dev ## Run the tests of the domain and the application: seconds, no servers
	$(BIN)/python -m pytest tests/domain tests/application -m "not slow" -p no:randomly $(ARGS)

browser: $(VENV)/.dev $(VENV)/.assets ## Run the tests in a real browser alone (needs chromium-headless-shell or chromium; WALK=3 runs what a shop lives by, and a third of the rest)
	WALK=$(or $(WALK),1) TURN=$(or $(TURN),0) $(BIN)/python -m pytest -n 2 tests/browser $(ARGS)

coverage: $(VENV)/.dev $(VENV)/.assets ## Run every test and show which branches none of them took
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(WORKERS) $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

race: $(VENV)/.dev $(VENV)/.assets ## Let a thousand buyers race for the last ten pieces
	$(BIN)/python -m pytest tests/race $(ARGS)

crash: $(VENV)/.dev $(VENV)/.assets ## Kill processes fifty times in the middle of checkouts (CRASHES=50 CRASH_SEED=1)
	CRASHES=$(or $(CRASHES),50) CRASH_SEED=$(or $(CRASH_SEED),1) $(BIN)/python -m pytest tests/crash $(ARGS)

lives: $(VENV)/.dev $(VENV)/.assets ## Kill processes while a thousand orders live on: sent, cancelled, sent back (LIVES=1000 CRASHES=20)
	LIVES=$(or $(LIVES),1000) CRASHES=$(or $(CRASHES),20) CRASH_SEED=$(or $(CRASH_SEED),1) \
		$(BIN)/python -m pytest -o faulthandler_timeout=0 tests/crash/test_lives.py $(ARGS)

fuzz: $(VENV)/.dev $(VENV)/.assets ## Ask the API at random, by its own description (FUZZ=200 examples each, MINUTES=20 at most)
	STORE_CONTRACT_EXAMPLES=$(or $(FUZZ),200) STORE_CONTRACT_MINUTES=$(or $(MINUTES),20) \
		timeout --signal INT --kill-after 1m $$(( $(or $(MINUTES),20) + 10 ))m $(BIN)/python -m pytest tests/entrypoints/rest/test_description.py $(ARGS)

hostile: $(VENV)/.dev $(VENV)/.assets ## Write strings made to do harm into every field (HOSTILE=all of them by kinds of fields, HOSTILE=every field; no piece begun after MINUTES=20, the next run goes on: build/hostile-all.jsonl)
	@mkdir -p build
	HOSTILE=$(or $(HOSTILE),60) MINUTES=$(or $(MINUTES),20) HOSTILE_LOG=build/hostile-$(or $(HOSTILE),60).jsonl \
		$(BIN)/python -m pytest -o faulthandler_timeout=0 -n 2 tests/entrypoints/rest/test_hostile_walk.py \
		tests/entrypoints/backoffice/test_hostile_forms.py tests/browser/test_hostile_collection.py $(ARGS)

security: $(VENV)/.dev $(VENV)/.assets ## Run the tests that keep strangers out: statements, policies, forms, cards, hostile strings
	$(BIN)/python -m pytest $(SECURITY) $(ARGS)

chaos: $(VENV)/.dev $(VENV)/.assets ## Let everything go wrong while customers shop (CHAOS=50 CHAOS_SEED=1)
	CHAOS=$(or $(CHAOS),50) CHAOS_SEED=$(or $(CHAOS_SEED),1) $(BIN)/python -m pytest tests/chaos -s $(ARGS)

bench-http: $(VENV)/.dev ## Measure what requests cost, beside the ceiling (ARGS="--products 1000 --seconds 3")
	$(BIN)/python -m bench.http $(ARGS)

bench-projections: $(VENV)/.dev ## Measure how fast read models follow the log, beside SQL (ARGS="--events 100000")
	$(BIN)/python -m bench.projections $(ARGS)

bench-proofs: $(VENV)/.dev ## Measure how fast a log is signed and verified (ARGS="--events 100000")
	$(BIN)/python -m bench.proofs $(ARGS)

bench-catalogue: $(VENV)/.dev ## Measure lists, choices, searches and products by the size of the catalogue (ARGS="--products 1000 --asks 50")
	$(BIN)/python -m bench.catalogue $(ARGS)

bench-search: $(VENV)/.dev ## Measure how good the search is, by what people judged (ARGS="--catalogue FILE --judgments FILE")
	$(BIN)/python -m bench.search $(ARGS)

bench-people: $(VENV)/.dev ## Measure how fast people are found among many (ARGS="--people 2000 --searches 50")
	$(BIN)/python -m bench.people_search $(ARGS)

bench-order-lists: $(VENV)/.dev ## Measure lists of orders among a million (ARGS="--orders 100000 --own 1000")
	$(BIN)/python -m bench.order_lists $(ARGS)

bench-same-time: $(VENV)/.dev ## Measure whether a clock tells who has an account (ARGS="--tries 200")
	$(BIN)/python -m bench.same_time $(ARGS)

bench-orders: $(VENV)/.dev ## Replay a real merchant's orders and compare the sums; reading the file takes pyarrow (ARGS="--minutes 10 --log FILE --totals FILE")
	$(BIN)/python -m bench.orders_replay $(ARGS)

bench-events: $(VENV)/.dev ## Measure appends a second, beside the stock recorder and pgbench (ARGS="--quick")
	$(BIN)/python -m bench.events $(ARGS)

lint: $(VENV)/.dev ## Look for mistakes and deviations from the house style
	$(BIN)/ruff check --output-format concise .

fix: $(VENV)/.dev ## Mend what can be mended without thinking
	$(BIN)/ruff check --fix .

types: $(VENV)/.dev ## Check every type in src and projections, strictly
	$(BIN)/mypy

contracts: $(VENV)/.dev ## Check which layer may import which
	$(BIN)/lint-imports

check: lint types contracts ## All three of them

assets: $(VENV)/.run ## Build the front-end files again
	rm -f $(VENV)/.assets
	$(MAKE) $(VENV)/.assets

lock: $(VENV)/.dev ## Resolve the dependencies of pyproject.toml anew (needs uv)
	tools/lock

opensearch-jars: build/opensearch/.jars ## Fetch the jars of an OpenSearch node for tests (needs Maven)

opensearch: build/opensearch/.jars ## Run a real OpenSearch node on loopback, port 9200 (needs a JDK, 17 or newer)
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
		java -Xms512m -Xmx512m -cp 'build/opensearch/lib/*' tests/opensearch/Node.java 9200 "$$data"

build/opensearch/.jars: tests/opensearch/pom.xml
	@command -v mvn >/dev/null || { echo "Maven is not on this machine"; exit 1; }
	mvn --quiet --batch-mode --file $< dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/build/opensearch/lib
	@touch $@

clean: ## Remove what was installed and built; the data folder stays
	rm -rf $(VENV) node_modules build dist

$(VENV)/.run: requirements.lock tools/bootstrap.py
	@$(PYTHON) tools/bootstrap.py $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev: requirements.lock requirements-dev.lock tools/bootstrap.py
	@$(PYTHON) tools/bootstrap.py $(VENV) requirements-dev.lock
	@touch $(VENV)/.run $@

permissions: $(VENV)/.dev ## Write docs/permissions.md anew from the table of roles
	$(BIN)/python -m tests.architecture.permissions

privacy: $(VENV)/.dev ## Write docs/privacy anew from the marks in the types
	$(BIN)/python -m tests.architecture.privacy

stories: $(VENV)/.dev ## Write docs/stories.md anew from the marks of the tests
	$(BIN)/python -m tests.architecture.stories

schema: $(VENV)/.dev ## Write docs/schema.md anew from what a migrated database says of itself
	$(BIN)/python -m tests.architecture.schema

again:

ASSET_SOURCES := package.json package-lock.json $(shell find src/store/entrypoints/shared/assets -type f 2>/dev/null)
BUILT := src/store/entrypoints/shared/static/dist/manifest.json
$(VENV)/.assets: $(VENV)/.run $(ASSET_SOURCES) src/store/entrypoints/shared/build_assets.py $(if $(wildcard $(BUILT)),,again)
	@command -v npm >/dev/null || $(PYTHON) tools/bootstrap.py $(VENV) requirements-build.lock
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m store.entrypoints.shared.build_assets
	@touch $@
