"""Every write on maps, one file a thing."""
