"""``python -m tests.validation``: run every scenario that has targets, write docs/validation.md."""

from tests.validation.missions import march_table
from tests.validation.page import HEAD, PAGE, table
from tests.validation.sample import sample
from tests.validation.scenarios import SCENARIOS


def main() -> None:
    """Write the page; each scenario is told as it is done."""
    parts = [HEAD]
    for name, (title, replications, targets) in SCENARIOS.items():
        parts.append(table(title, targets, sample(name, replications)))
        print(f"{name}: {len(targets)} targets")  # noqa: T201
    parts.append(march_table())
    PAGE.write_text("\n".join(parts).strip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
