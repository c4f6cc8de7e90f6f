"""Readers of the data sets: each gives examples in the common format."""
