"""A job of a workflow file, run on this machine: the lines of its steps in bash, its actions only noted.

As much of GitHub's rules as our workflows use: a step runs while none has failed, or as its `if` says;
`continue-on-error` forgives; outputs come from the file that GITHUB_OUTPUT names.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

WORKFLOWS = Path(__file__).resolve().parents[2] / ".github/workflows"
STATUS = re.compile(r"\b(success|failure|always|cancelled)\(\)")


def read(name: str) -> dict[str, Any]:
    """A workflow; its key `on` is a word here, as in YAML 1.2."""
    whole: dict[str, Any] = YAML(typ="safe").load(WORKFLOWS / f"{name}.yml")
    return whole


@dataclass
class Ran:
    """What became of a job.

    Attributes:
        steps: name → success, failure or skipped, before anything was forgiven.
        actions: the inputs of each action that would have run.
        said: what all steps printed.
    """

    steps: dict[str, str] = field(default_factory=dict)
    actions: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    said: str = ""
    summary: str = ""
    failed: bool = False


def run(
    workflow: str,
    job: str,
    folder: Path,
    *,
    variables: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    leave_out: tuple[str, ...] = (),
) -> Ran:
    """Run one job in a folder.

    Args:
        variables: the repository's, for `vars.NAME`.
        environment: over that of the workflow.
        leave_out: names of steps that only the real machine needs.
    """
    whole = read(workflow)
    its = whole["jobs"][job]
    known = {f"vars.{name}": value for name, value in (variables or {}).items()}
    known["github.token"] = "a-token"
    ran = Ran()
    base = _filled(whole.get("env", {}) | its.get("env", {}), known)
    for step in its["steps"]:
        name, id_ = step["name"], step.get("id", step["name"])
        if name in leave_out:
            continue
        if not _wanted(step.get("if"), known, failed=ran.failed):
            ran.steps[name] = known[f"steps.{id_}.outcome"] = "skipped"
            continue
        if "uses" in step:
            ran.actions[step["uses"].partition("@")[0]] = step.get("with", {})
            ran.steps[name] = known[f"steps.{id_}.outcome"] = "success"
            continue
        output, summary = folder / ".github-output", folder / ".github-summary"
        output.write_text("")
        summary.write_text("")
        its_own = _filled(step.get("env", {}), known)
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder,
            env={
                **os.environ, **base, **its_own, **(environment or {}),
                "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )  # fmt: skip
        ran.said += f"== {name}\n{done.stdout}"
        ran.summary += summary.read_text()
        for line in output.read_text().splitlines():
            key, _, value = line.partition("=")
            known[f"steps.{id_}.outputs.{key}"] = value
        outcome = "failure" if done.returncode else "success"
        ran.steps[name] = known[f"steps.{id_}.outcome"] = outcome
        ran.failed |= bool(done.returncode) and not step.get("continue-on-error", False)
    ran.outputs = _filled(its.get("outputs", {}), known)
    return ran


def _filled(values: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, str]:
    def value(found: re.Match[str]) -> str:
        return known.get(found[1], "")

    return {k: re.sub(r"\$\{\{\s*([\w.-]+)\s*\}\}", value, str(v)) for k, v in values.items()}


def _wanted(condition: str | None, known: Mapping[str, str], *, failed: bool) -> bool:
    """Conditions of the form A == 'B', A != 'B', success() and the like, joined by &&."""
    text = (condition or "success()").strip().removeprefix("${{").removesuffix("}}")
    if not STATUS.search(text):
        text = f"success() && {text}"
    states = {"success()": not failed, "failure()": failed, "always()": True, "!cancelled()": True}

    def holds(part: str) -> bool:
        if part in states:
            return states[part]
        if "!=" in part:
            return not holds(part.replace("!=", "=="))
        left, _, right = part.partition("==")
        return known.get(left.strip(), "") == right.strip().strip("'")

    return all(holds(part.strip()) for part in text.split("&&"))
