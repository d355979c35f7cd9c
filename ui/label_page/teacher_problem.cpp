#include "ui/label_page/teacher_problem.h"

#include <QHash>
#include <QUrl>

namespace primer {

namespace {

const QString httpPrefix = QStringLiteral("http_");

QString withPort(const QString &url)
{
    const QUrl parsed(url);
    const int usual = parsed.scheme() == QLatin1String("http") ? 80 : 443;
    return QStringLiteral("%1:%2").arg(parsed.host()).arg(parsed.port(usual));
}

} // namespace

TeacherProblem TeacherProblems::ofReply(const HttpReply &reply, const QString &url, const QString &model)
{
    TeacherProblem problem = reply.outcome == HttpReply::Outcome::Answered
                                 ? ofStatus(reply.status, url, model)
                                 : ofConnection(QString::fromUtf8(httpProblemName(reply.problem)), url);
    problem.details = QString::fromStdString(reply.detail);
    return problem;
}

TeacherProblem TeacherProblems::ofConnection(const QString &word, const QString &url)
{
    const QString host = QUrl(url).host(), server = withPort(url);
    if (word == QLatin1String("refused"))
        return {tr("%1: the connection was refused. Nothing listens at %2.").arg(url, server),
                tr("Start the server, or correct the port in “Address”."),
                {}};
    if (word == QLatin1String("host_not_found"))
        return {tr("%1: the name “%2” is unknown.").arg(url, host),
                tr("Check the spelling of “Address” and the network connection."),
                {}};
    if (word == QLatin1String("certificate"))
        return {
            tr("%1: the certificate of “%2” is not trusted by this machine.").arg(url, host),
            tr("Check that the name in “Address” is the one that the certificate was made for; the certificate of a "
               "server of your own has to be added to those that the system trusts."),
            {}};
    if (word == QLatin1String("tls"))
        return {tr("%1: no encrypted connection could be agreed on.").arg(url),
                tr("A server without encryption has an “Address” that begins with http://."),
                {}};
    if (word == QLatin1String("unreachable"))
        return {tr("%1: there is no way to “%2” from this machine.").arg(url, host),
                tr("Check the network connection, or a VPN that the server needs."),
                {}};
    if (word == QLatin1String("proxy"))
        return {tr("%1: the proxy of this system did not let the request through.").arg(url),
                tr("Check the proxy in the settings of the system."),
                {}};
    if (word == QLatin1String("connect_timeout") || word == QLatin1String("timeout")
        || word == QLatin1String("still_timeout"))
        return {tr("%1: no answer came in time.").arg(url),
                tr("The server may be starting or overloaded: try again, or lower “Concurrent requests”."),
                {}};
    if (word == QLatin1String("too_large"))
        return {tr("%1: the answer is too large to be one of a chat model.").arg(url),
                tr("Check that “Address” leads to an OpenAI-compatible server."),
                {}};
    if (word == QLatin1String("bad_request"))
        return {tr("%1: this address or key cannot be put into a request.").arg(url),
                tr("Check “Address” and the key for stray characters."),
                {}};
    if (word == QLatin1String("stopped"))
        return {tr("%1: stopped.").arg(url), {}, {}};
    return {tr("%1: the connection ended before an answer was there, or what came was not HTTP.").arg(url),
            tr("Check that “Address” begins with the right one of http:// and https://, and has the right port."),
            {}};
}

TeacherProblem TeacherProblems::ofStatus(int status, const QString &url, const QString &model)
{
    if (status == 401 || status == 403)
        return {tr("%1: the server refuses the key (%2).").arg(url).arg(status),
                tr("Type the key into the field “Key”, or choose another variable that holds it."),
                {}};
    if (status == 402)
        return {tr("%1: the server says that the credit is used up (402).").arg(url),
                tr("Add credit there and continue."),
                {}};
    if (status == 404 && !model.isEmpty())
        return {tr("%1: there is no such path or no model “%2” (404).").arg(url, model),
                tr("Check “Model”, and that “Address” ends before /chat/completions, often in /v1."),
                {}};
    if (status == 404 || status == 405 || status == 501)
        return {tr("%1: the server knows no such path (%2).").arg(url).arg(status),
                tr("Check “Address”: it ends before /chat/completions, often in /v1. What answers there may be "
                   "another program."),
                {}};
    if (status == 400 || status == 422)
        return {tr("%1: the server does not accept the request (%2).").arg(url).arg(status),
                tr("Check “Model” and “Max tokens per reply”: the model may not take them."),
                {}};
    if (status == 429)
        return {tr("%1: too many requests at once (429).").arg(url),
                tr("Wait a little, or lower “Concurrent requests”."),
                {}};
    if (status >= 300 && status < 400)
        return {tr("%1: the server sends the request elsewhere (%2), which is not followed because of the key.")
                    .arg(url)
                    .arg(status),
                tr("Put the address that it leads to into “Address”."),
                {}};
    return {tr("%1: the server reports an error of its own (%2).").arg(url).arg(status),
            tr("Try again later; its own log tells more."),
            {}};
}

TeacherProblem TeacherProblems::ofAnswer(const QString &word)
{
    static const QHash<QString, const char *> causes{
        {QStringLiteral("not_json"), QT_TR_NOOP("The answer is not JSON: this is no OpenAI-compatible path.")},
        {QStringLiteral("error_body"), QT_TR_NOOP("The answer holds an error instead of a text.")},
        {QStringLiteral("no_choices"), QT_TR_NOOP("The answer holds no text.")},
        {QStringLiteral("null_content"), QT_TR_NOOP("The answer holds no text.")},
        {QStringLiteral("cut_off"), QT_TR_NOOP("The answer was cut off before its value.")},
        {QStringLiteral("no_value"), QT_TR_NOOP("The answer holds no value in the form that the prompt asks for.")},
        {QStringLiteral("several_values"), QT_TR_NOOP("The answer holds several values.")},
        {QStringLiteral("out_of_range"), QT_TR_NOOP("The value in the answer is out of the prompt's range.")},
        {QStringLiteral("wrong_model"), QT_TR_NOOP("Another model answered than the one that was asked.")},
    };
    const char *cause = causes.value(word);
    return {cause ? tr(cause) : tr("The answer cannot be used: %1").arg(word),
            word == QLatin1String("cut_off") ? tr("Raise “Max tokens per reply”.")
            : word == QLatin1String("not_json") ? tr("Check “Address”: it ends before /chat/completions, often in /v1.")
                                                : tr("Try another prompt below, or another model."),
            {}};
}

TeacherProblem TeacherProblems::ofReason(const QString &word, const QString &url, const QString &model)
{
    if (word.startsWith(httpPrefix))
        return ofStatus(word.mid(httpPrefix.size()).toInt(), url, model);
    if (word == QLatin1String("redirect_refused"))
        return ofStatus(307, url, model);
    static const QStringList connection{
        QStringLiteral("bad_request"),   QStringLiteral("host_not_found"), QStringLiteral("refused"),
        QStringLiteral("unreachable"),   QStringLiteral("proxy"),          QStringLiteral("certificate"),
        QStringLiteral("tls"),           QStringLiteral("timeout"),        QStringLiteral("connect_timeout"),
        QStringLiteral("still_timeout"), QStringLiteral("too_large"),      QStringLiteral("stopped"),
        QStringLiteral("reset")};
    return connection.contains(word) ? ofConnection(word, url) : ofAnswer(word);
}

TeacherProblem TeacherProblems::ofStop(const QString &word, const QString &url, const QString &model)
{
    if (word == QLatin1String("unreachable"))
        return {tr("The server %1 cannot be reached.").arg(url),
                tr("Start it, or correct the address, then continue."),
                {}};
    if (word == QLatin1String("refused_key"))
        return {tr("The server %1 refuses the key.").arg(url), tr("Type another one in the dialog."), {}};
    if (word == QLatin1String("no_credit"))
        return {
            tr("The server %1 says that the credit is used up.").arg(url), tr("Add credit there and continue."), {}};
    if (word == QLatin1String("bad_reply"))
        return {tr("%1: what the server answered to a batch cannot be used.").arg(url), {}, {}};
    if (word == QLatin1String("budget"))
        return {tr("The next request could exceed the budget, so none is sent."), {}, {}};
    if (word == QLatin1String("cancelled"))
        return {tr("Stopped."), {}, {}};
    return ofReason(word, url, model);
}

QString TeacherProblems::ofField(const Error &error)
{
    const QString field = QString::fromStdString(error.where);
    if (field == QLatin1String("url") && error.detail.find("plain http") != std::string::npos)
        return tr("Over plain http the key and the samples can be read on the way to another machine. Use https://, or "
                  "tick “Allow plain http”.");
    if (field == QLatin1String("url") && error.detail.find("password") != std::string::npos)
        return tr("No name or password in “Address”: the key has fields of its own.");
    if (field == QLatin1String("url") && error.detail.find("ends") != std::string::npos)
        return tr("“Address” ends before /chat/completions, without a slash or a question mark.");
    if (field == QLatin1String("url"))
        return tr("“Address” begins with https://, or with http:// for a server on this machine.");
    if (field == QLatin1String("model"))
        return tr("“Model” is the name of the model as the server knows it.");
    if (field == QLatin1String("budget"))
        return tr("With a price, “Budget” says how much may be spent: nothing would be sent for $ 0.");
    if (field == QLatin1String("price"))
        return tr("A price is not below 0.");
    return tr("The prompt does not fit: %1").arg(QString::fromStdString(error.detail));
}

} // namespace primer
