#include "core/storage/sample_keys.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "core/base/digest_bytes.h"
#include "core/storage/connection.h"
#include "core/storage/view_store.h"

namespace primer {

namespace {

constexpr const char *keyedSetting = "storage.keyed_samples";
// Each move writes most of the table's pages. A share of it between two moves keeps that in proportion to its growth.
constexpr std::size_t minMoved = 1 << 17, shareMoved = 8;

} // namespace

std::int64_t shaKeyOf(const Sha256Digest &digest)
{
    std::int64_t key = 0;
    std::memcpy(&key, digest.data(), sizeof key);
    return key;
}

Status SampleKeys::catchUp(Connection &connection)
{
    const std::string keyed = PRIMER_TRY(loadSetting(connection, keyedSetting));
    const auto keyedTo = SampleId(std::strtoul(keyed.c_str(), nullptr, 10));
    NativeStatement &newest = connection.cachedNative("SELECT coalesce(max(id), 0) FROM sample");
    PRIMER_TRY(newest.step());
    const auto last = SampleId(newest.integer(0));
    newest.reset();
    if (keyedTo != m_keyedTo || last < m_knownTo) { // another transaction's end than the one remembered
        m_newest.clear();
        m_keyedTo = m_knownTo = keyedTo;
    }
    if (last <= m_knownTo)
        return success();
    NativeStatement &rows = connection.cachedNative("SELECT id, sha_key FROM sample WHERE id>? ORDER BY id");
    rows.bind(1, std::int64_t(m_knownTo));
    for (;;) {
        const bool isRow = PRIMER_TRY(rows.step());
        if (!isRow)
            break;
        m_newest.emplace(rows.integer(1), SampleId(rows.integer(0)));
    }
    rows.reset();
    m_knownTo = last;
    return success();
}

Result<SampleId> SampleKeys::find(Connection &connection, const Sha256Digest &digest) const
{
    const auto [first, last] = m_newest.equal_range(shaKeyOf(digest));
    for (auto place = first; place != last; ++place) {
        NativeStatement &row = connection.cachedNative("SELECT sha256 FROM sample WHERE id=?");
        row.bind(1, std::int64_t(place->second));
        const bool isRow = PRIMER_TRY(row.step());
        const bool isSame = isRow && row.blob(0) == bytesOf(digest);
        row.reset();
        if (isSame)
            return place->second;
    }
    NativeStatement &row = connection.cachedNative(
        "SELECT s.id, s.sha256 FROM sample_key k JOIN sample s ON s.id=k.sample_id WHERE k.sha_key=?");
    row.bind(1, shaKeyOf(digest));
    for (;;) {
        const bool isRow = PRIMER_TRY(row.step());
        if (!isRow)
            break;
        if (row.blob(1) == bytesOf(digest)) {
            const auto id = SampleId(row.integer(0));
            row.reset();
            return id;
        }
    }
    return SampleId(0);
}

void SampleKeys::add(const Sha256Digest &digest, SampleId sample)
{
    m_newest.emplace(shaKeyOf(digest), sample);
    m_knownTo = std::max(m_knownTo, sample);
}

Status SampleKeys::moveWhenMany(Connection &connection)
{
    if (m_newest.size() < std::max(minMoved, std::size_t(m_keyedTo) / shareMoved))
        return success();
    std::vector<std::pair<std::int64_t, SampleId>> keys(m_newest.begin(), m_newest.end());
    std::sort(keys.begin(), keys.end());
    for (const auto &[key, sample] : keys) {
        NativeStatement &insert = connection.cachedNative(
            "INSERT OR IGNORE INTO sample_key(sha_key, sample_id) VALUES(?,?)");
        PRIMER_TRY(insert.bind(1, key).bind(2, std::int64_t(sample)).run());
    }
    PRIMER_TRY(saveSetting(connection, keyedSetting, std::to_string(m_knownTo)));
    m_newest.clear();
    m_keyedTo = m_knownTo;
    return success();
}

} // namespace primer
