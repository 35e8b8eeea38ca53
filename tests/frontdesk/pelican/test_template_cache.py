"""A template is compiled once, wherever the project and its cache lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from frontdesk.pelican.template_cache import bytecode_cache


class Compiling(Environment):
    """Counts what it compiles."""

    compiled = 0

    def compile(self, *source: Any, **more: Any) -> Any:
        self.compiled += 1
        return super().compile(*source, **more)


def rendered(project: Path) -> tuple[str, int]:
    """What its template gives, and how much was compiled for that."""
    settings = {"JINJA_ENVIRONMENT": {}, "CACHE_PATH": str(project / "cache")}
    env = Compiling(
        loader=FileSystemLoader(project / "theme"), bytecode_cache=bytecode_cache(settings)
    )
    return env.get_template("page.html").render(name="you"), env.compiled


def test_a_project_that_moved_compiles_only_what_has_changed(tmp_path: Path) -> None:
    project = tmp_path / "here"
    (project / "theme").mkdir(parents=True)
    (project / "theme" / "page.html").write_text("Hello {{ name }}", encoding="utf-8")
    assert rendered(project) == ("Hello you", 1)
    assert rendered(project) == ("Hello you", 0)
    moved = project.rename(tmp_path / "there")
    assert rendered(moved) == ("Hello you", 0)
    (moved / "theme" / "page.html").write_text("Goodbye {{ name }}", encoding="utf-8")
    assert rendered(moved) == ("Goodbye you", 1)


def test_a_template_of_the_same_name_and_other_words_is_never_taken_for_another(
    tmp_path: Path,
) -> None:
    for words in ("one", "two", "one"):
        project = tmp_path / words
        (project / "theme").mkdir(parents=True, exist_ok=True)
        (project / "theme" / "page.html").write_text(words, encoding="utf-8")
        if not (project / "cache").exists():
            (tmp_path / "shared").mkdir(exist_ok=True)
            (project / "cache").symlink_to(tmp_path / "shared")
        assert rendered(project)[0] == words
