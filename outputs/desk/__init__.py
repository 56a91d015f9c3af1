"""The review desk: where a person settles what was read. ``app`` builds it, ``commands`` is what it may set off."""
