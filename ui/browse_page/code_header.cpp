#include "ui/browse_page/code_header.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace primer {

CodeHeader::CodeHeader(QWidget *parent)
    : QWidget(parent), m_path(new QLabel(this)), m_leave(new QToolButton(this)), m_outline(new QToolButton(this))
{
    m_path->setTextFormat(Qt::PlainText);
    m_path->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_leave->setAutoRaise(true);
    m_leave->hide();
    m_outline->setText(tr("Outline"));
    m_outline->setToolTip(tr("Classes, functions and methods of the file, to jump by"));
    m_outline->setCheckable(true);
    m_outline->setAutoRaise(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 0, 0, 1);
    layout->setSpacing(6);
    layout->addWidget(m_path, 1);
    layout->addWidget(m_leave);
    layout->addWidget(m_outline);
    connect(m_leave, &QToolButton::clicked, this, &CodeHeader::leaveWanted);
    connect(m_outline, &QToolButton::clicked, this, &CodeHeader::outlineWanted);
}

void CodeHeader::showPath(const QString &path)
{
    m_wholePath = path;
    m_path->setToolTip(QStringLiteral("<qt>") + path.toHtmlEscaped() + QStringLiteral("</qt>"));
    elide();
}

void CodeHeader::elide()
{
    m_path->setText(m_path->fontMetrics().elidedText(m_wholePath, Qt::ElideLeft, m_path->width()));
}

void CodeHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    elide();
}

void CodeHeader::showAlone(const QString &hint)
{
    m_leave->setText(hint);
    m_leave->setToolTip(tr("Table and facts are hidden so that the code has the page"));
    m_leave->setVisible(!hint.isEmpty());
}

void CodeHeader::setOutlineShown(bool isShown) { m_outline->setChecked(isShown); }

} // namespace primer
