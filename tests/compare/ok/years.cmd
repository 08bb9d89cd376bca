diff %.fisc %.data/2023 %.data/2024 --prior %.data/2022 --prior-new %.data/2023 --lang zh
diff %.fisc %.data/2023 %.data/2024 --prior %.data/2022 --lang en
diff %.fisc %.data/2023 %.data/2024 --prior-new %.data/2023 --lang en
diff %.fisc %.data/2023 %.data/2024 --prior %.data/2022 --prior-new %.data/none --lang en
