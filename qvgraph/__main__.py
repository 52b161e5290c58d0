"""The command line's entry."""

from qvgraph.cli import main

if __name__ == "__main__":
    main()
