"""Benchmarks, and the generator of the replies that they run on."""
