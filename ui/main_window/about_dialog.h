// Owns: what Primer is, which versions and devices it runs with, and whose work under which licences it stands on.
// Not here: asking a device more than its name.
#pragma once

#include <QDialog>

class QLabel;

namespace primer {

class AboutDialog : public QDialog
{
    Q_OBJECT
public:
    /// `engine`: path of primer-engine, which is asked in the background for LibTorch, CUDA and the devices.
    AboutDialog(const QString &engine, QWidget *parent);

private:
    void showVersions(const QString &engineLines);
    QWidget *licences();
    void copy();

    QLabel *m_versions;
};

} // namespace primer
