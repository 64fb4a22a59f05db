"""Fine-tune: from the site's labels to a model that is in use, or a plain reason why not; one file a page."""
