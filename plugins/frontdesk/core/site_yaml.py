"""The bytes of site.yaml in, the settings that it decides out, or every mistake at once. Pure."""

from __future__ import annotations

from functools import partial
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .errors import SettingsError
from .settings import converted, declared
from .yaml_reader import InvalidValueError, ProblemCollector, compose_root, not_utf8, parse_fields


def read_site_yaml(data: bytes, name: str) -> dict[str, Any]:
    """Each setting by its name in capitals. What is typed as a text stays one: `SITENAME: 2008`.

    Args:
        name: of the file, for messages.

    Raises:
        ConfigError: with every mistake, each with line and column.
    """
    problems = ProblemCollector()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_utf8(error, name) from None
    root = compose_root(text, problems)
    table = {one: partial(_value, one) for one in declared()}
    found = parse_fields(root, problems, table) if root else {}
    problems.raise_if_any(name)
    return found


def _value(name: str, node: Node, _: ProblemCollector) -> Any:
    try:
        return converted(name, _plain(node), strict=False)
    except SettingsError as error:
        raise InvalidValueError(str(error)) from None


def _plain(node: Node) -> Any:
    """Texts, lists and mappings; truths and numbers become such where the setting wants them."""
    if isinstance(node, SequenceNode):
        return [_plain(one) for one in node.value]
    if isinstance(node, MappingNode):
        return {_plain(key): _plain(value) for key, value in node.value}
    assert isinstance(node, ScalarNode)  # noqa: S101 - there is no fourth kind
    is_nothing = node.style is None and node.value in {"", "~", "null"}
    return None if is_nothing else str(node.value)
