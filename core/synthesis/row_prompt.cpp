#include "core/synthesis/row_prompt.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/utf8.h"
#include "core/storage/sample_store.h"

namespace primer {

Result<SynthesisParts> synthesisParts(Store &store, const std::string &nameOrNumber)
{
    auto reader = PRIMER_TRY(store.reader());
    SynthesisParts parts;
    parts.run = PRIMER_TRY(synthesisRun(*reader, nameOrNumber));
    const auto set = PRIMER_TRY(synthesisDocument(*reader, parts.run.set));
    const auto kept = PRIMER_TRY(synthesisDocument(*reader, parts.run.promptTemplate));
    parts.set = PRIMER_TRY(constraintSetFromJson(set.body, "the set of run " + parts.run.name));
    parts.promptTemplate = PRIMER_TRY(templateFromJson(kept.body, "the template of run " + parts.run.name));
    parts.plan = PRIMER_TRY(PlanRequest::fromJson(parts.run.planJson));
    return parts;
}

std::string extractOf(std::string_view content, std::size_t maxBytes)
{
    std::string_view extract = content.substr(0, maxBytes);
    if (extract.size() < content.size()) {
        const std::size_t line = extract.rfind('\n');
        if (line != std::string_view::npos && line > 0)
            extract = extract.substr(0, line);
        while (!extract.empty() && extract.size() < content.size()
               && (static_cast<unsigned char>(content[extract.size()]) & 0xc0) == 0x80)
            extract.remove_suffix(1);
    }
    return replaceInvalidUtf8(extract);
}

Sha256Digest promptKeyOf(const std::string &model, const PromptTemplate &promptTemplate, const FilledTemplate &prompt)
{
    // With lengths, so that no text of one part can be taken for the beginning of another.
    std::string bytes;
    for (const std::string &part : {model, promptTemplate.toJson(), prompt.system, prompt.user})
        bytes += std::to_string(part.size()) + ":" + part;
    return sha256(bytes);
}

Result<Filling> RowPrompts::fillingOf(const std::vector<std::uint32_t> &row, std::uint64_t seed) const
{
    Filling filling;
    for (std::size_t place = 0; place < m_set.axes.size(); ++place) {
        const Axis &axis = m_set.axes[place];
        if (!axis.isDrawn)
            continue;
        std::string text;
        if (axis.kind == AxisKind::Words) {
            for (const std::size_t word : wordsOf(m_set, place, seed))
                text += (text.empty() ? "" : ", ") + axis.values[word].text;
        } else if (axis.kind == AxisKind::Samples) {
            std::string content;
            {
                PRIMER_TRY(m_store.read(fetchContentInto, axis.samples[row[place]], content));
            }
            text = extractOf(content, axis.maxBytes);
        } else {
            text = valueText(m_set, place, row[place]);
        }
        filling.emplace_back(axis.name, std::move(text));
    }
    return filling;
}

Result<FilledTemplate> RowPrompts::promptOf(const SynthesisItem &item) const
{
    const auto row = PRIMER_TRY(choiceOf(m_set, item.choice));
    const auto filling = PRIMER_TRY(fillingOf(row, item.seed));
    return fillTemplate(m_template, filling);
}

Result<std::string> RowPrompts::constraintsJson(const SynthesisItem &item) const
{
    const auto row = PRIMER_TRY(choiceOf(m_set, item.choice));
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (std::size_t place = 0; place < m_set.axes.size(); ++place) {
        const Axis &axis = m_set.axes[place];
        if (!axis.isDrawn)
            continue;
        if (axis.kind == AxisKind::Words) {
            json[axis.name] = nlohmann::ordered_json::array();
            for (const std::size_t word : wordsOf(m_set, place, item.seed))
                json[axis.name].push_back(axis.values[word].text);
        } else if (axis.kind == AxisKind::Samples) {
            json[axis.name] = axis.samples[row[place]];
        } else {
            json[axis.name] = valuePath(m_set, place, row[place]);
        }
    }
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<std::string> RowPrompts::nameOf(const SynthesisItem &item) const
{
    const std::string name = m_template.kind == TemplateKind::Exercise ? m_template.nameAxis(m_set) : "";
    if (name.empty())
        return std::string();
    const auto row = PRIMER_TRY(choiceOf(m_set, item.choice));
    const std::size_t place = m_set.placeOf(name);
    return valueText(m_set, place, row[place]);
}

Result<SampleId> RowPrompts::sampleOf(const SynthesisItem &item) const
{
    const auto row = PRIMER_TRY(choiceOf(m_set, item.choice));
    for (std::size_t place = 0; place < m_set.axes.size(); ++place) {
        if (m_set.axes[place].kind == AxisKind::Samples && m_set.axes[place].isDrawn)
            return m_set.axes[place].samples[row[place]];
    }
    return SampleId(0);
}

} // namespace primer
