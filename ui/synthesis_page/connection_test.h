// Owns: “Test connection” before a run: the server's list of models is asked for, which costs nothing, and what came of
// it is said. Not here: the fields (ui/label_page/endpoint_fields.h), asking (core/teacher/teacher_trial.h).
#pragma once

#include <memory>

#include <QWidget>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/teacher/teacher_trial.h"
#include "ui/label_page/endpoint_fields.h"

class QLabel;
class QPushButton;

namespace primer {

class ConnectionTest : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionTest(EndpointFields &fields, QWidget *parent = nullptr);
    ~ConnectionTest() override;

    QPushButton *button() const { return m_button; }
    QLabel *result() const { return m_result; }
    bool isTesting() const { return m_feedback != nullptr; }

private:
    void forget();
    void test();
    QString words(const TeacherTrial &trial, const Endpoint &endpoint) const;

    EndpointFields &m_fields;
    QPushButton *m_button;
    QLabel *m_result;
    std::shared_ptr<Feedback> m_feedback;
    quint64 m_generation = 0;
};

} // namespace primer
