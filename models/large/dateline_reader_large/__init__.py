"""The weights of Dateline's large reader; ``dateline extract PATH --reader large`` reads with them."""
