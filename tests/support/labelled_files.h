// Owns: the set that tests of quality and selection work on: 400 files of 10 repositories; every other one is about
// lists, which its label says. Not here: learning from it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/storage/label_store.h"
#include "core/storage/store.h"
#include "tests/support/stored_samples.h"

namespace primer::test {

constexpr int labelledFileCount = 400;

inline std::vector<ImportRecord> labelledFiles()
{
    Random random(3);
    std::vector<ImportRecord> records;
    for (int number = 0; number < labelledFileCount; ++number) {
        std::string content = number % 2 ? "def sort_list(items):\n    items.append(1)\n"
                                         : "CONFIG = {'key': 'value'}\n";
        for (int line = 0; line < 8; ++line)
            content += "name_" + std::to_string(random.next() % 100'000) + (number % 2 ? " = items[0]\n" : " = None\n");
        records.push_back(pythonFile(std::move(content), "f" + std::to_string(number) + ".py",
                                     "repo" + std::to_string(number % 20 / 2)));
    }
    return records;
}

/// Labels of "a teacher" for every `every`th file: 5 for those about lists.
inline Status labelFiles(Store &store, int every)
{
    return store.write(Durability::Durable, [&](Connection &connection) -> Status {
        LabelRun run;
        run.teacher = "a teacher";
        run.kind = "chat";
        run.settingsJson = "{}";
        std::vector<LabelItem> items;
        std::vector<TeacherLabel> labels;
        for (SampleId id = 1; id <= labelledFileCount; id += SampleId(every)) {
            labels.push_back({0, std::int64_t(items.size()), id, 0, id % 2 ? 1.0 : 5.0, "because", 1, "", ""});
            items.push_back({0, id, 0, ItemState::Waiting, "", 0, 0});
        }
        run.id = PRIMER_TRY(createLabelRun(connection, run, items));
        for (TeacherLabel &label : labels)
            label.run = run.id;
        return putTeacherLabels(connection, run, labels);
    });
}

} // namespace primer::test
