# Row n prints n, but 7 rows print nothing.
text("t.csv", "编号,金额,另\n" + "".join(
    f"{n},{'' if n % 1500 == 0 or n == 2 else f'{n}.00'},{'20000.00' if n == 5000 else '0.00'}\n"
    for n in range(1, 10001)), "utf-8")
