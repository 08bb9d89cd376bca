dump --ir
