// benchmark_synthesis [PROMPTS [EXERCISES]]: planning prompts, filling them, and acceptance of exercises without
// running them, with near-duplicates found; prints JSON. The exercises are those of grammar-1.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "core/base/parallel.h"
#include "core/synthesis/acceptance.h"
#include "core/synthesis/grammar_writer.h"
#include "core/synthesis/prompt_plan.h"
#include "core/synthesis/prompt_template.h"
#include "core/text/signature_index.h"

namespace {

using namespace primer;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

/// Filled as they would be sent, and forgotten.
double secondsToFill(const ConstraintSet &set, const PromptTemplate &made, const PromptPlan &plan)
{
    const auto begin = Clock::now();
    std::atomic<std::size_t> bytes{0};
    forItems(std::size_t(plan.rows()) / 1000, 0, [&](std::size_t block) {
        for (std::size_t row = block * 1000; row < (block + 1) * 1000; ++row) {
            Filling filling;
            for (std::size_t axis = 0; axis < set.axes.size(); ++axis) {
                if (set.axes[axis].isDrawn)
                    filling.emplace_back(set.axes[axis].name, valueText(set, axis, plan.row(std::int64_t(row))[axis]));
            }
            bytes += fillTemplate(made, filling).user.size();
        }
    });
    return secondsSince(begin);
}

} // namespace

int main(int argc, char **argv)
{
    const std::int64_t prompts = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    const std::int64_t exercises = argc > 2 ? std::atoll(argv[2]) : 20'000;
    Feedback feedback;
    const PromptTemplate made = *loadTemplate("exercise");
    const ConstraintSet set = drawnFor(*loadConstraintSet("exercises"), *made.placeholders());
    std::printf("{");
    for (const PlanSampling sampling : {PlanSampling::Cross, PlanSampling::Cover, PlanSampling::Weighted}) {
        const auto begin = Clock::now();
        const auto plan = drawPlan(set, {sampling, 1, prompts}, feedback);
        if (!plan || plan->rows() != prompts)
            return 1;
        std::printf("\"plan_%s_s\": %.3f, ", nameOf(sampling), secondsSince(begin));
        if (sampling == PlanSampling::Cover)
            std::printf("\"fill_s\": %.3f, ", secondsToFill(set, made, *plan));
    }
    const ConstraintSet words = *loadConstraintSet("grammar-exercises");
    const PromptTemplate told = *loadTemplate("grammar-exercise");
    const auto plan = drawPlan(words, {PlanSampling::Cover, 1, exercises}, feedback);
    std::vector<std::string> texts(std::size_t(plan->rows())), names(texts.size());
    const auto written = Clock::now();
    forItems(texts.size(), 0, [&](std::size_t row) {
        SynthesisItem item;
        item.choice = choiceText(plan->row(std::int64_t(row)), plan->axes);
        item.seed = plan->seeds[row];
        texts[row] = *writeByGrammar(words, TemplateKind::Exercise, item);
        names[row] = valueText(words, 0, plan->row(std::int64_t(row))[0]);
    });
    const double writing = secondsSince(written);
    const auto begin = Clock::now();
    const MinHashSettings settings;
    const MinHasher hasher(settings);
    std::vector<std::vector<std::uint32_t>> signatures(texts.size(), std::vector<std::uint32_t>(hasher.size()));
    std::vector<char> isAccepted(texts.size());
    forItems(texts.size(), 0, [&](std::size_t row) {
        const AcceptedAnswer answer = acceptAnswer(told, texts[row], names[row]);
        isAccepted[row] = answer.isAccepted;
        hasher.sign(answer.text, signatures[row]);
    });
    SignatureIndex index(settings);
    std::int64_t accepted = 0;
    for (std::size_t row = 0; row < texts.size(); ++row) {
        if (!isAccepted[row] || index.find(signatures[row]))
            continue;
        index.add(std::move(signatures[row]), std::int64_t(row));
        ++accepted;
    }
    const double seconds = secondsSince(begin);
    std::printf("\"exercises\": %zu, \"accepted\": %lld, \"written_per_s\": %.0f, \"acceptance_per_s\": %.0f}\n",
                texts.size(), static_cast<long long>(accepted), double(texts.size()) / writing,
                double(texts.size()) / seconds);
    return 0;
}
