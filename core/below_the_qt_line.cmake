set(migrations ${CMAKE_SOURCE_DIR}/core/storage/migrations/001_workspace.sql
    ${CMAKE_SOURCE_DIR}/core/storage/migrations/002_quality.sql
    ${CMAKE_SOURCE_DIR}/core/storage/migrations/003_forest_scores.sql
    ${CMAKE_SOURCE_DIR}/core/storage/migrations/004_sample_keys.sql
    ${CMAKE_SOURCE_DIR}/core/storage/migrations/005_jobs.sql
    ${CMAKE_SOURCE_DIR}/core/storage/migrations/006_synthesis.sql
    ${CMAKE_SOURCE_DIR}/core/storage/migrations/007_synthesis_execution.sql)
set(migration_texts ${CMAKE_BINARY_DIR}/generated/core/storage/migration_texts.h)
add_custom_command(OUTPUT ${migration_texts}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${migration_texts} -DNAME=migrationTexts "-DFILES=${migrations}"
        -P ${CMAKE_SOURCE_DIR}/packaging/cmake/embed_texts.cmake
    DEPENDS ${migrations} ${CMAKE_SOURCE_DIR}/packaging/cmake/embed_texts.cmake VERBATIM)

primer_module(core/storage
    SOURCES stepped_statement.h statement.h statement.cpp native_statement.h native_statement.cpp statement_cache.h sqlite_error.h sqlite_error.cpp connection.h connection.cpp
        transaction.h transaction.cpp interrupt_on_cancel.h interrupt_on_cancel.cpp migrations.h migrations.cpp store.h store.cpp compression.h compression.cpp
        sample_store.h sample_store.cpp sample_keys.h sample_keys.cpp column_presence.h column_presence.cpp stored_rows_check.h stored_rows_check.cpp
        schema_check.h schema_check.cpp import_store.h import_store.cpp judgement_store.h judgement_store.cpp judgement_batch.h judgement_batch.cpp
        view_store.h view_store.cpp label_store.h label_store.cpp label_run_upkeep.h label_run_upkeep.cpp batch_store.h batch_store.cpp quality_store.h quality_store.cpp
        forest_score_store.h forest_score_store.cpp contents.h
        job_store.h job_store.cpp request_ledger.h request_ledger.cpp synthesis_store.h synthesis_store.cpp execution_store.h execution_store.cpp rejected_store.h rejected_store.cpp
    PRIVATE_LINKS Qt6::Sql SQLite::SQLite3 PkgConfig::ZSTD Threads::Threads)
target_sources(primer_core_storage PRIVATE ${migration_texts})
target_include_directories(primer_core_storage PRIVATE ${CMAKE_BINARY_DIR}/generated)

primer_module(core/http
    SOURCES http_request.h http_request.cpp http_url.h http_url.cpp http_date.h http_date.cpp http_client.h http_client.cpp
        exchange.h one_time_body.h transfer.h transfer.cpp unseen_bytes.h unseen_bytes.cpp
    PRIVATE_LINKS Qt6::Network)

primer_module(core/hub
    SOURCES model_fetch.h model_fetch.cpp hub_reply.h hub_reply.cpp
    PRIVATE_LINKS nlohmann_json::nlohmann_json OpenSSL::Crypto)

primer_module(core/teacher
    SOURCES endpoint.h endpoint.cpp key_source.h key_source.cpp rate_gate.h rate_gate.cpp teacher_trial.h teacher_trial.cpp group_commit.h group_commit.cpp
        chat_request.h chat_request.cpp concurrency_gate.h request_run.h request_run.cpp teacher_run.h teacher_run.cpp forecast.h forecast.cpp batch_run.h batch_run.cpp
        packed_reply.h packed_reply.cpp
    PRIVATE_LINKS nlohmann_json::nlohmann_json ZLIB::ZLIB Threads::Threads)

# The files of resources/synthesis; synthesis_files.cpp names them in this order.
set(synthesis_files)
foreach(name IN ITEMS topics benchmark_names exercises textbooks rewrites grammar-exercises grammar-textbooks template-exercise
    template-textbook template-rewrite template-free template-unconstrained-exercise template-grammar-exercise
    template-grammar-textbook template-textbook-pair)
    list(APPEND synthesis_files ${CMAKE_SOURCE_DIR}/resources/synthesis/${name}.json)
endforeach()
set(synthesis_texts ${CMAKE_BINARY_DIR}/generated/core/synthesis/synthesis_texts.h)
add_custom_command(OUTPUT ${synthesis_texts}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${synthesis_texts} -DNAME=synthesisTexts "-DFILES=${synthesis_files}"
        -P ${CMAKE_SOURCE_DIR}/packaging/cmake/embed_texts.cmake
    DEPENDS ${synthesis_files} ${CMAKE_SOURCE_DIR}/packaging/cmake/embed_texts.cmake VERBATIM)

primer_module(core/synthesis
    SOURCES synthesis_files.h synthesis_files.cpp benchmark_names.h benchmark_names.cpp constraint_set.h constraint_set.cpp
        constraint_file.cpp prompt_template.h prompt_template.cpp prompt_plan.h prompt_plan.cpp
        workspace_values.h workspace_values.cpp reply_text.h reply_text.cpp acceptance.h acceptance.cpp
        acceptance_pass.h acceptance_pass.cpp synthesis_run.h synthesis_run.cpp row_prompt.h row_prompt.cpp
        grammar_words.h grammar_words.cpp grammar_program.h grammar_program.cpp grammar_result.cpp grammar_text.h grammar_text.cpp
        grammar_writer.h grammar_writer.cpp coverage.h coverage.cpp diversity.h diversity.cpp diversity_text.cpp
        accepted_rows.h accepted_rows.cpp claims.h claims.cpp execution.h execution.cpp agreement.h agreement.cpp
        cell_rows.h cell_rows.cpp rejected_rows.h rejected_rows.cpp
    PRIVATE_LINKS nlohmann_json::nlohmann_json Threads::Threads)
target_sources(primer_core_synthesis PRIVATE ${synthesis_texts})
target_include_directories(primer_core_synthesis PRIVATE ${CMAKE_BINARY_DIR}/generated)

primer_module(core/query
    SOURCES filter.h filter.cpp column_cache.h column_cache.cpp trigram_segment.h trigram_segment.cpp trigram_index.h
        trigram_index.cpp content_matcher.h content_matcher.cpp search.h search.cpp query_engine.h query_engine.cpp
        label_sampling.h label_sampling.cpp column_statistics.h column_statistics.cpp value_condition.h value_condition.cpp near_duplicates.h near_duplicates.cpp workspace_data.h
    PRIVATE_LINKS PkgConfig::PCRE2 Threads::Threads)

# The tables of resources/rules, each a constant of its own.
set(rule_texts)
foreach(rule IN ITEMS languages licences html_entities)
    string(REPLACE "_e" "E" rule_name ${rule})
    set(rule_file ${CMAKE_SOURCE_DIR}/resources/rules/${rule}.json)
    set(rule_text ${CMAKE_BINARY_DIR}/generated/core/importers/rules/${rule}_text.h)
    add_custom_command(OUTPUT ${rule_text}
        COMMAND ${CMAKE_COMMAND} -DOUTPUT=${rule_text} -DNAME=${rule_name}Texts -DFILES=${rule_file}
            -P ${CMAKE_SOURCE_DIR}/packaging/cmake/embed_texts.cmake
        DEPENDS ${rule_file} ${CMAKE_SOURCE_DIR}/packaging/cmake/embed_texts.cmake VERBATIM)
    list(APPEND rule_texts ${rule_text})
endforeach()

primer_module(core/importers
    SOURCES import_run.h import_run.cpp import_report.h import_pipeline.h import_pipeline.cpp import_plan.h import_plan.cpp
        dataset_folder.h dataset_folder.cpp formats/yaml_header.h formats/yaml_header.cpp
        formats/file_content.h formats/file_content.cpp formats/text_stream.h formats/text_stream.cpp
        formats/json_pieces.h formats/json_pieces.cpp formats/row_columns.h formats/row_columns.cpp
        formats/own_export.h formats/own_export.cpp formats/repeated_keys.h formats/repeated_keys.cpp
        formats/record_reader.h formats/byte_stream.h formats/byte_stream.cpp formats/row_mapper.h formats/row_mapper.cpp
        formats/row_value.h formats/row_value.cpp
        formats/html_to_text.h formats/html_to_text.cpp formats/source_tree_reader.h formats/source_tree_reader.cpp
        formats/jsonl_reader.h formats/jsonl_reader.cpp formats/parquet_reader.h formats/parquet_reader.cpp
        formats/posts_xml_reader.h formats/posts_xml_reader.cpp formats/staged_posts.h formats/staged_posts.cpp
        formats/held_bytes.h formats/xml_text.h formats/xml_text.cpp formats/xml_row_parser.h formats/xml_row_parser.cpp
        rules/language_detection.h rules/language_detection.cpp rules/licence_detection.h rules/licence_detection.cpp
        rules/html_entities.h rules/html_entities.cpp rules/git_glob.h rules/git_glob.cpp rules/git_ignore.h rules/git_ignore.cpp
    PRIVATE_LINKS simdjson::simdjson nlohmann_json::nlohmann_json EXPAT::EXPAT PkgConfig::ZSTD ZLIB::ZLIB Threads::Threads)
target_sources(primer_core_importers PRIVATE ${rule_texts})
target_include_directories(primer_core_importers PRIVATE ${CMAKE_BINARY_DIR}/generated)

primer_module(core/exporters
    SOURCES card_text.h card_text.cpp licence_policy.h licence_policy.cpp row_sink.h jsonl_sink.cpp parquet_sink.cpp
        dataset_card.h dataset_card.cpp dataset_export.h dataset_export.cpp export_manifest.h export_manifest.cpp
        export_plan.h export_plan.cpp export_preview.h export_preview.cpp export_target.h export_target.cpp
        shard_export.h shard_export.cpp
    PRIVATE_LINKS nlohmann_json::nlohmann_json PkgConfig::ZSTD)

primer_module(core/jobs
    SOURCES background.h background.cpp job_feedback.h job.h job.cpp job_list.h job_list.cpp
    LINKS Qt6::Core Qt6::Concurrent)

primer_module(core/qt_messages SOURCES qt_messages.h qt_messages.cpp LINKS Qt6::Core)

primer_module(core/runs
    SOURCES event_tail.h event_tail.cpp run_folder.h run_folder.cpp run_upkeep.h run_upkeep.cpp
    PRIVATE_LINKS nlohmann_json::nlohmann_json)

primer_module(core/quality
    SOURCES embedding_set.h embedding_set.cpp embedding.h embedding.cpp feature_rows.h feature_rows.cpp
        feature_words.h feature_words.cpp
        group_split.h group_split.cpp labelled_examples.h labelled_examples.cpp
        forest_report.h forest_report_json.h forest_report_json.cpp forest_evaluation.h forest_evaluation.cpp
        forest_fit.h forest_fit.cpp forest_scoring.h forest_scoring.cpp forest_record.h forest_record.cpp
        quality_view.h quality_view.cpp quality_truth.h quality_truth.cpp thresholds.h thresholds.cpp
    PRIVATE_LINKS nlohmann_json::nlohmann_json)

primer_module(core/workspace
    SOURCES workspace.h workspace.cpp facts.h facts.cpp heuristic_labelling.h heuristic_labelling.cpp
        teacher_labelling.h teacher_labelling.cpp selection.h selection.cpp quality_start.h quality_start.cpp
        training_start.h training_start.cpp sample_set.h sample_set.cpp set_answer.h set_answer.cpp
        named_sets.h named_sets.cpp check_summary.h check_summary.cpp
    PRIVATE_LINKS nlohmann_json::nlohmann_json)

primer_module(core/demo
    SOURCES demo.h demo.cpp
    LINKS Qt6::Core)

add_custom_target(generated_sources DEPENDS ${migration_texts} ${rule_texts} ${synthesis_texts} ${judge_texts}) # what packaging/lint needs of a build
