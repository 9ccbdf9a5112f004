"""What helps while writing: counters, fields to insert, mends for formatting."""
