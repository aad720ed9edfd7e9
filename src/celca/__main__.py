"""`python -m celca` is the command `celca`."""

from celca.cli import main

if __name__ == "__main__":
    main()
