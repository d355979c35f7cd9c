// Owns: following a run's events.jsonl by byte offset: a watcher that dies or comes late misses nothing.
// Not here: showing it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace primer {

struct RunEvent {
    enum class Kind { Start, Step, Evaluation, Checkpoint, Warning, End, Other };
    Kind kind = Kind::Other;
    std::int64_t step = 0;
    double time = 0; ///< seconds since 1970
    double loss = 0; ///< NaN where the log has null: what is no number has no other form in JSON
    double learningRate = 0;
    double gradientNorm = 0;
    double tokensPerSecond = 0;
    double flopsPerSecond = 0;
    double mfu = 0;     ///< share of the device's peak rate; 0: not known
    double seconds = 0; ///< a step's own time
    std::int64_t tokens = 0;
    std::int64_t memoryBytes = 0;
    std::int64_t steps = 0;             ///< Start, and where more were added: how many are planned
    std::int64_t deviceMemoryBytes = 0; ///< Start
    std::string word;                   ///< Warning: its kind; End: its reason; Start: "resumed" or ""
    /// The line itself for warnings, a folder for checkpoints, the device's name for starts, why a run failed for ends.
    std::string detail;
};

class EventTail
{
public:
    explicit EventTail(std::string path) : m_path(std::move(path)) {}
    /// What was written since the last call, whole lines only and at most 8 MiB of them; lines that are not JSON
    /// objects are skipped and counted. A file that is shorter than what was read, or has something else where the last
    /// line was, is another one and comes from its beginning.
    std::vector<RunEvent> poll();
    std::int64_t badLines() const { return m_badLines; }

private:
    std::string m_path;
    std::uint64_t m_offset = 0;
    std::string m_before; ///< the bytes read last, by which the file is known again
    bool m_isInsideLine = false;
    std::int64_t m_badLines = 0;
};

/// The last event of a log without reading the rest; Other when there is none.
RunEvent lastEvent(const std::string &path);
/// The last step near the end of a log: whatever else came after it. Other when there is none.
RunEvent lastStep(const std::string &path);

} // namespace primer
