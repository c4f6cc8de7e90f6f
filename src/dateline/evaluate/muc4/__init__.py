"""MUC-4 (1992): its templates, its official scorer, and the scores that later systems are compared by."""
