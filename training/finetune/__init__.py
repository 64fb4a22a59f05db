"""Fine-tuning at a site: its data checked, split and learned from, and an honest verdict on what came out."""
