"""Timings that end with one line of JSON each: `python -m benchmarks.against_bw2calc`."""

AS_INSTALLED = {"PYTHONDONTWRITEBYTECODE": ""}  # pip compiles what it installs: so is what is timed
