#include "core/synthesis/acceptance_pass.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <vector>

#include "core/base/parallel.h"
#include "core/labelling/reply.h"
#include "core/storage/contents.h"
#include "core/synthesis/acceptance.h"
#include "core/text/signature_index.h"

namespace primer {

namespace {

constexpr std::int64_t rowsAtOnce = 2000;

/// The text that a model's reply says, from its body.
std::string textOfReply(const std::string &kind, const std::string &reply)
{
    return kind == "chat" ? readChatReply(reply).content : reply;
}

} // namespace

struct AcceptancePass::Looked {
    SynthesisJudgement judgement;
    SampleId rewriteOf = 0;
    std::vector<std::uint32_t> signature;
};

AcceptancePass::AcceptancePass(Store &store, const SynthesisParts &parts, AcceptanceSettings settings)
    : m_store(store), m_parts(parts), m_settings(settings), m_hasher(m_settings.nearDuplicates)
{}

AcceptancePass::~AcceptancePass() = default;

Status AcceptancePass::signWorkspace(Feedback &feedback)
{
    if (m_workspace)
        return success();
    auto index = std::make_unique<SignatureIndex>(m_settings.nearDuplicates);
    if (m_settings.againstWorkspace) {
        SampleId last = 0;
        std::vector<SampleId> own;
        {
            auto reader = PRIMER_TRY(m_store.reader());
            last = PRIMER_TRY(maxSampleId(*reader));
            own = PRIMER_TRY(importedSamples(*reader, m_parts.run.id));
        }
        std::vector<SampleId> samples;
        for (SampleId id = 1; id <= last; ++id) {
            if (!std::binary_search(own.begin(), own.end(), id))
                samples.push_back(id);
        }
        PRIMER_TRY(forContentsInOrder(
            m_store, samples, feedback,
            [&](std::string_view content, std::size_t) {
                std::vector<std::uint32_t> signature(m_hasher.size());
                m_hasher.sign(content, signature);
                return signature;
            },
            [&](std::size_t place, std::vector<std::uint32_t> &&signature) -> Status {
                index->add(std::move(signature), samples[place]);
                return success();
            }));
    }
    m_workspace = std::move(index);
    return success();
}

Result<AcceptancePass::Looked> AcceptancePass::lookAt(const SynthesisItem &item) const
{
    const RowPrompts prompts(m_store, m_parts.set, m_parts.promptTemplate);
    Looked looked;
    std::string reply;
    {
        reply = PRIMER_TRY(m_store.read(replyOf, item.answer));
    }
    const auto name = PRIMER_TRY(prompts.nameOf(item));
    if (m_parts.promptTemplate.kind == TemplateKind::Rewrite)
        looked.rewriteOf = PRIMER_TRY(prompts.sampleOf(item));
    AcceptedAnswer answer = acceptAnswer(m_parts.promptTemplate, textOfReply(m_parts.run.kind, reply), name);
    looked.judgement = {
        item.position,       answer.isAccepted ? SynthesisVerdict::Accepted : SynthesisVerdict::Rejected,
        answer.problem,      answer.detail,
        answer.functionName, std::move(answer.text)};
    if (answer.isAccepted) {
        looked.signature.resize(m_hasher.size());
        m_hasher.sign(looked.judgement.text, looked.signature);
    }
    return looked;
}

void AcceptancePass::findCopies(Looked &looked, SignatureIndex &rows) const
{
    SynthesisJudgement &judgement = looked.judgement;
    if (judgement.verdict != SynthesisVerdict::Accepted)
        return;
    const auto reject = [&](const char *problem, const std::string &detail) {
        judgement.verdict = SynthesisVerdict::Rejected;
        judgement.problem = problem;
        judgement.detail = detail;
        judgement.text.clear();
    };
    if (const auto sample = m_workspace->find(looked.signature)) {
        reject(*sample == std::int64_t(looked.rewriteOf) ? "unchanged" : "near_duplicate_of_sample",
               "sample " + std::to_string(*sample));
        return;
    }
    if (const auto row = rows.find(looked.signature)) {
        reject("near_duplicate", "row " + std::to_string(*row));
        return;
    }
    rows.add(std::move(looked.signature), judgement.position);
}

Status AcceptancePass::run(Feedback &feedback)
{
    PRIMER_TRY(m_settings.nearDuplicates.check());
    PRIMER_TRY(signWorkspace(feedback));
    SignatureIndex rows(m_settings.nearDuplicates);
    for (std::int64_t after = -1;;) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "acceptance"};
        const auto items = PRIMER_TRY(
            m_store.read(synthesisItems, m_parts.run.id, std::optional(ItemState::Answered), after, rowsAtOnce));
        if (items.empty())
            return success();
        after = items.back().position;
        std::vector<std::optional<Result<Looked>>> looked(items.size());
        forItems(items.size(), 0, [&](std::size_t number) { looked[number].emplace(lookAt(items[number])); });
        std::vector<SynthesisJudgement> changed;
        for (std::size_t number = 0; number < items.size(); ++number) {
            if (!*looked[number])
                return looked[number]->error();
            Looked &one = **looked[number];
            findCopies(one, rows);
            const SynthesisItem &item = items[number];
            if (item.verdict != one.judgement.verdict || item.problem != one.judgement.problem
                || item.detail != one.judgement.detail || item.functionName != one.judgement.functionName)
                changed.push_back(std::move(one.judgement));
        }
        if (!changed.empty())
            PRIMER_TRY(m_store.write(Durability::Bulk, [&](Connection &connection) {
                return putJudgements(connection, m_parts.run.id, changed);
            }));
    }
}

Status acceptRun(Store &store, const std::string &run, const AcceptanceSettings &settings, Feedback &feedback)
{
    const auto parts = PRIMER_TRY(synthesisParts(store, run));
    return AcceptancePass(store, parts, settings).run(feedback);
}

} // namespace primer
