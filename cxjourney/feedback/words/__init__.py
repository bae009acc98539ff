"""Customers' words read by the machine: their language, their mood, and what they are about."""
