"""Which scenarios have targets, and how many replications their page takes."""

from tests.validation.missions import JONGLEI, TIMBUKTU, UNIFIL
from tests.validation.targets import GAO, Target

SCENARIOS: dict[str, tuple[str, int, tuple[Target, ...]]] = {
    "gao-sector": ("Gao sector (northern Mali, 2017-20)", 1000, GAO),
    "timbuktu-camp": ("A camp at Timbuktu", 2000, TIMBUKTU),
    "jonglei-protection": ("Protection in Jonglei", 2000, JONGLEI),
    "unifil-like": ("A quiet mission like UNIFIL", 150, UNIFIL),
}
"""Name of the file -> title, replications, targets."""
