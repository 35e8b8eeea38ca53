"""The other programs, in an environment of their own, with the versions of benchmarks/requirements.txt."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
SCRATCH = HERE.parent / ".cache" / "benchmarks"
PEERS = SCRATCH / "venv"
PEER_PYTHON = str(PEERS / "bin" / "python")


def install_peers() -> None:
    """Once, and again where the list of them has changed."""
    installed = PEERS / "installed.txt"
    wanted = REQUIREMENTS.read_text()
    if installed.exists() and installed.read_text() == wanted:
        return
    print("Installing the other programs, once.", file=sys.stderr)
    venv.create(PEERS, clear=True, with_pip=True)
    pip = [PEER_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True)  # noqa: S603 - our own list
    installed.write_text(wanted)
