"""One way to break the small scenario, and what must be said about it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Break:
    """One way to break the small scenario, and what must be said about it."""

    name: str
    old: str
    new: str
    at: str  # the text on the line that must be named
    says: list[str] = field(default_factory=list)
