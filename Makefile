# The one front door. `make help` lists what it opens.

PYTHON ?= python3
# Another list of partners, another store, another place for the site:
FEEDS  ?= feeds.yaml
STORE  ?=
OUTPUT ?= output
# Added to every refresh, such as --force or --only quiet-counter:
REFRESH_FLAGS ?=
PORT   ?= 8000
# A file for what `make check` found or `make coverage` measured, as Markdown:
SUMMARY ?=
# STRICT=yes lets `make check` fail on warnings, too:
STRICT ?=
# Where the repository is, for the page of the package that `make wheel` builds:
URL    ?=
# The browser that `make audit` looks with:
CHROMIUM ?= chromium

venv   := .venv
py     := $(venv)/bin/python
store  := $(if $(STORE),--store $(STORE))

# Names of files and what is printed are UTF-8, whatever the system's locale (LC_ALL=C) is.
export PYTHONUTF8 := 1

# A command that fails has said why, so make is not to add "Error 1". It adds nothing when a line that runs
# in any case (+) fails while make only asks whether something is to be done (-q). The exit code stays 1.
front := start site publish serve refresh status check new import words doctor
ifeq (,$(filter-out $(front),$(or $(MAKECMDGOALS),help))$(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS)))))
MAKEFLAGS := q$(if $(filter --%,$(firstword $(MAKEFLAGS))), )$(MAKEFLAGS)
unexport MAKEFLAGS
run := +
endif

.DEFAULT_GOAL := help
.PHONY: start site publish serve refresh status check new import words doctor test coverage audit audit-needs rehearse lint types format bench lock wheel elsewhere clean help

start: $(venv)/site.stamp ## make it your own: answer a few questions, and the samples go; start name="…" address=… answers some
	$(run)@$(py) -m frontdesk start $(foreach word,$(start_words),$(if $(value $(word)),--$(word) "$$start_$(word)"))

# Answers reach the program as they were typed, as the title of make new does; those of make's own environment
# are not meant.
start_words := $(foreach word,name tagline author address email language timezone hosting,$(if $(filter command,$(firstword $(origin $(word)))),$(word)))
$(foreach word,$(start_words),$(eval start: export start_$(word) := $$(value $(word))))

site: $(venv)/site.stamp ## refresh the partners, build the site into output/, say how it went
	$(run)@$(py) -m partner_blogs refresh --feeds $(FEEDS) $(store) $(REFRESH_FLAGS)
	$(run)@$(py) -m frontdesk build pelicanconf.py --feeds $(FEEDS) $(store) --output $(OUTPUT)

publish: $(venv)/site.stamp ## the same with publishconf.py: the real address; uploads nothing
	$(run)@$(py) -m partner_blogs refresh --feeds $(FEEDS) $(store) $(REFRESH_FLAGS)
	$(run)@$(py) -m frontdesk build publishconf.py --feeds $(FEEDS) $(store) --output $(OUTPUT)

serve: refresh ## show the site while you write, with drafts, at http://localhost:8000 (PORT=8001 for another)
	$(run)@$(py) -m frontdesk serve --feeds $(FEEDS) $(store) --port $(PORT)

refresh: $(venv)/site.stamp ## ask the partners whose feed is due, and build nothing
	$(run)@$(py) -m partner_blogs refresh --feeds $(FEEDS) $(store) $(REFRESH_FLAGS)

status: $(venv)/site.stamp ## how each partner stands, and when it is asked next
	$(run)@$(py) -m partner_blogs status --feeds $(FEEDS) $(store)

check: $(venv)/site.stamp ## find every mistake in content/ and feeds.yaml, and ask nobody
	$(run)@wrong=0; $(py) -m frontdesk check $(store) $(if $(STRICT),--strict) $(if $(SUMMARY),--summary $(SUMMARY)) || wrong=1; \
	$(py) -m partner_blogs check --feeds $(FEEDS) || wrong=1; exit $$wrong

new: $(venv)/site.stamp ## begin a post: make new title="What I learnt"; or type=page, column, book
	$(run)@$(py) -m frontdesk new $(new_flags) -- "$$new_title"

# The title reaches the program as it was typed: neither make nor the shell reads it.
new: export new_title := $(value title)
new_flags = $(foreach word,type slug content,$(if $($(word)),--$(word) '$($(word))')) $(if $(series),--series '$(series)')

import: $(venv)/site.stamp ## take over an old blog: make import FROM=blog.xml; DRY=1 only reports; see docs/moving-in.md
	$(run)@$(py) -m frontdesk import $(import_flags) -- "$$import_from"

# As the title of a new post: a name may have an apostrophe.
import: export import_from := $(value FROM)
import: export import_into := $(value INTO)
import: export import_address := $(value ADDRESS)
import: export import_category := $(value CATEGORY_FROM)
import: export import_series := $(value SERIES_FROM)
import_flags = $(if $(INTO),--into "$$import_into") $(if $(ADDRESS),--address "$$import_address") $(foreach folder,$(PICTURES_FROM),--pictures-from '$(folder)') \
	$(if $(CATEGORY_FROM),--category-from "$$import_category") $(if $(SERIES_FROM),--series-from "$$import_series") \
	$(if $(PICTURES),--pictures '$(PICTURES)') $(if $(DRY),--dry-run)

words: $(venv)/site.stamp ## give theme/words/ a place for each text of the interface; make words lang=de begins a language
	$(run)@$(py) -m tools.catalogs $(if $(lang),--lang '$(lang)')

doctor: ## is everything in place? one line each, with the remedy
	$(run)@PYTHONPATH=plugins $(or $(wildcard $(py)),$(PYTHON)) -m frontdesk doctor --feeds $(FEEDS) $(store) --output $(OUTPUT)

# Tests start many Pythons; each would compile everything anew where none may keep it.
test coverage audit rehearse elsewhere: export PYTHONDONTWRITEBYTECODE =

test: $(venv)/dev.stamp ## the whole test suite; needs no browser and no internet
	$(py) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

coverage: $(venv)/dev.stamp ## the test suite, and which lines it runs: a table by package
	@rm -rf .cache/coverage && mkdir -p .cache/coverage
	$(py) -m coverage run -m pytest --numprocesses auto --dist loadfile
	@$(py) -m coverage combine --quiet
	@$(py) -m tools.coverage_table $(if $(SUMMARY),--summary $(SUMMARY))

audit: audit-needs $(venv)/dev.stamp .cache/audit/stamp ## every page in Chromium, by axe, Lighthouse and the Nu checker
	CHROMIUM=$(CHROMIUM) $(py) -m pytest --numprocesses auto --dist loadfile tests/browser

rehearse: $(venv)/dev.stamp ## 500 edits of a site, 120 days of sixty partners, kills; a publish on this machine, with nginx, rclone
	$(py) -m pytest -m rehearsal --numprocesses auto --dist loadfile --no-loadscope-reorder
	$(py) -m pytest -m "hypothesis and not rehearsal" --hypothesis-profile=thorough --numprocesses auto --dist worksteal

elsewhere: $(venv)/dev.stamp ## the package for other sites, in environments of its own: Pelican 4.11 and 4.12, three themes
	$(py) -m pytest tests/elsewhere

lint: $(venv)/dev.stamp ## ruff: mistakes and layout of the Python code
	$(py) -m ruff check .
	$(py) -m ruff format --check .

types: $(venv)/dev.stamp ## mypy, strict
	$(py) -m mypy

format: $(venv)/dev.stamp ## let ruff put the layout of the code right
	$(py) -m ruff check --fix .
	$(py) -m ruff format .

bench: $(venv)/site.stamp ## a refresh of 1,000 feeds and builds of 1,000 and 10,000 posts beside other programs; two hours
	@$(py) benchmarks/refresh.py --scaling
	@$(py) benchmarks/build.py
	@$(py) benchmarks/publish.py
	@$(py) benchmarks/related_posts.py
	@$(py) benchmarks/resources.py

lock: $(venv)/dev.stamp ## choose the newest allowed packages and write the two locks
	$(py) -m pip install --quiet uv
	$(py) -m uv pip compile $(lock_flags) pyproject.toml -o requirements.lock
	$(py) -m uv pip compile $(lock_flags) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

wheel: $(venv)/dev.stamp ## build pelican-partner-blogs for other sites, into .cache/wheel/; URL=https://… is the repository's
	@$(py) -m tools.wheel $(if $(URL),--url '$(URL)')

lock_flags := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

clean: ## remove what make made, but never the store in var/
	rm -rf $(venv) $(OUTPUT) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- the environment ------------------------------------------------------------------------------
# A stamp says that a lock was installed whole; without a network nothing is tried again.

# A project that was copied to another machine, or whose Python has gone, begins again.
$(if $(wildcard $(venv)/*.stamp),$(shell $(py) -c "import pip" >/dev/null 2>&1 || rm -rf $(venv)))

$(venv)/bin/python:
	$(run)@echo "Setting up $(venv), once; this takes a minute."
	$(run)@$(PYTHON) -m venv --clear $(venv)

# (A remark among the commands would be a command that does not run under -q.)
# plugins/ holds our packages: this line makes them importable from any folder. It says how to get there
# from where it lies, so that a project that is moved or copied runs its own code; and it puts them before
# installed packages, so that they win over pelican-partner-blogs beside them. What PYTHONPATH names comes first.
$(venv)/site.stamp: requirements.lock | $(venv)/bin/python
	$(run)@$(py) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(run)@$(py) -c "import os, pathlib, sys, sysconfig; line = 'import os, sys; there = os.path.normpath(os.path.join(sys.prefix, %r)); there in sys.path or sys.path.insert(next((at for at, one in enumerate(sys.path) if one.endswith(%r)), 0), there)'; pathlib.Path(sysconfig.get_path('purelib'), 'plugins.pth').write_text(line % (os.path.relpath('plugins', sys.prefix), 'site-packages') + '\n')"
	$(run)@touch $@

$(venv)/dev.stamp: requirements-dev.lock $(venv)/site.stamp
	@echo "Setting up the tools for tests, once."
	@$(py) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# --- what looks at pages ------------------------------------------------------------------------

audit-needs:
	@for program in $(CHROMIUM) npm java; do command -v $$program >/dev/null || { \
	  echo "make audit needs $$program; on Debian: apt-get install chromium npm default-jre-headless" >&2; \
	  exit 1; }; done

.cache/audit/stamp: tests/browser/package-lock.json tests/browser/package.json tests/browser/.npmrc
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@cd $(@D) && npm ci --include=dev --no-progress --loglevel=error >npm.log || { cat npm.log >&2; exit 1; }
	@touch $@
