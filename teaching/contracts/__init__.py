"""What tools and commands take and give back: the forms that serving, training and programs agree on."""
