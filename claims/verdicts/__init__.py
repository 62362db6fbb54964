"""What votes amount to. Pure: no Django, no clock, no randomness but a given seed."""
