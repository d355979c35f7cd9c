// Owns: a generated workspace of many rows for benchmarks: like code, seeded, made once. Not here: measuring.
#pragma once

#include <iterator>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/storage/import_store.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"
#include "core/workspace/workspace.h"

namespace primer::benchmark {

inline std::string generatedContent(Random &random, int number)
{
    static const char *const lines[] = {"def process(items, key=None):\n",
                                        "    result = []\n",
                                        "    for item in items:\n",
                                        "        if key is None or key(item):\n",
                                        "            result.append(item)\n",
                                        "    return result\n",
                                        "import os\n",
                                        "class Node:\n",
                                        "    def __init__(self, value):\n",
                                        "        self.value = value\n",
                                        "        self.next = None\n",
                                        "# TODO: handle errors\n",
                                        "    raise ValueError('bad input')\n",
                                        "x = {k: v for k, v in pairs}\n"};
    static const char *const stems[] = {"load",  "merge", "token", "graph", "queue",
                                        "parse", "score", "index", "cache", "label"};
    std::string text = "# file " + std::to_string(number) + "\n";
    const std::uint64_t count = 8 + random.below(30);
    for (std::uint64_t line = 0; line < count; ++line) {
        if (random.below(4) == 0)
            text += std::string(stems[random.below(10)]) + "_" + std::to_string(random.below(100000)) + " = "
                    + stems[random.below(10)] + "(" + std::to_string(random.below(1000)) + ")\n";
        else
            text += lines[random.below(std::size(lines))];
    }
    return text;
}

/// Opens the workspace when it is there with `rows` rows, else makes it.
inline std::unique_ptr<Workspace> workspaceOf(const std::string &path, int rows)
{
    auto opened = Workspace::open(path, Store::Access::ReadWrite, true);
    if (!opened)
        return {};
    if ((*opened)->counts()->samples >= rows)
        return std::move(*opened);
    std::fprintf(stderr, "making %d rows in %s\n", rows, path.c_str());
    Random random(1);
    TermCache terms;
    constexpr int batchRows = 5000;
    for (int from = 0; from < rows; from += batchRows) {
        std::vector<PreparedRecord> records;
        for (int number = from; number < std::min(rows, from + batchRows); ++number) {
            ImportRecord record;
            record.content = generatedContent(random, number);
            record.position = number;
            record.origin.path = "src/part" + std::to_string(number % 977) + "/module_" + std::to_string(number)
                                 + ".py";
            record.origin.repository = "owner" + std::to_string(random.below(20000)) + "/project";
            record.origin.licence = random.below(3) ? "MIT" : "Apache-2.0";
            record.origin.language = "python";
            record.origin.createdAt = "2021-0" + std::to_string(random.below(9) + 1) + "-11";
            record.origin.stars = std::int64_t(random.below(5000));
            record.origin.score = random.uniform();
            records.push_back(prepare(std::move(record)));
        }
        const Status status = (*opened)->store().write(Durability::Bulk, [&](Connection &connection) -> Status {
            Source wanted;
            wanted.uri = "/generated";
            wanted.name = "generated";
            wanted.format = "jsonl";
            const auto source = openSource(connection, wanted);
            if (!source)
                return source.error();
            const auto inserted = insertSamples(connection, source->id, records, terms);
            return inserted ? success() : Status(inserted.error());
        });
        if (!status)
            return {};
    }
    return std::move(*opened);
}

} // namespace primer::benchmark
