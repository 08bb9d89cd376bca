build -o libx.so --cpu i386
