"""Pretraining without labels: SimCLR on nodule crops, so that a classifier's backbone has seen CT before."""
