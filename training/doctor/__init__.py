"""What is wrong with a dataset or a recipe, found in minutes and said in sentences."""
