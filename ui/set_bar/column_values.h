// Owns: the values that a column has among some samples, as suggestions: words and years with their counts, of numbers
// the few there are or where they lie. Blocks: not for the UI thread. Not here: offering them.
#pragma once

#include <memory>
#include <vector>

#include <QCoreApplication>

#include "core/base/result.h"
#include "core/query/column_cache.h"
#include "core/workspace/workspace.h"
#include "ui/set_bar/filter_suggestions.h"

namespace primer {

class ColumnValueReader
{
    Q_DECLARE_TR_FUNCTIONS(primer::ColumnValueReader)
public:
    /// `within` null: of all samples. Free texts have none.
    static Result<std::vector<ColumnValue>> read(Workspace &workspace, Column column,
                                                 const std::shared_ptr<const RowMask> &within);
};

} // namespace primer
