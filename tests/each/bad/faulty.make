# A unit that is a link to another one.
link("链接", "甲")
