"""Files that ship with Noduscope: models, recipes, icons. No code lives here."""
