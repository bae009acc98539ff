"""cxjourney: customer-journey maps that stand on what customers really answered."""

__version__ = "0.1.0"
