// Owns: the list of facts about one sample: provenance, licence, measures, judgements, upstream columns.
// Not here: loading them.
#pragma once

#include <QTreeWidget>

#include "ui/models/sample_loader.h"

namespace primer {

class SampleInspector : public QTreeWidget
{
    Q_OBJECT
public:
    explicit SampleInspector(QWidget *parent = nullptr);
    void show(const SampleDetails &details);

private:
    QTreeWidgetItem *section(const QString &title);
    void fact(QTreeWidgetItem *parent, const QString &name, const QString &value);
};

} // namespace primer
