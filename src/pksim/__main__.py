"""`python -m pksim` is `pksim`."""

from pksim.cli import main

if __name__ == "__main__":
    main()
