# a mark that turns the writing around, and a tag
text("t.csv", "科,总计\n合计,5.00\n一\u202e科,4.00\n\U000e0061,0.50\n", "utf-8")
