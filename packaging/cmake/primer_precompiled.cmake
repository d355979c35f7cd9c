# Precompiled headers: those of libraries, where many files of like flags include them. Made once a kind and shared.
# A file still includes what it uses: packaging/lint compiles without these.
option(PRIMER_PRECOMPILED "Share precompiled headers of the libraries that many files include" ON)

function(primer_precompiled_kind kind)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINKS;HEADERS")
    if(PRIMER_PRECOMPILED)
        file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/precompiled.cpp" CONTENT "")
        add_library(primer_precompiled_${kind} OBJECT "${CMAKE_BINARY_DIR}/generated/precompiled.cpp")
        target_link_libraries(primer_precompiled_${kind} PRIVATE primer_settings ${arg_LINKS})
        target_precompile_headers(primer_precompiled_${kind} PRIVATE ${arg_HEADERS})
    endif()
endfunction()

# The target's flags must be those of the kind, -fPIC too; it may have more macros, not fewer.
function(primer_precompile target kind)
    if(PRIMER_PRECOMPILED)
        target_precompile_headers(${target} REUSE_FROM primer_precompiled_${kind})
    endif()
endfunction()

if(PRIMER_WITH_ENGINE)
    primer_precompiled_kind(torch LINKS primer_torch HEADERS <ATen/ATen.h>)
endif()
if(PRIMER_WITH_QT)
    set(primer_widget_headers <algorithm> <filesystem> <functional> <memory> <optional> <string> <vector>
        <QComboBox> <QDialog> <QDialogButtonBox> <QDir> <QFormLayout> <QHBoxLayout> <QHash> <QHeaderView> <QJsonObject>
        <QKeyEvent> <QLabel> <QLineEdit> <QLocale> <QObject> <QPainter> <QProgressBar> <QPushButton> <QSplitter>
        <QString> <QTimer> <QToolButton> <QTreeWidget> <QVBoxLayout> <QWidget>)
    primer_precompiled_kind(widgets LINKS Qt6::Widgets HEADERS ${primer_widget_headers})
endif()
