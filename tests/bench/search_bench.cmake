fm_program(search_bench SOURCES search_bench.cpp LINK fm::knowledge_core)
