"""The doors for a terminal: each command reads arguments, calls one function, prints its answer."""

from celca.cli.group import main

__all__ = ["main"]
