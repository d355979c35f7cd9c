// The main of unit tests of modules that use Qt.
#include <cstdlib>

#include <QCoreApplication>

#include <gtest/gtest.h>

int main(int argc, char **argv)
{
    for (const char *name :
         {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"})
        ::unsetenv(name); // of who runs the tests
    const QCoreApplication application(argc, argv);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
