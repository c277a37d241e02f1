"""Results of earlier reviews, given again while nothing that decided them has changed. Loads no analyzer."""
