"""What published networks of organisations look like beside chance, for
`qvgraph/metrics/regions/published.py`.

    python benchmarks/published.py NETWORK

Prints, for every usual figure, in how many regions of NETWORK it is higher or lower than size,
density and kinds let expect. The figures that are shipped are those of the seven networks of search
and rescue of Drabek, Tamminga, Kilijanek and Adams (1981), as the R package network has them
(`data(emon)`, version 1.20): a folder with a table `organisations` (id, kind = firm, region = the
name of the network) and a table `ties` (source = who reports, target = with whom; every frequency
counts). The data are under that package's licence, so NETWORK has to be made from there.
"""

import argparse

from qvgraph import read_network
from qvgraph.metrics.regions.benchmark import USUAL, benchmark
from qvgraph.metrics.regions.published import PUBLISHED


def main() -> None:
    """Print a line per figure, with a star where what is shipped differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("network")
    table = benchmark([read_network(parser.parse_args().network)])
    print(f"{'':28}{'higher':>8}{'lower':>8}{'of':>8}")
    for name in USUAL:
        rows = table.filter(metric=name)
        higher, lower = ((rows["differs"] == way).sum() for way in ("higher", "lower"))
        found = (higher, lower, rows["percentile"].count())
        same = PUBLISHED.get(name, (0, 0, 0)) == found
        print(f"{name:28}" + "".join(f"{n:8}" for n in found) + ("" if same else " *"))


if __name__ == "__main__":
    main()
