// Owns: a question and its answers as a thread to read. All foreign text goes in as plain text.
// Not here: their order (storage keeps question, accepted, then by score).
#pragma once

#include <QTextEdit>

#include "core/dataset/sample.h"

namespace primer {

class ThreadView : public QTextEdit
{
    Q_OBJECT
public:
    explicit ThreadView(QWidget *parent = nullptr);
    void setThread(const std::vector<ThreadPost> &posts);

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace primer
