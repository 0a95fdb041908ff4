"""`python -m helsetek` is the same as the command `helsetek`."""

from helsetek.cli import main

if __name__ == "__main__":
    main()
