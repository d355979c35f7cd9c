// Owns: rows of a run of synthesis as the page shows them, read off the UI thread: which are of a kind or of a cell,
// and all that is known of one. Not here: widgets.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/storage/store.h"
#include "core/storage/synthesis_store.h"
#include "core/synthesis/coverage.h"
#include "ui/code_view/display_text.h"

namespace primer {

/// Which rows of a run.
struct RowKind {
    enum class What { Accepted, Rejected, Failed, Waiting, Cell } what = What::Accepted;
    std::string reason; ///< of a rejection or failure
    Coverage coverage;  ///< of a cell
    std::size_t row = 0, column = 0;
    int levels = 1;
};

struct FoundRows {
    std::vector<SynthesisItem> items; ///< the first ones
    std::int64_t count = 0;           ///< of all
};
constexpr std::size_t maxRowsShown = 2000;

Result<FoundRows> findRows(Store &store, const std::string &run, const RowKind &kind);

struct RowContents {
    SynthesisItem item;
    QString prompt;
    DisplayText text;   ///< of an accepted row
    DisplayText reply;  ///< raw
    DisplayText said;   ///< of a raw reply, what the model said
    DisplayText before; ///< of a rewrite: the sample that is rewritten
    bool isRewrite = false, isMarkdown = false;
    QString address, model;                         ///< of the one that was asked, "" for grammar-1
    std::vector<std::pair<QString, QString>> drawn; ///< axis and value
};
Result<RowContents> readRow(Store &store, const std::string &run, std::int64_t position);

} // namespace primer
