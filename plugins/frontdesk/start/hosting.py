"""What is known of the place to publish in, what is still missing there, out, in a sentence. Pure."""

from __future__ import annotations

import re

from .answers import HOSTINGS

WORKFLOW = ".github/workflows/publish.yml"
_HANDS_OVER = {"netlify": "netlify-cli", "cloudflare": "wrangler"}
"""What a workflow calls that publishes there."""


def missing_for(hosting: str, address: str, workflow: str | None, git_config: str) -> str:
    """What has to be done before the site can be published; empty where the files say that all is there.

    Args:
        hosting: one of HOSTINGS.
        address: of the site.
        workflow: the text of WORKFLOW; None if it is not there.
        git_config: the text of `.git/config`.
    """
    name = HOSTINGS.get(hosting)
    if not name:
        return ""
    if workflow is None:
        return f"{WORKFLOW} is gone, which publishes to {name}: put it back, as docs/deploy.md says"
    remote = origin(git_config)
    if "github.com" not in remote:
        change = "set-url" if remote else "add"
        return (
            "no repository at GitHub, whose workflow publishes: make one there, then "
            f"`git remote {change} origin https://github.com/YOU/REPOSITORY.git`"
        )
    program = _HANDS_OVER.get(hosting)
    if program and program not in workflow:
        return (
            f"{WORKFLOW} still publishes to GitHub Pages: docs/deploy.md, 'Netlify, Cloudflare Pages', "
            f"says what hands the site to {name}"
        )
    right = _address_at_github(remote)
    if hosting == "github" and ".github.io" in address and right and address.lower() != right:
        return f"the site is for {address}, and GitHub serves it at {right}: run `make start`"
    return ""


def _address_at_github(remote: str) -> str:
    """Where GitHub Pages serves the site of a repository; it has the names of its owner and of itself."""
    found = re.search(r"github\.com[:/]([^/]+)/(.+?)(?:\.git)?/?$", remote.lower())
    if found is None:
        return ""
    home = f"https://{found[1]}.github.io"
    return home if found[2] == f"{found[1]}.github.io" else f"{home}/{found[2]}"


def origin(git_config: str) -> str:
    """The address of the repository to which Git pushes; empty where there is none."""
    found = re.search(r'\[remote "origin"\][^\[]*?url\s*=\s*(\S+)', git_config)
    return found[1] if found else ""
