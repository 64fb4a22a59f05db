"""Labels: the truth about nodules as far as a site knows it, made here or brought from elsewhere."""
