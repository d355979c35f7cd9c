// Owns: one part of the set as a chip: a mark that switches it off and on, its words, a cross that removes it; by
// pointer, keys and menu. A part that is not applied is red and says why. Not here: what a part means (set_texts.h).
#pragma once

#include <QAbstractButton>

namespace primer {

class SetChip : public QAbstractButton
{
    Q_OBJECT
public:
    struct Look {
        QString text;
        QString problem; ///< "" for none
        QString detail;  ///< more in the tooltip
        bool isOn = true;
        bool isEdited = false; ///< its text stands in the line that edits it
        bool operator==(const Look &) const = default;
    };

    explicit SetChip(QWidget *parent = nullptr);
    void setLook(const Look &look);
    const Look &look() const { return m_look; }
    QRect markRect() const;
    QRect crossRect() const;
    QSize sizeHint() const override;
    /// With less room its words are cut.
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void switched(bool isOn);
    void editWanted();
    void removeWanted();
    void menuWanted(const QPoint &place);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    /// Its state is the set's to change.
    void nextCheckState() override { Q_EMIT switched(!m_look.isOn); }

private:
    QString shownText() const;
    QColor problemColour() const;

    Look m_look;
};

} // namespace primer
