"""Gongkai (公开): reply documents in Markdown in, a static disclosure site out."""

import os

__version__ = "0.1.0"

_MACHINE = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE")

# numpy's library of linear algebra, of which nothing is used here, would start a thread for each
# core when it is loaded, and these wait for work by turning round: a quarter of numpy's import.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if _MACHINE in {"x86_64", "AMD64"}:
    # AMD's Zen 4 stores compressed vectors in microcode, so that numpy sorts five times faster
    # there without AVX-512.  numpy reads this once, at its first import, before which this
    # package is imported; ``numpy.show_config()`` prints the names.
    os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V4 AVX512_ICL")
