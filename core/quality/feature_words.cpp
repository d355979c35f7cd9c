#include "core/quality/feature_words.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "core/quality/embedding_set.h"
#include "core/storage/sample_store.h"
#include "core/text/hashed_features.h"

namespace primer {

namespace {

struct Place {
    std::string set;
    std::size_t place = 0;
};

std::optional<Place> placeOf(const std::string &feature)
{
    const std::size_t open = feature.rfind('[');
    if (open == std::string::npos || !feature.ends_with(']'))
        return std::nullopt;
    Place place{feature.substr(0, open), 0};
    const char *const end = feature.data() + feature.size() - 1;
    const auto [stop, code] = std::from_chars(feature.data() + open + 1, end, place.place);
    return code == std::errc() && stop == end ? std::optional(place) : std::nullopt;
}

std::vector<std::pair<std::string, std::int64_t>> frequentFirst(
    const std::unordered_map<std::string, std::int64_t> &counts, std::size_t maxWords)
{
    std::vector<std::pair<std::string, std::int64_t>> words(counts.begin(), counts.end());
    std::sort(words.begin(), words.end(), [](const auto &one, const auto &two) {
        return one.second != two.second ? one.second > two.second : one.first < two.first;
    });
    words.resize(std::min(words.size(), maxWords));
    return words;
}

} // namespace

Result<std::vector<FeatureWords>> wordsOfFeatures(Store &store, std::span<const std::string> features,
                                                  std::span<const SampleId> samples, std::size_t maxWords,
                                                  Feedback &feedback)
{
    std::map<std::string, TokensByPlace> counts; ///< by set
    for (const std::string &feature : features) {
        if (const auto place = placeOf(feature))
            counts[place->set][place->place];
    }
    std::map<std::string, std::size_t> widths;
    for (const auto &[name, places] : counts) {
        const auto set = PRIMER_TRY(EmbeddingSet::open(store.folder(), name));
        if (set->info().kind == "hashed")
            widths[name] = set->width();
    }
    for (std::size_t done = 0; done < samples.size() && !widths.empty(); ++done) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "words of features"};
        const auto content = PRIMER_TRY(store.read(fetchContent, samples[done]));
        for (const auto &[name, width] : widths)
            countTokens(content, width, counts[name]);
        feedback.report(std::int64_t(done) + 1, std::int64_t(samples.size()));
    }
    std::vector<FeatureWords> words;
    for (const std::string &feature : features) {
        const auto place = placeOf(feature);
        words.push_back({feature, place ? frequentFirst(counts[place->set][place->place], maxWords)
                                        : std::vector<std::pair<std::string, std::int64_t>>()});
    }
    return words;
}

} // namespace primer
