#include "ui/error_text/error_text.h"

namespace primer {

namespace {

QString foreign(const std::string &text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

} // namespace

ErrorText ErrorTexts::describe(const Error &error)
{
    ErrorText text;
    switch (error.code) {
    case ErrorCode::Cancelled:
        text.sentence = tr("Stopped.");
        text.hint = tr("What was finished is kept; start it again to continue from there.");
        break;
    case ErrorCode::NotFound:
    case ErrorCode::NoPermission:
    case ErrorCode::DiskFull:
    case ErrorCode::Io:
    case ErrorCode::Corrupt:
    case ErrorCode::WorkerDied:
    case ErrorCode::TargetNotOurs: text = describeFile(error); break;
    case ErrorCode::NeedsKey:
    case ErrorCode::Unsupported:
    case ErrorCode::InvalidInput:
    case ErrorCode::InvalidFilter:
    case ErrorCode::InvalidPattern:
    case ErrorCode::NeedsMapping:
    case ErrorCode::LimitExceeded: text = describeInput(error); break;
    case ErrorCode::Locked:
    case ErrorCode::NewerFormat:
    case ErrorCode::Database: text = describeWorkspace(error); break;
    }
    const QString where = foreign(error.where), detail = foreign(error.detail);
    text.details = detail.isEmpty() ? where : where.isEmpty() ? detail : where + QStringLiteral(": ") + detail;
    return text;
}

QString ErrorTexts::inOneText(const Error &error)
{
    const ErrorText text = describe(error);
    return text.hint.isEmpty() ? text.sentence : text.sentence + QLatin1Char(' ') + text.hint;
}

ErrorText ErrorTexts::describeFile(const Error &error)
{
    const QString where = foreign(error.where);
    switch (error.code) {
    case ErrorCode::NotFound:
        return {tr("“%1” is not there.").arg(where), tr("It may have been moved or removed. Check the path."), {}};
    case ErrorCode::NoPermission:
        return {tr("No permission for “%1”.").arg(where), tr("Check the permissions of the file or folder."), {}};
    case ErrorCode::DiskFull:
        return {
            tr("The disk is full."), tr("Everything finished so far is kept. Free some space and start it again."), {}};
    case ErrorCode::Corrupt:
        return {tr("“%1” is damaged.").arg(where),
                tr("What could be read is kept. Restore the file from its source and try again."),
                {}};
    case ErrorCode::WorkerDied:
        return {tr("The reader of “%1” ended unexpectedly.").arg(where),
                tr("What it had read is kept; the file may be damaged."),
                {}};
    case ErrorCode::TargetNotOurs:
        return {tr("“%1” holds other files.").arg(where),
                tr("Choose an empty folder or an earlier export. Nothing was touched."),
                {}};
    default:
        return {tr("Reading or writing “%1” failed.").arg(where),
                tr("Check the disk; what was stored before is kept."),
                {}};
    }
}

ErrorText ErrorTexts::describeInput(const Error &error)
{
    const QString where = foreign(error.where), detail = foreign(error.detail);
    switch (error.code) {
    case ErrorCode::NeedsKey:
        return {tr("There is no key for “%1”.").arg(where),
                tr("Type it in the dialog, keep it in the keychain there, or set the variable of the environment. "
                   "Nothing was sent."),
                {}};
    case ErrorCode::Unsupported: return {tr("Primer cannot use “%1”.").arg(where), detail, {}};
    case ErrorCode::InvalidFilter: return {filterSentence(detail, where), {}, {}};
    case ErrorCode::InvalidPattern:
        return {tr("The regular expression has a mistake at character %1.").arg(where), detail, {}};
    case ErrorCode::NeedsMapping:
        return {tr("No column of “%1” could be told to hold the content.").arg(where),
                tr("Choose which column it is."),
                {}};
    case ErrorCode::LimitExceeded: return {tr("“%1” is larger than Primer accepts.").arg(where), detail, {}};
    default: return {tr("“%1” is not valid here.").arg(where), detail, {}};
    }
}

QString ErrorTexts::filterSentence(const QString &detail, const QString &where)
{
    if (detail == QLatin1String("unknown_column"))
        return tr("There is no column “%1”.").arg(where);
    if (detail == QLatin1String("not_a_number"))
        return tr("“%1” needs a number, or a range such as 10..20.").arg(where);
    if (detail == QLatin1String("not_a_date"))
        return tr("“%1” needs a date such as 2020-01-31.").arg(where);
    if (detail == QLatin1String("unclosed_quote"))
        return tr("A quotation mark is not closed: %1").arg(where);
    if (detail == QLatin1String("no_value"))
        return tr("“%1” has no value.").arg(where);
    if (detail == QLatin1String("only_equality_for_words"))
        return tr("“%1” compares words; only “:” works there.").arg(where);
    return tr("“%1” is not a condition. Write column:value, for example stars>=10.").arg(where);
}

ErrorText ErrorTexts::describeWorkspace(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Locked:
        return {tr("The workspace is open in another program."),
                tr("Close it there, or open it here for reading only."),
                {}};
    case ErrorCode::NewerFormat:
        return {tr("This workspace was written by a newer Primer."),
                tr("Update Primer to open it. Nothing was changed."),
                {}};
    default:
        return {tr("The workspace's database reported an error."),
                tr("Nothing that was confirmed is lost. “primer-cli check” tells more."),
                {}};
    }
}

} // namespace primer
