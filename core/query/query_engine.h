// Owns: answering "which samples, in which order" for a filter, a search and a sort.
// Not here: rows' contents (core/storage), pages of a table (ui/models).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/query/column_cache.h"
#include "core/query/search.h"

namespace primer {

struct QuerySpec {
    std::string filter;
    SearchPattern search; ///< text "" : no search
    std::string sort;     ///< column name, "-" before it for descending; "" is import order
    SearchLimits limits;
    std::shared_ptr<const RowMask> within; ///< only these samples; null: all
};

/// An immutable answer; ids in display order.
struct RowSet {
    std::vector<SampleId> ids;
    std::shared_ptr<const RowMask> mask;
    SearchOutcome search;
    bool isPartial = false; ///< a search is still running
};

class QueryEngine
{
public:
    QueryEngine(Store &store, const std::string &indexFolder);

    /// `partial` gets growing answers while a search runs, at most every 100 ms; never after the return.
    Result<std::shared_ptr<const RowSet>> run(const QuerySpec &spec, Feedback &feedback,
                                              const std::function<void(std::shared_ptr<const RowSet>)> &partial = {});

    /// The samples of the mask in an order as in QuerySpec.
    Result<std::vector<SampleId>> ordered(const RowMask &mask, const std::string &sort);

    ColumnCache &columns() { return m_columns; }
    TrigramIndex &index() { return m_index; }

private:
    Store &m_store;
    ColumnCache m_columns;
    TrigramIndex m_index;
};

} // namespace primer
