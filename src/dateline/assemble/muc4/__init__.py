"""MUC-4 incidents in words → templates of 24 slots."""
