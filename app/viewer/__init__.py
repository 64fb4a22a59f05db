"""The image area: one slice of a volume, the heat map and outlines over it, and the hand that moves them."""
