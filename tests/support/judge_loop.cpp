// Judges samples one after the other and prints "JUDGEMENT SAMPLE VALUE" once each is acknowledged, until killed.
#include <cstdio>
#include <cstdlib>

#include <QCoreApplication>

#include "core/workspace/workspace.h"

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 3)
        return 2;
    auto workspace = primer::Workspace::open(argv[1], primer::Store::Access::ReadWrite, false);
    if (!workspace)
        return 1;
    const auto samples = (*workspace)->counts()->samples;
    for (int round = std::atoi(argv[2]);; ++round) {
        primer::Judgement judgement;
        judgement.sample = primer::SampleId(round % samples + 1);
        judgement.value = round % 6;
        judgement.annotator = "loop";
        const auto id = (*workspace)->judge(judgement);
        if (!id)
            return 1;
        std::printf("%lld %u %d\n", static_cast<long long>(*id), judgement.sample, judgement.value);
        std::fflush(stdout);
    }
}
