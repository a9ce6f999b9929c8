"""The acceptance driver and one module per row: NAME_rowNN.py with measure(context) -> Figures."""
