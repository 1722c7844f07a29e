"""Pages about lateness: forecasts and apologies, the desk's own clocks, explanations, the register of violations."""
