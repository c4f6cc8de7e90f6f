"""MUC-4 (1992): its slots and its templates, for what fills them and for what scores them."""
