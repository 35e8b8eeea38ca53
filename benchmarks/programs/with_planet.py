"""pelican-feed-planet: what its plugin does as Pelican starts, without the rest of Pelican's build."""

from __future__ import annotations

import sys
from pathlib import Path

from pelican_planet.planet import Planet

TEMPLATE = """Some blogs aggregated here.

{% for article in articles %}
# {{ article.title }}

{% endfor %}
"""


def main(step: str, folder: Path) -> None:
    template, page = folder / "planet.md.tmpl", folder / "planet.md"
    match step:
        case "prepare":
            template.write_text(TEMPLATE)
        case "run":
            addresses = (folder / "addresses").read_text().split()
            planet = Planet({f"Blog {n}": address for n, address in enumerate(addresses)})
            planet.get_feeds()
            planet.write_page(template, page)
        case "count":
            print(sum(line.startswith("# ") for line in page.read_text().splitlines()))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
