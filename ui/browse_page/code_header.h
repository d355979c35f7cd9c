// Owns: the line over the code: which file it is, that the code stands alone and how one leaves that, the switch of the
// outline. Not here: the code.
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace primer {

class CodeHeader : public QWidget
{
    Q_OBJECT
public:
    explicit CodeHeader(QWidget *parent = nullptr);
    void showPath(const QString &path);
    /// `hint` says how one leaves; "" while the table is beside.
    void showAlone(const QString &hint);
    void setOutlineShown(bool isShown);
    QToolButton *outlineButton() const { return m_outline; }
    QToolButton *leaveButton() const { return m_leave; }

Q_SIGNALS:
    void outlineWanted(bool isShown);
    void leaveWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void elide();

    QLabel *m_path;
    QToolButton *m_leave;
    QToolButton *m_outline;
    QString m_wholePath;
};

} // namespace primer
