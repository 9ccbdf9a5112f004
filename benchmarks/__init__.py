"""What this costs: one command, one JSON line a figure.

``python -m benchmarks`` needs PostgreSQL and Redis; it makes and drops databases of its own.
"""
