#!/bin/sh
# Says that nothing has to move, and that the relations cannot hold.
cat > answer <<'END'
s bas 4 16 f f 1
i 1 s 0 1
i 2 s 0 -1
i 3 s 0 1
i 4 s 0 1
j 1 b 0 0
j 2 b 1e99 0
j 3 b -3.5e-400 0
j 4 b 12345678901234567890123456789 0
e o f
END
