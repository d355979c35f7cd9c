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
    void addOrigin(const SampleDetails &details);
    void addMeasures(const SampleRow &row);
    void addJudgements(const std::vector<Judgement> &judgements);
    void addQuality(const SampleDetails &details);
    void addThreshold(const Threshold &threshold, const std::vector<Reason> &reasons);
    void addUpstream(const std::string &extraJson);
    QTreeWidgetItem *section(const QString &title);
    void fact(QTreeWidgetItem *parent, const QString &name, const QString &value);
};

} // namespace primer
