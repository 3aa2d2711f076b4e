"""An online shop and marketplace in which every figure can be traced to the facts behind it."""

__version__ = "0.1.0"
