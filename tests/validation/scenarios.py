"""Which scenarios have targets, and how many replications their page takes."""

from tests.validation.targets import GAO, Target

SCENARIOS: dict[str, tuple[str, int, tuple[Target, ...]]] = {
    "gao-sector": ("Gao sector (northern Mali, 2017-20)", 1000, GAO),
}
"""Name of the file -> title, replications, targets."""
