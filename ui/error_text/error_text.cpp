#include "ui/error_text/error_text.h"

namespace primer {

namespace {

QString foreign(const std::string &text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

} // namespace

ErrorText ErrorTexts::describe(const Error &error)
{
    const QString where = foreign(error.where);
    const QString detail = foreign(error.detail);
    ErrorText text;
    text.details = detail.isEmpty() ? where : where.isEmpty() ? detail : where + QStringLiteral(": ") + detail;
    switch (error.code) {
    case ErrorCode::Cancelled:
        text.sentence = tr("Stopped.");
        text.hint = tr("What was finished is kept; starting it again goes on from there.");
        break;
    case ErrorCode::NotFound:
        text.sentence = tr("“%1” is not there.").arg(where);
        text.hint = tr("It may have been moved or removed. Check the path.");
        break;
    case ErrorCode::NeedsKey:
        text.sentence = tr("There is no key for “%1”.").arg(where);
        text.hint = tr("Type it in the dialog, keep it in the keychain there, or set the variable of the environment. "
                       "Nothing was sent.");
        break;
    case ErrorCode::NoPermission:
        text.sentence = tr("No permission for “%1”.").arg(where);
        text.hint = tr("Check the permissions of the file or folder.");
        break;
    case ErrorCode::DiskFull:
        text.sentence = tr("The disk is full.");
        text.hint = tr("Everything finished so far is kept. Free some space and start it again.");
        break;
    case ErrorCode::Io:
        text.sentence = tr("Reading or writing “%1” failed.").arg(where);
        text.hint = tr("Check the disk; what was stored before is kept.");
        break;
    case ErrorCode::Corrupt:
        text.sentence = tr("“%1” is damaged.").arg(where);
        text.hint = tr("What could be read is kept. Restore the file from its source and try again.");
        break;
    case ErrorCode::Unsupported:
        text.sentence = tr("Primer cannot use “%1”.").arg(where);
        text.hint = detail;
        break;
    case ErrorCode::InvalidInput:
        text.sentence = tr("“%1” is not valid here.").arg(where);
        text.hint = detail;
        break;
    case ErrorCode::InvalidFilter:
        if (detail == QLatin1String("unknown_column"))
            text.sentence = tr("There is no column “%1”.").arg(where);
        else if (detail == QLatin1String("not_a_number"))
            text.sentence = tr("“%1” needs a number, or a range such as 10..20.").arg(where);
        else if (detail == QLatin1String("not_a_date"))
            text.sentence = tr("“%1” needs a date such as 2020-01-31.").arg(where);
        else if (detail == QLatin1String("unclosed_quote"))
            text.sentence = tr("A quotation mark is not closed: %1").arg(where);
        else if (detail == QLatin1String("no_value"))
            text.sentence = tr("“%1” has no value.").arg(where);
        else if (detail == QLatin1String("only_equality_for_words"))
            text.sentence = tr("“%1” compares words; only “:” works there.").arg(where);
        else
            text.sentence = tr("“%1” is not a condition. Write column:value, for example stars>=10.").arg(where);
        break;
    case ErrorCode::InvalidPattern:
        text.sentence = tr("The regular expression has a mistake at character %1.").arg(where);
        text.hint = detail;
        break;
    case ErrorCode::NeedsMapping:
        text.sentence = tr("No column of “%1” could be told to hold the content.").arg(where);
        text.hint = tr("Choose which column it is.");
        break;
    case ErrorCode::Locked:
        text.sentence = tr("The workspace is open in another program.");
        text.hint = tr("Close it there, or open it here for reading only.");
        break;
    case ErrorCode::NewerFormat:
        text.sentence = tr("This workspace was written by a newer Primer.");
        text.hint = tr("Update Primer to open it. Nothing was changed.");
        break;
    case ErrorCode::Database:
        text.sentence = tr("The workspace's database reported an error.");
        text.hint = tr("Nothing that was confirmed is lost. “primer-cli check” tells more.");
        break;
    case ErrorCode::WorkerDied:
        text.sentence = tr("The reader of “%1” ended unexpectedly.").arg(where);
        text.hint = tr("What it had read is kept; the file may be damaged.");
        break;
    case ErrorCode::LimitExceeded:
        text.sentence = tr("“%1” is larger than Primer accepts.").arg(where);
        text.hint = detail;
        break;
    case ErrorCode::TargetNotOurs:
        text.sentence = tr("“%1” holds other files.").arg(where);
        text.hint = tr("Choose an empty folder or an earlier export. Nothing was touched.");
        break;
    }
    return text;
}

} // namespace primer
