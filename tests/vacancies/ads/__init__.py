"""Labelled advertisements: what a careful person reads in them, and how the reader does."""
