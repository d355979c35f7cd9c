// Owns: the words for what goes wrong when a model is asked: what happened, at which address, what to do about it in
// this window. Not here: asking (core/teacher), errors of other parts (ui/error_text).
#pragma once

#include <QCoreApplication>
#include <QString>

#include "core/base/result.h"
#include "core/http/http_request.h"
#include "core/teacher/teacher_trial.h"

namespace primer {

struct TeacherProblem {
    QString cause;  ///< with the address
    QString remedy; ///< in words of the dialog
    QString details;
};

class TeacherProblems
{
    Q_DECLARE_TR_FUNCTIONS(primer::TeacherProblems)
public:
    /// `model`: the one asked for; empty: not known.
    static TeacherProblem ofReply(const HttpReply &reply, const QString &url, const QString &model);
    /// Of an answer that arrived whole and holds no value: the stable word that core/labelling gives it.
    static TeacherProblem ofAnswer(const QString &word);
    /// Of a row that failed: a stable word of core/teacher.
    static TeacherProblem ofReason(const QString &word, const QString &url, const QString &model);
    /// Of a run that stopped before its end: TeacherRunReport::stopped.
    static TeacherProblem ofStop(const QString &word, const QString &url, const QString &model);
    /// What the dialog's fields do not allow.
    static QString ofField(const Error &error);

private:
    static TeacherProblem ofConnection(const QString &word, const QString &url);
    static TeacherProblem ofStatus(int status, const QString &url, const QString &model);
};

} // namespace primer
