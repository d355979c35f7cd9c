// Owns: samples of given contents put into a store, for tests. Not here: importing files.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/storage/import_store.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"

namespace primer::test {

/// In this order; equal contents become one sample.
inline Status addSamples(Store &store, std::vector<ImportRecord> records)
{
    std::vector<PreparedRecord> prepared;
    for (ImportRecord &record : records) {
        record.position = std::int64_t(prepared.size());
        prepared.push_back(prepare(std::move(record)));
    }
    Source wanted;
    wanted.uri = "/data";
    wanted.name = "data";
    wanted.format = "jsonl";
    return store.write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto source = PRIMER_TRY(openSource(connection, wanted));
        TermCache terms;
        PRIMER_TRY(insertSamples(connection, source.id, prepared, terms));
        return success();
    });
}

inline ImportRecord pythonFile(std::string content, std::string path, std::string repository)
{
    ImportRecord record;
    record.content = std::move(content);
    record.origin.path = std::move(path);
    record.origin.repository = std::move(repository);
    record.origin.licence = "MIT";
    record.origin.language = "python";
    return record;
}

} // namespace primer::test
