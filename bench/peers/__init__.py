"""The programs that the benchmarks of the build compare: ours, Hugo, Pelican, Eleventy.

Each peer has the smallest fair configuration that does the same work, in the folder of its name;
what is written there for one run, the documents in its own form above all, is made from ours.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent
"""The folder with the peers' configurations."""
