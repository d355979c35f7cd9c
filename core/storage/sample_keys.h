// Owns: finding a sample by its content's digest while many are inserted: the newest ones in memory, the others in the
// table sample_key, to which they are moved in order and many at once. Not here: the digests themselves.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "core/base/hashing.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"

namespace primer {

class Connection;

/// The first eight bytes of a digest.
std::int64_t shaKeyOf(const Sha256Digest &digest);

/// Belongs to the writing connection. What a transaction that is undone had added does no harm: a digest is compared
/// before a sample counts as found, and how far the table goes is read from the database each time.
class SampleKeys
{
public:
    /// Once in a transaction, before the others: takes in what was written since, or undone.
    Status catchUp(Connection &connection);
    /// 0 when there is none.
    Result<SampleId> find(Connection &connection, const Sha256Digest &digest) const;
    void add(const Sha256Digest &digest, SampleId sample);
    /// Moves the newest ones to the table when there are many of them. At the end of a transaction.
    Status moveWhenMany(Connection &connection);

private:
    std::unordered_multimap<std::int64_t, SampleId> m_newest;
    SampleId m_keyedTo = 0; ///< in the table
    SampleId m_knownTo = 0; ///< in the table or in m_newest
};

} // namespace primer
