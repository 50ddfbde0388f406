# `make demo` takes a fresh machine to the finished example memo; `make test` runs the tests.
# Python 3.11 to 3.13; choose one with `rm -rf .venv; make setup PYTHON=python3.12`.

BIN := .venv/bin
READY := .venv/ready
WORD_VALIDATOR := .venv/word-validator/node_modules/.bin/ooxml-validator
READY_TO_BENCH := .venv/ready-to-bench
READY_TO_MUTATE := .venv/ready-to-mutate
CASE := examples/mongolia-central-asia/case.yaml
BEFORE := 2025-04-30
MEMO := out/mongolia
SCREENING := out/screening

.PHONY: help setup packages demo screening test fuzz mutate translate charts lint fix
.PHONY: bench bench-screening all

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: packages $(READY) $(WORD_VALIDATOR) ## set up .venv with riskmemo and the developers' tools

packages: ## install what the system lacks for tests and documents (needs apt-get and root)
	@bash .ci/packages

# Made again only when pyproject.toml changes.
$(READY): pyproject.toml
	@set -e; python="$(PYTHON)"; \
	for try in $${python:-python3.11 python3.12 python3.13 python3}; do \
	  if "$$try" -c '' 2>/dev/null; then python="$$try"; break; fi; \
	done; \
	if ! "$${python:-python3}" -c '' 2>/dev/null; then \
	  echo "riskmemo cannot be set up: $${python:-python3} does not run on this machine." >&2; \
	  echo "On Debian or Ubuntu type: sudo apt-get install python3 python3-venv python3-dev gcc" >&2; \
	  exit 1; \
	fi; \
	"$$python" .ci/check_machine.py; \
	echo "setting up .venv with $$("$$python" --version); this takes a minute or two"; \
	$(BIN)/python -m pip --version >/dev/null 2>&1 || "$$python" -m venv --clear .venv; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'; \
	touch $(READY); \
	echo "riskmemo is set up: $(BIN)/riskmemo --help"

# Microsoft's validator of Word documents, for the tests.
$(WORD_VALIDATOR): tests/memo/docx/validator/package-lock.json | $(READY)
	@mkdir -p .venv/word-validator && cp tests/memo/docx/validator/*.json .venv/word-validator
	@npm install --prefix .venv/word-validator --silent --no-audit --no-fund --no-save
	@touch $@

demo: $(READY) ## write the example memo about Mongolia and Central Asia
	@$(BIN)/riskmemo assess $(CASE) --ruleset central-asia-pivot \
	  --previous $(CASE) --previous-as-of $(BEFORE) \
	  --format html,pdf,docx,md,json -o $(MEMO) --force
	@echo; echo "the memo is in $(MEMO):"; ls -1 $(MEMO) | sed 's|^|  $(MEMO)/|'

screening: $(READY) ## screen a synthetic world of 84,960 pairs of states and write its riskiest memo
	@test -e $(SCREENING)/world/cases.parquet || $(BIN)/python examples/screening/make_world.py $(SCREENING)/world
	@$(BIN)/riskmemo batch $(SCREENING)/world --ruleset examples/screening/ruleset \
	  -o $(SCREENING)/duckdb --matches --gaps --memos 1

test: $(READY) $(WORD_VALIDATOR) ## run the tests
	@$(BIN)/python -m pytest -n auto

fuzz: $(READY) ## try random programs on every engine: MINUTES=5 PAIRS= SEED= JOBS= ENGINE=sql|spark
	@$(BIN)/python -m tests.fuzzing $(if $(MINUTES),--minutes $(MINUTES)) \
	  $(if $(PAIRS),--pairs $(PAIRS)) $(if $(SEED),--seed $(SEED)) $(if $(JOBS),--jobs $(JOBS)) \
	  $(if $(ENGINE),--engine $(ENGINE))

mutate: $(READY_TO_MUTATE) ## try the tests by mutation; ONLY=language for a part; takes long
	@$(BIN)/python -m tests.mutation.running $(ONLY) $(if $(JOBS),--jobs $(JOBS)) $(if $(AGAIN),--again)

$(READY_TO_MUTATE): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutate]'
	@touch $@

translate: $(READY) ## bring the catalogues of the memo in step with the code; ADD=mn begins one
	@$(BIN)/python -m tests.translation $(if $(ADD),--add $(ADD))

charts: $(READY) ## compile the charts of the memo again, after a change of templates/charts
	@$(BIN)/python -m tests.memo.compile_charts

lint: $(READY) ## check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

fix: $(READY) ## repair what can be repaired without thought
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY_TO_BENCH) ## measure speed beside other engines, as Markdown; takes some minutes
	@$(BIN)/python -m bench

bench-screening: $(READY_TO_BENCH) ## measure many cases at once, as Markdown; takes half an hour: CASES=10000000 MEMORY=2GB
	@CASES=$(CASES) MEMORY=$(or $(MEMORY),2GB) $(BIN)/python -m bench.screening

$(READY_TO_BENCH): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' >&2
	@touch $@

all: lint test demo ## check everything, then write the example memo
