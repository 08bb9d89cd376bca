explain % --lang zh
explain E0226 % --lang en
explain nothing % --lang en
