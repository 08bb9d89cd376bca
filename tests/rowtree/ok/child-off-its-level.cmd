check --results all
