"""A page's policy and the data in the page in, a policy that names the data out. Pure (R2).

No browser takes data for search engines for a script, but the Nu checker does. With its digest in the
policy both are right, and nothing else is allowed.
"""

from __future__ import annotations

import base64
import hashlib

SCRIPTS = "script-src"


def allowing(policy: str, data: str) -> str:
    """The same where there is no policy or no data.

    Args:
        data: what stands between the tags of a script element, to the letter.
    """
    if not (policy and data):
        return policy
    digest = base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    rules[SCRIPTS] = f"{rules.get(SCRIPTS, '')} 'sha256-{digest}'".strip()
    return "; ".join(f"{what} {whose}".strip() for what, whose in rules.items())
