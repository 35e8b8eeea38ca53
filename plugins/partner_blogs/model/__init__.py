"""The frozen values that pass between the rooms of the aggregator. No logic."""
