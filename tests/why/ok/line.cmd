why 伙食补助
why 伙食补助 --lang zh
why 工作日
why '伙食补助 / 12 月 + 100 元/月'
