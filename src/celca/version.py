"""Which celca this is: part of every result, and of the name of whatever is kept in a cache."""

__version__ = "0.1.0"
