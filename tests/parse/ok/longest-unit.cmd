dump --ast
