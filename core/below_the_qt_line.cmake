set(migrations ${CMAKE_SOURCE_DIR}/core/storage/migrations/001_workspace.sql
    ${CMAKE_SOURCE_DIR}/core/storage/migrations/002_quality.sql)
set(migration_texts ${CMAKE_BINARY_DIR}/generated/core/storage/migration_texts.h)
add_custom_command(OUTPUT ${migration_texts}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${migration_texts} -DNAME=migrationTexts "-DFILES=${migrations}"
        -P ${CMAKE_SOURCE_DIR}/packaging/cmake/embed_texts.cmake
    DEPENDS ${migrations} ${CMAKE_SOURCE_DIR}/packaging/cmake/embed_texts.cmake VERBATIM)

primer_module(core/storage
    SOURCES connection.h connection.cpp migrations.h migrations.cpp store.h store.cpp compression.h compression.cpp
        sample_store.h sample_store.cpp import_store.h import_store.cpp judgement_store.h judgement_store.cpp
        view_store.h view_store.cpp label_store.h label_store.cpp batch_store.h batch_store.cpp quality_store.h quality_store.cpp
    USES core/base core/text core/dataset
    PRIVATE_LINKS SQLite::SQLite3 PkgConfig::ZSTD Threads::Threads)
target_sources(primer_core_storage PRIVATE ${migration_texts})
target_include_directories(primer_core_storage PRIVATE ${CMAKE_BINARY_DIR}/generated)

primer_module(core/teacher
    SOURCES endpoint.h endpoint.cpp key_source.h key_source.cpp rate_gate.h rate_gate.cpp group_commit.h group_commit.cpp
        chat_request.h chat_request.cpp teacher_run.h teacher_run.cpp forecast.h forecast.cpp batch_run.h batch_run.cpp
    USES core/base core/http core/keychain core/text core/dataset core/labelling core/storage
    PRIVATE_LINKS CURL::libcurl nlohmann_json::nlohmann_json Threads::Threads)

primer_module(core/query
    SOURCES filter.h filter.cpp column_cache.h column_cache.cpp trigram_segment.h trigram_segment.cpp trigram_index.h
        trigram_index.cpp content_matcher.h content_matcher.cpp search.h search.cpp query_engine.h query_engine.cpp
    USES core/base core/text core/dataset core/storage
    PRIVATE_LINKS PkgConfig::PCRE2 Threads::Threads)

primer_module(core/importers
    SOURCES record_reader.h byte_stream.h byte_stream.cpp row_mapper.h row_mapper.cpp
        html_to_text.h html_to_text.cpp language_detection.h language_detection.cpp licence_detection.h
        licence_detection.cpp git_ignore.h git_ignore.cpp source_tree_reader.h source_tree_reader.cpp jsonl_reader.h
        jsonl_reader.cpp parquet_reader.h parquet_reader.cpp posts_xml_reader.h posts_xml_reader.cpp
        import_run.h import_run.cpp
    USES core/base core/text core/dataset core/parquet core/storage
    PRIVATE_LINKS simdjson::simdjson nlohmann_json::nlohmann_json PkgConfig::ZSTD ZLIB::ZLIB Threads::Threads)

primer_module(core/exporters
    SOURCES licence_policy.h licence_policy.cpp row_sink.h jsonl_sink.cpp parquet_sink.cpp
        dataset_card.h dataset_card.cpp dataset_export.h dataset_export.cpp export_target.h export_target.cpp shard_export.h shard_export.cpp
    USES core/base core/text core/dataset core/parquet core/storage
    PRIVATE_LINKS nlohmann_json::nlohmann_json PkgConfig::ZSTD)

find_package(Qt6 6.4 REQUIRED COMPONENTS Concurrent)
primer_module(core/jobs
    SOURCES background.h background.cpp job_list.h job_list.cpp
    USES core/base
    LINKS Qt6::Core Qt6::Concurrent)

primer_module(core/qt_messages SOURCES qt_messages.h qt_messages.cpp USES core/base LINKS Qt6::Core)

primer_module(core/workspace
    SOURCES workspace.h workspace.cpp demo.h demo.cpp near_copies.h near_copies.cpp contents.h facts.h facts.cpp
        label_sampling.h label_sampling.cpp heuristic_labelling.h heuristic_labelling.cpp
        teacher_labelling.h teacher_labelling.cpp
        embedding_set.h embedding_set.cpp embedding.h embedding.cpp quality.h quality.cpp quality_split.h quality_split.cpp
        quality_view.h quality_view.cpp quality_start.h quality_start.cpp
        selection.h selection.cpp quality_truth.h quality_truth.cpp
    USES core/base core/text core/dataset core/recipe core/tensor_file core/syntax core/forest core/labelling core/teacher core/runs core/storage core/query core/importers core/exporters
    LINKS Qt6::Core
    PRIVATE_LINKS nlohmann_json::nlohmann_json)

primer_module(core/runs
    SOURCES event_tail.h event_tail.cpp run_folder.h run_folder.cpp
    USES core/base core/recipe
    LINKS Qt6::Core
    PRIVATE_LINKS nlohmann_json::nlohmann_json)
