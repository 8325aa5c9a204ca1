"""``python -m tests.validation``: run every scenario that has targets, write docs/validation.md."""

from tests.validation.check_of_size import size_table
from tests.validation.couplings import coupling_table
from tests.validation.missions import march_table
from tests.validation.outbreaks_page import outbreak_tables
from tests.validation.page import HEAD, PAGE, table
from tests.validation.sample import sample
from tests.validation.scenarios import SCENARIOS
from tests.validation.survival import survival_table


def main() -> None:
    """Write the page; each scenario is told as it is done."""
    parts = [HEAD]
    for name, (title, replications, targets) in SCENARIOS.items():
        parts.append(table(title, targets, sample(name, replications)))
        print(f"{name}: {len(targets)} targets")  # noqa: T201
    for part in (survival_table, size_table, march_table, outbreak_tables, coupling_table):
        parts.append(part())
        print(part.__name__)  # noqa: T201
    PAGE.write_text("\n".join(parts).strip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
