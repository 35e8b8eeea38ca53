"""The workflow files: their shape, their rights, and that what they run is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.ops.runner import WORKFLOWS, read, run

ROOT = WORKFLOWS.parents[1]
NAMES = sorted(path.stem for path in WORKFLOWS.glob("*.yml"))
TARGETS = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)

MAY_WRITE = {
    ("publish", "site"): {"contents"},
    ("publish", "deploy"): {"pages", "id-token"},
    ("publish", "ping"): {"contents"},
    ("keep-awake", "enable"): {"actions"},
}

pytestmark = pytest.mark.O2


def jobs(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = read(name)["jobs"]
    return found


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in jobs(name).values() for step in job["steps"]]


def test_there_is_something_to_hold() -> None:
    assert NAMES == ["check", "keep-awake", "publish"]


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_is_faultless_by_zizmor(name: str) -> None:
    """Which reads it as an attacker would, and knows the shape that it must have."""
    program = Path(sys.prefix) / "bin" / "zizmor"
    done = subprocess.run(
        [program, "--offline", "--quiet", "--persona=auditor", WORKFLOWS / f"{name}.yml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_job_has_the_rights_that_it_needs_and_an_end(name: str) -> None:
    general = read(name)["permissions"]
    assert set(general.values()) <= {"read"}
    for job, its in jobs(name).items():
        writes = {right for right, how in its.get("permissions", {}).items() if how == "write"}
        assert writes == MAY_WRITE.get((name, job), set())
        assert its["timeout-minutes"] <= 45


@pytest.mark.parametrize("name", NAMES)
def test_a_step_has_a_name_and_does_one_thing(name: str) -> None:
    for step in steps(name):
        assert step["name"]
        assert ("run" in step) != ("uses" in step)


@pytest.mark.parametrize("name", NAMES)
def test_an_action_is_pinned_by_a_commit_that_nobody_can_move(name: str) -> None:
    text = (WORKFLOWS / f"{name}.yml").read_text("utf-8")
    for used in re.findall(r"uses: (.*)", text):
        assert re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used


def test_an_action_is_of_one_version_everywhere() -> None:
    used = {step["uses"] for name in NAMES for step in steps(name) if "uses" in step}
    assert len(used) == len({action.partition("@")[0] for action in used})


@pytest.mark.parametrize("name", NAMES)
def test_what_a_step_runs_is_there(name: str) -> None:
    for step in steps(name):
        lines = step.get("run", "")
        for module in re.findall(r"-m (tools[\w.]+)", lines):
            place = ROOT / module.replace(".", "/")
            assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file()
        for file in re.findall(r"\btools/[\w./]+\.py", lines):
            assert (ROOT / file).is_file()
        for words in re.findall(r"\bmake ([a-z -]+)", lines):
            assert {word for word in words.split() if word[0] != "-"} <= {*TARGETS}


def test_the_schedule_keeps_off_the_hour_and_two_runs_wait_for_each_other() -> None:
    publish = read("publish")
    (cron,) = publish["on"]["schedule"]
    assert cron["cron"] == "23 * * * *"
    assert publish["on"]["push"] == {"branches": ["main"]}
    assert publish["concurrency"] == {"group": "publish", "cancel-in-progress": False}


def test_the_schedule_rests_until_the_site_has_an_address_of_its_own() -> None:
    site = jobs("publish")["site"]
    assert site["needs"] == "ready"
    assert site["if"] == (
        "${{ needs.ready.outputs.ours == 'true' || github.event_name != 'schedule' }}"
    )


def test_only_what_was_audited_is_deployed() -> None:
    names = [step["name"] for step in jobs("publish")["site"]["steps"]]
    assert names.index("Audit what is to be published") + 1 == names.index("Hand over the site")
    condition = jobs("publish")["deploy"]["if"]
    assert condition == "${{ !cancelled() && needs.site.outputs.handed_over == 'success' }}"


@pytest.mark.F7
def test_hubs_are_told_after_the_deploy_and_fail_nothing() -> None:
    """Also where nothing was deployed: what a hub did not take waits for the next run."""
    site, ping = jobs("publish")["site"], jobs("publish")["ping"]
    assert ping["needs"] == ["site", "deploy"]
    assert ping["if"] == (
        "${{ !cancelled() && needs.site.outputs.hubs == 'yes' && needs.deploy.result != 'failure' }}"
    )
    (telling,) = [step for step in ping["steps"] if "partner_blogs ping" in step.get("run", "")]
    assert telling["continue-on-error"]
    assert "store_branch keep" in ping["steps"][-1]["run"]
    (looking,) = [
        step["run"] for step in site["steps"] if "partner_blogs ping" in step.get("run", "")
    ]
    assert "--dry-run" in looking


@pytest.mark.B9
def test_store_and_memory_are_kept_once_more_after_the_build() -> None:
    runs = [step.get("run", "") for step in jobs("publish")["site"]["steps"]]
    kept = [n for n, run in enumerate(runs) if "store_branch keep" in run]
    (built,) = [n for n, run in enumerate(runs) if "frontdesk build publishconf.py" in run]
    (checked,) = [n for n, run in enumerate(runs) if "make check" in run]
    (restored,) = [n for n, run in enumerate(runs) if "store_branch restore" in run]
    assert restored < checked < kept[0] < built < kept[1]


@pytest.mark.A12
@pytest.mark.parametrize(
    ("event", "code"), [("push", 1), ("workflow_dispatch", 1), ("schedule", 0)]
)
def test_texts_that_wait_end_a_push_red_and_warn_on_a_schedule(
    tmp_path: Path, event: str, code: int
) -> None:
    *_, last = jobs("publish")["site"]["steps"]
    assert last["if"] == "${{ !cancelled() && steps.build.outputs.waiting == 'yes' }}"
    assert last["env"] == {"EVENT": "${{ github.event_name }}"}
    (tmp_path / "waiting.log").write_text("content/posts/x.md:2: wrong\n")
    done = subprocess.run(
        ["bash", "-e", "-c", last["run"]], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "EVENT": event},
    )  # fmt: skip
    assert done.returncode == code
    assert "content/posts/x.md:2: wrong" in done.stdout
    assert ("::error::" in done.stdout) == bool(code)
    assert ("::warning::" in done.stdout) != bool(code)


def test_the_store_is_in_no_cache_that_can_be_evicted() -> None:
    cached = [
        step["with"]["path"].split()
        for name in NAMES
        for step in steps(name)
        if step.get("uses", "").startswith("actions/cache")
    ]
    assert cached == [[".cache", "output"]] * 3


@pytest.mark.S7
def test_a_run_begins_with_what_the_last_one_built_and_keeps_what_it_built_itself() -> None:
    """A site that the audit refused is not kept: the steps before have to succeed."""
    its = jobs("publish")["site"]["steps"]
    uses = [step.get("uses", "").partition("@")[0] for step in its]
    names = [step["name"] for step in its]
    restored, saved = uses.index("actions/cache/restore"), uses.index("actions/cache/save")
    audit = names.index("Audit what is to be published")
    assert restored < names.index("Build") < audit < saved
    assert its[saved]["if"] == "steps.build.outputs.unchanged != 'yes'"
    key = its[saved]["with"]["key"]
    assert its[restored]["with"]["key"] == key  # of this run alone, or the newest
    assert key.startswith(its[restored]["with"]["restore-keys"])


def test_no_text_of_a_stranger_gets_into_a_command() -> None:
    for name in NAMES:
        assert not any("${{" in step.get("run", "") for step in steps(name))


GH = """#!/bin/sh
case "$*" in
  *--jq*publish*|*publish*--jq*) echo {state} ;;
  *--jq*) echo active ;;
  *) echo "$*" >> {log} ;;
esac
"""


@pytest.mark.parametrize(
    ("state", "enabled"),
    [
        ("active", {"publish.yml", "keep-awake.yml"}),
        ("disabled_inactivity", {"publish.yml", "keep-awake.yml"}),
        ("disabled_manually", {"keep-awake.yml"}),
    ],
)
def test_every_workflow_with_a_schedule_is_kept_awake_but_not_one_that_was_stopped_by_hand(
    tmp_path: Path, state: str, enabled: set[str]
) -> None:
    gh, log = tmp_path / "bin/gh", tmp_path / "asked"
    gh.parent.mkdir()
    gh.write_text(GH.format(state=state, log=log))
    gh.chmod(0o755)
    path = f"{gh.parent}:{os.environ['PATH']}"
    assert not run("keep-awake", "enable", tmp_path, environment={"PATH": path}).failed
    assert set(re.findall(r"[\w-]+\.yml(?=/enable)", log.read_text())) == enabled
    scheduled = {f"{name}.yml" for name in NAMES if "schedule" in read(name)["on"]}
    (step,) = steps("keep-awake")
    assert scheduled == set(re.findall(r"[\w-]+\.yml", step["run"]))
