// Owns: choosing which columns of an unknown table fill which fields, beside a preview of its rows.
// Not here: reading the table (core/importers).
#pragma once

#include <QDialog>
#include <QMap>

#include "core/importers/import_run.h"

class QComboBox;
class QTableWidget;

namespace primer {

class MappingDialog : public QDialog
{
    Q_OBJECT
public:
    /// `why`: the sentence above.
    MappingDialog(const QString &why, const SourcePreview &preview, QWidget *parent = nullptr);
    ColumnMapping mapping() const;
    QComboBox *choice(const QString &field) const { return m_choices.value(field); }

private:
    void fillPreview(const SourcePreview &preview);
    QMap<QString, QComboBox *> m_choices;
    QTableWidget *m_rows;
};

} // namespace primer
