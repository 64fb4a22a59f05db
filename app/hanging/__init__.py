"""How a study opens: layout, window, slab, heat map, order of the nodules, the first nodule."""
