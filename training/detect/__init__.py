"""Finding nodules: the test bed of inserted real nodules, and the training of the candidates' filter."""
