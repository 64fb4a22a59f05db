"""Which technique of a recipe earns its place: one change at a time, on the same folds and seeds."""
