#include "ui/synthesis_page/synthesis_words.h"

#include <utility>

#include <QLocale>

#include "ui/code_view/display_text.h"
#include "ui/error_text/error_text.h"
#include "ui/widgets/human_text.h"

namespace primer {

QString SynthesisWords::ofReply(const std::string &word)
{
    const std::pair<const char *, QString> words[] = {
        {"no_answer", tr("Nothing was left when reasoning and wrappings were taken off.")},
        {"cut_off", tr("The reply ended before the answer did.")},
        {"not_json", tr("A JSON object was asked for and none came.")},
        {"no_field", tr("The JSON object lacks the field that was asked for.")},
        {"prose_only", tr("There is no code in the reply.")},
        {"only_reasoning", tr("The reply is reasoning alone.")},
        {"refusal", tr("The model refused.")},
        {"wrong_model", tr("Another model answered than was asked.")},
        {"null_content", tr("The reply has no content.")},
        {"interrupted", tr("The program ended twice while this was asked; whether it was answered is not known.")},
        {"too_short", tr("The answer is shorter than it must be.")},
        {"too_long", tr("The answer is longer than it may be.")},
        {"near_duplicate", tr("It is nearly the same as an earlier row.")},
        {"near_duplicate_of_sample", tr("It is nearly the same as a sample of the workspace.")},
        {"unchanged", tr("The rewrite is nearly the same as what was to be rewritten.")},
    };
    for (const auto &[known, text] : words) {
        if (word == known)
            return text;
    }
    return {};
}

QString SynthesisWords::ofProblem(const std::string &word)
{
    const std::pair<const char *, QString> words[] = {
        {"too_long_to_parse", tr("The code is too long to be parsed.")},
        {"does_not_parse", tr("The code is not valid Python.")},
        {"no_function", tr("There is no function at the left edge.")},
        {"wrong_name", tr("The function has another name than was asked for.")},
        {"several_functions", tr("There is more than one function.")},
        {"class_beside_function", tr("There is a class beside the function.")},
        {"no_docstring", tr("The docstring is missing or says next to nothing.")},
        {"stub", tr("The function does nothing.")},
        {"benchmark_name", tr("The function has the name of a benchmark's function.")},
        {"relative_import", tr("The code needs files that are not there.")},
        {"code_does_not_parse", tr("A block of code is not valid Python.")},
        {"no_code", tr("The section shows no code.")},
        {"too_little_prose", tr("There is more code than the section may have.")},
        {"too_little_code", tr("There is less code than the section must have.")},
    };
    for (const auto &[known, text] : words) {
        if (word == known)
            return text;
    }
    return ofReply(word);
}

QString SynthesisWords::ofSet(const std::string &detail)
{
    const std::pair<const char *, QString> words[] = {
        {"a weight is a number from 0", tr("A weight is a number from 0.")},
        {"all weights are 0", tr("All weights are 0.")},
        {"names are made of letters, digits and _", tr("Names are made of letters, digits and _.")},
        {"a word stands there twice", tr("A word stands there twice.")},
        {"a value stands there twice", tr("A value stands there twice.")},
        {"a pair needs two values", tr("A pair needs at least two values.")},
        {"an axis without values", tr("An axis needs values.")},
        {"count is from 1 to the number of words", tr("As many words are drawn as there are, at the most.")},
        {"over two million values", tr("An axis has at most two million values.")},
        {"a set has a name", tr("A set needs a name.")},
        {"an exclusion names an axis", tr("An exclusion names at least one axis.")},
        {"an exclusion names an axis of the set, not of words or samples",
         tr("An exclusion names an axis of the set, and none of words or samples.")},
        {"not a JSON object", tr("The file is not a JSON object.")},
        {"not a constraint set: \"format\" is \"primer-constraints\"", tr("The file is not a constraint set.")},
        {"a branch has a name without a slash", tr("The name of a branch has no slash in it.")},
        {"a value is a text, or {\"value\": text, \"weight\": number}",
         tr("A value is a text, or an object with “value” and “weight”.")},
    };
    for (const auto &[known, text] : words) {
        if (detail == known)
            return text;
    }
    return {};
}

QString SynthesisWords::ofText(const std::string &detail)
{
    const std::pair<const char *, QString> words[] = {
        {"a } without its {; }} stands for the brace itself", tr("A } has no {. Write }} for the brace itself.")},
        {"a { that opens no placeholder; {{ stands for the brace itself",
         tr("A { opens no placeholder. Write {{ for the brace itself.")},
        {"begin and end stand together", tr("A template has both sentinels or none.")},
        {"a template has a name and a text", tr("A template needs a name and a text.")},
        {"not a template: a JSON object whose \"format\" is \"primer-template\"", tr("The file is not a template.")},
        {"grammar-1 writes exercises and sections of textbooks",
         tr("grammar-1 writes exercises and textbook sections only. Choose another template, or a model.")},
        {"grammar-1 writes from an axis of names, as in the set grammar-exercises",
         tr("grammar-1 needs an axis of names, as in the set grammar-exercises. Choose that set, or a model.")},
        {"grammar-1 writes from verbs and nouns, not from whole names",
         tr("grammar-1 writes from verbs and nouns, not from whole names. Choose a grammar set, or a model.")},
        {"a run is named by letters, digits, '-', '_' and '.', 80 at most",
         tr("A run is named by letters, digits, “-”, “_” and “.”, at most 80 of them.")},
        {"a run has this name already; take another, or go on with that one",
         tr("There is a run of this name. Choose another name.")},
    };
    for (const auto &[known, text] : words) {
        if (detail == known)
            return text;
    }
    const std::string unknownWords = "words that grammar-1 does not know: ";
    if (detail.starts_with(unknownWords))
        return tr("grammar-1 does not know: %1. Choose a grammar set, or a model.")
            .arg(QString::fromStdString(detail.substr(unknownWords.size())));
    const std::string missingAxis = "the template asks for an axis that the set does not have: ";
    if (detail.starts_with(missingAxis))
        return tr("The template asks for %1, and the set has no such axis.")
            .arg(QString::fromStdString(detail.substr(missingAxis.size())));
    return {};
}

QString SynthesisWords::ofError(const Error &error)
{
    const QString set = ofSet(error.detail), where = displayText(error.where).text;
    if (!set.isEmpty())
        return where.isEmpty() ? set : tr("%1 (in %2)").arg(set, where);
    const QString text = ofText(error.detail);
    return text.isEmpty() ? ErrorTexts::inOneText(error) : text;
}

QString SynthesisWords::percent(double share)
{
    return tr("%1 %").arg(QLocale().toString(100 * share, 'f', share < 0.0995 || share > 0.995 ? 1 : 0));
}

QString SynthesisWords::of(const Homogeneity &homogeneity)
{
    const QString share = percent(homogeneity.share), what = displayText(homogeneity.what).text;
    switch (homogeneity.kind) {
    case Homogeneity::Kind::Names: return tr("Only %1 of the function names differ.").arg(share);
    case Homogeneity::Kind::Openings: return tr("%1 of the texts begin with “%2”.").arg(share, what);
    case Homogeneity::Kind::Overlap:
        return tr("On average a text shares %1 of its word 5-grams with the one nearest to it.").arg(share);
    case Homogeneity::Kind::Near:
        return tr("%1 of the texts share half of their word 5-grams with another.").arg(share);
    case Homogeneity::Kind::Shapes: return tr("%1 of the programs have the same structure but for names.").arg(share);
    case Homogeneity::Kind::Axis:
        return tr("Only %1 of the %2 values of “%3” occur.")
            .arg(HumanText::count(homogeneity.used), HumanText::count(homogeneity.values), what);
    }
    return {};
}

QString SynthesisWords::of(AxisKind kind)
{
    switch (kind) {
    case AxisKind::List: return tr("list");
    case AxisKind::Tree: return tr("tree");
    case AxisKind::Pairs: return tr("pairs");
    case AxisKind::Names: return tr("function names");
    case AxisKind::Words: return tr("random words");
    case AxisKind::Samples: return tr("samples of the current set");
    }
    return {};
}

QString SynthesisWords::of(PlanSampling sampling)
{
    switch (sampling) {
    case PlanSampling::Cross: return tr("Every combination once");
    case PlanSampling::Cover: return tr("Even cover of every axis");
    case PlanSampling::Weighted: return tr("At random by weight");
    }
    return {};
}

QString SynthesisWords::of(TemplateKind kind)
{
    switch (kind) {
    case TemplateKind::Textbook: return tr("textbook section");
    case TemplateKind::Exercise: return tr("exercise");
    case TemplateKind::Rewrite: return tr("rewrite of a sample");
    case TemplateKind::Free: return tr("free text");
    }
    return {};
}

} // namespace primer
