"""What a host needs before the site can be published there."""

from __future__ import annotations

import pytest

from frontdesk.start.hosting import missing_for

WORKFLOW = "uses: actions/deploy-pages"
REMOTE = '[core]\n\tbare = false\n[remote "origin"]\n\turl = git@github.com:Ann/Desk.git\n'


@pytest.mark.A16
@pytest.mark.parametrize(
    ("hosting", "address", "workflow", "config", "said"),
    [
        ("github", "https://ann.github.io/desk", WORKFLOW, REMOTE, ""),
        ("github", "https://desk.test", WORKFLOW, REMOTE, ""),
        ("github", "https://ann.github.io", WORKFLOW, REMOTE, "GitHub serves it at https://ann.github.io/desk"),
        ("github", "https://ann.github.io", WORKFLOW, REMOTE.replace("Desk", "ann.github.io"), ""),
        ("github", "https://desk.test", None, REMOTE, "publish.yml is gone"),
        ("github", "https://desk.test", WORKFLOW, "", "`git remote add origin https://github.com/"),
        (
            "github",
            "https://desk.test",
            WORKFLOW,
            '[remote "origin"]\n\turl = https://forge.test/desk.git\n',
            "no repository at GitHub, whose workflow publishes: make one there, then `git remote set-url",
        ),
        ("netlify", "https://desk.test", WORKFLOW, REMOTE, "hands the site to Netlify"),
        ("netlify", "https://desk.test", "npx netlify-cli deploy", REMOTE, ""),
        ("cloudflare", "https://desk.test", "npx netlify-cli deploy", REMOTE, "to Cloudflare Pages"),
        ("own", "https://desk.test", None, "", ""),
        ("other", "", None, "", ""),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_with_its_remedy(
    hosting: str, address: str, workflow: str | None, config: str, said: str
) -> None:
    missing = missing_for(hosting, address, workflow, config)
    assert said in missing
    assert bool(said) == bool(missing)
