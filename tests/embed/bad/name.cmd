build -o lib预算.so
