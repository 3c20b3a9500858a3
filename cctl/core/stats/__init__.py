"""Adding spend up: keys, windows, zones, rates and forecasts."""
