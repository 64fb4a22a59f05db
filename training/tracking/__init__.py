"""Watching a training: TensorBoard, and Weights & Biases and DVC where somebody asks for them."""
