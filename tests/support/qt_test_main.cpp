// The main of unit tests that open workspaces: Qt Sql finds its driver through the QCoreApplication.
#include <gtest/gtest.h>

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
