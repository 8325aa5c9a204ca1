"""What all tests share: the repository on the path, and hypothesis without chance or deadlines."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
if str(ROOT) not in sys.path:  # `tests.agreement.programs` and the like, however pytest was started
    sys.path.insert(0, str(ROOT))

# The same examples in every run; a first example may wait for the compiler.
settings.register_profile(
    "pksim",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("pksim")
