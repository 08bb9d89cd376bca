calc --on 2019-05
