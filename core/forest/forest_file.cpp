// The forest's file: "PRMFORST", version, sizes, settings and lineage as JSON, arrays as they are in memory
// (little-endian), sha256 of all of it.
#include <bit>
#include <cmath>
#include <cstring>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/digest_bytes.h"
#include "core/base/hashing.h"
#include "core/forest/forest.h"

namespace primer {

namespace {

static_assert(std::endian::native == std::endian::little, "arrays are written as they are");

constexpr char magic[8] = {'P', 'R', 'M', 'F', 'O', 'R', 'S', 'T'};
constexpr std::uint32_t version = 1;
constexpr std::size_t fileLimit = std::size_t(8) << 30;

struct Header {
    char magic[8];
    std::uint32_t version;
    std::uint32_t columns;
    std::uint64_t nodes, roots, steps, jsonBytes;
};

template<typename Item>
void append(std::string &bytes, const std::vector<Item> &items)
{
    bytes.append(reinterpret_cast<const char *>(items.data()), items.size() * sizeof(Item));
}

template<typename Item>
const char *take(const char *bytes, std::vector<Item> &items, std::uint64_t count)
{
    items.resize(std::size_t(count));
    std::memcpy(items.data(), bytes, items.size() * sizeof(Item));
    return bytes + items.size() * sizeof(Item);
}

} // namespace

Status Forest::save(const std::string &path, const std::string &lineage) const
{
    const nlohmann::json kept = nlohmann::json::parse(lineage, nullptr, false);
    const std::string json = nlohmann::json{{"trees", m_settings.trees},
                                            {"maxDepth", m_settings.maxDepth},
                                            {"minLeaf", m_settings.minLeaf},
                                            {"featuresPerSplit", m_settings.featuresPerSplit},
                                            {"positiveWeight", m_settings.positiveWeight},
                                            {"seed", m_settings.seed},
                                            {"lineage", kept.is_discarded() ? nlohmann::json() : kept}}
                                 .dump();
    Header header{{},         version, std::uint32_t(m_columns), m_nodes.size(), m_roots.size(), m_calibration.size(),
                  json.size()};
    std::memcpy(header.magic, magic, sizeof magic);
    std::string bytes(reinterpret_cast<const char *>(&header), sizeof header);
    bytes += json;
    append(bytes, m_nodes);
    append(bytes, m_roots);
    append(bytes, m_calibration);
    const Sha256Digest digest = sha256(bytes);
    bytes += bytesOf(digest);
    return writeFileAtomically(path, bytes);
}

/// Every walk ends at a leaf within the file and reads features that exist.
Status Forest::checkNodes() const
{
    const auto corrupt = [](const char *what) { return Error{ErrorCode::Corrupt, what, "forest"}; };
    for (const std::uint32_t root : m_roots) {
        if (root >= m_nodes.size())
            return corrupt("a tree begins outside the file");
    }
    for (std::size_t place = 0; place < m_nodes.size(); ++place) {
        const Node &node = m_nodes[place];
        if (std::isnan(node.threshold) || node.feature >= m_columns
            || (node.left != 0 && (node.left <= place || node.left + std::size_t(1) >= m_nodes.size())))
            return corrupt("a node points nowhere");
    }
    return success();
}

Result<std::shared_ptr<const Forest>> Forest::load(const std::string &path, std::string *lineage)
{
    const auto bytes = PRIMER_TRY(readFile(path, fileLimit));
    const auto corrupt = [&path](const char *what) { return Error{ErrorCode::Corrupt, what, path}; };
    Header header{};
    if (bytes.size() < sizeof header + sizeof(Sha256Digest))
        return corrupt("too short for a forest");
    std::memcpy(&header, bytes.data(), sizeof header);
    if (std::memcmp(header.magic, magic, sizeof magic) != 0)
        return corrupt("not a forest");
    if (header.version > version)
        return Error{ErrorCode::NewerFormat, "version " + std::to_string(header.version), path};
    const std::size_t body = bytes.size() - sizeof(Sha256Digest);
    const Sha256Digest digest = sha256(std::string_view(bytes).substr(0, body));
    if (std::memcmp(digest.data(), bytes.data() + body, digest.size()) != 0)
        return corrupt("its sha256 is not that of its contents");
    constexpr std::uint64_t most = std::uint64_t(1) << 32;
    if (header.nodes >= most || header.roots >= most || header.steps >= most || header.jsonBytes >= most
        || header.columns == 0 || header.roots == 0
        || sizeof header + header.jsonBytes + header.nodes * sizeof(Node) + header.roots * sizeof(std::uint32_t)
                   + header.steps * sizeof(CalibrationPoint)
               != body)
        return corrupt("its sizes contradict each other");
    const nlohmann::json json = nlohmann::json::parse(std::string_view(bytes).substr(sizeof header, header.jsonBytes),
                                                      nullptr, false);
    if (!json.is_object())
        return corrupt("its settings are not JSON");
    const auto forest = std::make_shared<Forest>();
    forest->m_columns = header.columns;
    forest->m_settings = {json.value("trees", std::size_t(0)),
                          json.value("maxDepth", std::size_t(0)),
                          json.value("minLeaf", std::size_t(1)),
                          json.value("featuresPerSplit", std::size_t(0)),
                          json.value("positiveWeight", 1.0),
                          json.value("seed", std::uint64_t(0)),
                          0};
    const char *at = bytes.data() + sizeof header + header.jsonBytes;
    at = take(at, forest->m_nodes, header.nodes);
    at = take(at, forest->m_roots, header.roots);
    take(at, forest->m_calibration, header.steps);
    PRIMER_TRY(forest->checkNodes());
    forest->pack(0);
    if (lineage)
        *lineage = json.contains("lineage") ? json["lineage"].dump() : "";
    return std::shared_ptr<const Forest>(forest);
}

} // namespace primer
