"""How people reach pksim from a shell. Nothing heavy is imported until a command needs it."""

from pksim.cli.entry import main

__all__ = ["main"]
