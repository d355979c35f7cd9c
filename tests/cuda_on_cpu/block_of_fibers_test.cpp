// What the kernels rely on: barriers that hold, shuffles that give the other lane's value, and an end with a reason
// where threads can never meet.
#include <atomic>
#include <vector>

#include <gtest/gtest.h>

#include "tests/cuda_on_cpu/block_of_fibers.h"

using namespace primer::cuda_on_cpu;

namespace {

constexpr int threads = 96;

} // namespace

TEST(BlockOfFibers, nobodyPassesABarrierBeforeTheLastIsThere)
{
    for (const bool backwards : {false, true}) {
        runThreadsBackwards(backwards);
        int arrived = 0;
        bool allWereThere = true;
        runBlock(threads, [&] {
            for (int round = 1; round <= 3; ++round) {
                ++arrived;
                meetBlock();
                allWereThere = allWereThere && arrived == round * threads;
                meetBlock();
            }
        });
        EXPECT_TRUE(allWereThere);
        EXPECT_EQ(arrived, 3 * threads);
    }
    runThreadsBackwards(false);
}

TEST(BlockOfFibers, lanesGiveEachOtherTheirValues)
{
    std::vector<std::uint64_t> sums(threads);
    runBlock(threads, [&] {
        std::uint64_t sum = current();
        for (unsigned distance = 16; distance > 0; distance /= 2)
            sum += exchangeInWarp(sum, distance);
        sums[current()] = sum;
    });
    for (int number = 0; number < threads; ++number) {
        const std::uint64_t first = std::uint64_t(number / 32) * 32;
        EXPECT_EQ(sums[std::size_t(number)], 32 * first + 31 * 32 / 2) << number;
    }
}

TEST(BlockOfFibersDeathTest, threadsThatNeverMeetAreTold)
{
    EXPECT_DEATH(runBlock(threads,
                          [] {
                              if (current() < 32)
                                  meetBlock();
                              else
                                  (void)exchangeInWarp(0, current() < 64 ? 1 : 2);
                              if (current() == 40)
                                  meetBlock();
                              else if (current() >= 32)
                                  (void)exchangeInWarp(0, 1);
                          }),
                 "wait for each other at different places|threads that have ended");
}
