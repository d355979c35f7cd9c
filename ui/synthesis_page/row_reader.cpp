#include "ui/synthesis_page/row_reader.h"

#include <algorithm>
#include <optional>

#include "core/labelling/reply.h"
#include "core/storage/request_ledger.h"
#include "core/storage/sample_store.h"
#include "core/synthesis/row_prompt.h"
#include "ui/synthesis_page/synthesis_summary.h"

namespace primer {

namespace {

constexpr std::int64_t rowsAtOnce = 10'000;

bool isOf(const RowKind &kind, const SynthesisItem &item)
{
    switch (kind.what) {
    case RowKind::What::Accepted: return item.verdict == SynthesisVerdict::Accepted;
    case RowKind::What::Rejected:
        return item.verdict == SynthesisVerdict::Rejected && (kind.reason.empty() || item.problem == kind.reason);
    case RowKind::What::Failed:
        return item.state == ItemState::Failed && (kind.reason.empty() || item.reason == kind.reason);
    case RowKind::What::Waiting: return item.state == ItemState::Waiting || item.state == ItemState::Sent;
    case RowKind::What::Cell: break;
    }
    return false;
}

Result<FoundRows> rowsInCell(Store &store, const SynthesisParts &parts, const RowKind &kind)
{
    const auto positions = PRIMER_TRY(rowsOfCell(store, parts, kind.coverage, kind.row, kind.column, kind.levels));
    FoundRows found;
    found.count = std::int64_t(positions.size());
    auto reader = PRIMER_TRY(store.reader());
    for (const std::int64_t position : positions) {
        if (found.items.size() == maxRowsShown)
            break;
        auto item = PRIMER_TRY(synthesisItem(*reader, parts.run.id, position));
        if (item)
            found.items.push_back(std::move(*item));
    }
    // What was accepted is looked at first.
    std::stable_sort(found.items.begin(), found.items.end(), [](const SynthesisItem &one, const SynthesisItem &two) {
        return (one.verdict == SynthesisVerdict::Accepted) > (two.verdict == SynthesisVerdict::Accepted);
    });
    return found;
}

Result<std::vector<std::pair<QString, QString>>> drawnOf(const SynthesisParts &parts, const SynthesisItem &item)
{
    const auto row = PRIMER_TRY(choiceOf(parts.set, item.choice));
    std::vector<std::pair<QString, QString>> drawn;
    for (std::size_t place = 0; place < parts.set.axes.size(); ++place) {
        const Axis &axis = parts.set.axes[place];
        if (!axis.isDrawn || axis.kind == AxisKind::Samples)
            continue;
        std::string value;
        if (axis.kind == AxisKind::Words) {
            for (const std::size_t word : wordsOf(parts.set, place, item.seed))
                value += (value.empty() ? "" : ", ") + axis.values[word].text;
        } else {
            value = valueText(parts.set, place, row[place]);
        }
        drawn.emplace_back(displayText(axis.name).text, displayText(value).text);
    }
    return drawn;
}

} // namespace

Result<FoundRows> findRows(Store &store, const std::string &run, const RowKind &kind)
{
    if (kind.what == RowKind::What::Cell) {
        const auto parts = PRIMER_TRY(synthesisParts(store, run));
        return rowsInCell(store, parts, kind);
    }
    auto reader = PRIMER_TRY(store.reader());
    const auto stored = PRIMER_TRY(synthesisRun(*reader, run));
    std::optional<ItemState> state;
    if (kind.what == RowKind::What::Failed)
        state = ItemState::Failed;
    else if (kind.what != RowKind::What::Waiting)
        state = ItemState::Answered;
    FoundRows found;
    for (std::int64_t after = -1;;) {
        auto items = PRIMER_TRY(synthesisItems(*reader, stored.id, state, after, rowsAtOnce));
        if (items.empty())
            return found;
        after = items.back().position;
        for (SynthesisItem &item : items) {
            if (!isOf(kind, item))
                continue;
            ++found.count;
            if (found.items.size() < maxRowsShown)
                found.items.push_back(std::move(item));
        }
    }
}

Result<RowContents> readRow(Store &store, const std::string &run, std::int64_t position)
{
    const auto parts = PRIMER_TRY(synthesisParts(store, run));
    const auto item = PRIMER_TRY(store.read(synthesisItem, parts.run.id, position));
    if (!item)
        return Error{ErrorCode::NotFound, "no such row", std::to_string(position)};
    RowContents contents;
    contents.item = *item;
    contents.address = SynthesisSummary::address(parts.run);
    contents.model = SynthesisSummary::model(parts.run);
    contents.isMarkdown = parts.promptTemplate.kind == TemplateKind::Textbook;
    contents.isRewrite = parts.promptTemplate.kind == TemplateKind::Rewrite;
    contents.drawn = PRIMER_TRY(drawnOf(parts, *item));
    const RowPrompts prompts(store, parts.set, parts.promptTemplate);
    const auto prompt = PRIMER_TRY(prompts.promptOf(*item));
    contents.prompt = displayText(prompt.system.empty() ? prompt.user : prompt.system + "\n\n" + prompt.user).text;
    if (item->verdict == SynthesisVerdict::Accepted) {
        const auto text = PRIMER_TRY(store.read(acceptedText, parts.run.id, position));
        contents.text = displayText(text);
    }
    auto reader = PRIMER_TRY(store.reader());
    const auto reply = PRIMER_TRY(item->answer > 0 ? replyOf(*reader, item->answer)
                                                   : lastReply(*reader, Ledger::Synthesis, parts.run.id, position));
    contents.reply = displayText(reply);
    contents.said = parts.run.kind == "chat" ? displayText(readChatReply(reply).content) : contents.reply;
    const SampleId sample = PRIMER_TRY(prompts.sampleOf(*item));
    if (contents.isRewrite && sample > 0) {
        const auto before = PRIMER_TRY(fetchContent(*reader, sample));
        contents.before = displayText(before);
    }
    return contents;
}

} // namespace primer
