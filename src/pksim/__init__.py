"""pksim compares ways of keeping peacekeepers alive, by simulating the same mission under each."""

__version__ = "0.1.0"
