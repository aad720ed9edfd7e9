"""Timings that end with one line of JSON each: `python -m benchmarks.against_bw2calc`."""
