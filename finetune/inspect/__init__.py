"""Shows examples as one web page that needs nothing from elsewhere: to be browsed, searched and looked at in plots."""
