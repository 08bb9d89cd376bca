explain % --lang zh
explain % --lang en
explain % --format json
explain ｅ0226 --lang zh --ambiguous-width 2 %
