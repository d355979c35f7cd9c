#include <algorithm>
#include <atomic>
#include <filesystem>
#include <new>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/exception_error.h"
#include "core/base/hashing.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

TEST(Hashing, GivesThePublishedDigests)
{
    // FIPS 180-4 examples.
    EXPECT_EQ(toHex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(toHex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hashing, AnObjectStartsAnewAfterFinish)
{
    Sha256 hasher;
    hasher.update("something else");
    (void)hasher.finish();
    hasher.update("a");
    hasher.update("bc");
    EXPECT_EQ(hasher.finish(), sha256("abc"));
}

TEST(AtomicFile, ReplacesTheWholeFile)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "f", "one").ok());
    ASSERT_TRUE(writeFileAtomically(folder / "f", "two").ok());
    EXPECT_EQ(*readFile(folder / "f", 100), "two");
    EXPECT_FALSE(std::filesystem::exists(folder / "f.partial"));
}

TEST(AtomicFile, RefusesWhatIsLargerThanTheLimit)
{
    const TemporaryFolder folder;
    test::writeFile(folder / "f", "123456");
    EXPECT_EQ(readFile(folder / "f", 5).error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(readFile(folder / "missing", 5).error().code, ErrorCode::NotFound);
}

TEST(AtomicFile, ExchangesFolders)
{
    const TemporaryFolder folder;
    test::writeFile(folder / "old/a", "old");
    test::writeFile(folder / "old/gone", "old");
    test::writeFile(folder / "fresh/a", "new");
    ASSERT_TRUE(replaceFolder(folder / "fresh", folder / "old").ok());
    EXPECT_EQ(*readFile(folder / "old/a", 100), "new");
    EXPECT_FALSE(std::filesystem::exists(folder / "old/gone"));
    EXPECT_FALSE(std::filesystem::exists(folder / "fresh"));
}

TEST(Random, IsTheSameEverywhere)
{
    Random random(42);
    // Values of xoshiro256** seeded by splitmix64(42), computed independently.
    EXPECT_EQ(random.next(), 1546998764402558742ULL);
    EXPECT_EQ(random.next(), 6990951692964543102ULL);
}

TEST(Random, DrawsWithoutRepetitionAndInRange)
{
    Random random(7);
    std::vector<int> items(1000);
    for (int i = 0; i < 1000; ++i)
        items[std::size_t(i)] = i;
    random.drawToFront(items, 100);
    EXPECT_EQ(std::set<int>(items.begin(), items.begin() + 100).size(), 100u);
    for (int i = 0; i < 10000; ++i)
        ASSERT_LT(random.below(3), 3u);
}

TEST(Parallel, takesInOrderWhatIsMadeInAnyOrder)
{
    for (const std::size_t threads : {1U, 2U, 7U}) {
        for (const std::size_t ahead : {1U, 3U, 64U}) {
            std::atomic<std::size_t> begun{0};
            std::size_t taken = 0, widest = 0;
            forItemsInOrder(
                500, threads, ahead,
                [&](std::size_t item, std::size_t thread) {
                    EXPECT_LT(thread, threads);
                    ++begun;
                    return std::to_string(item * item);
                },
                [&](std::size_t item, const std::string &made) {
                    EXPECT_EQ(item, taken);
                    EXPECT_EQ(made, std::to_string(item * item));
                    ++taken;
                    widest = std::max(widest, begun.load() - item);
                    return true;
                });
            EXPECT_EQ(taken, 500U);
            EXPECT_EQ(begun, 500U);
            EXPECT_LE(widest, ahead + 1) << "what is begun and not taken is bounded";
        }
    }
}

TEST(Parallel, endsWhenTakingSaysSo)
{
    std::atomic<std::size_t> begun{0};
    std::size_t taken = 0;
    forItemsInOrder(
        1000, 4, 8, [&](std::size_t item, std::size_t) { return ++begun, item; },
        [&](std::size_t, std::size_t) { return ++taken < 10; });
    EXPECT_EQ(taken, 10U);
    EXPECT_LE(begun, 10U + 8U + 1U);
    forItemsInOrder(
        0, 4, 8, [&](std::size_t item, std::size_t) { return item; },
        [&](std::size_t, std::size_t) {
            ADD_FAILURE() << "there is nothing to take";
            return true;
        });
}

TEST(Parallel, givesEachThreadItsNumber)
{
    std::vector<std::atomic<int>> perThread(3);
    forItems(300, 3, [&](std::size_t, std::size_t thread) { ++perThread.at(thread); });
    EXPECT_EQ(perThread[0] + perThread[1] + perThread[2], 300);
}

TEST(ErrorOf, keepsLibrariesInsideFromPeople)
{
    const auto of = [](const std::string &words) { return errorOf(std::runtime_error(words), "a file"); };
    const Error json = of("[json.exception.type_error.302] type must be number, but is string");
    EXPECT_EQ(json.code, ErrorCode::Corrupt);
    EXPECT_EQ(json.detail, "JSON of another shape than is expected: type must be number, but is string");
    EXPECT_EQ(json.where, "a file");
    const Error torch = of("wait timeout after 5 ms\nException raised from doWait at TCPStore.cpp:1 (most recent call "
                           "first):\nframe #0: c10::Error::Error");
    EXPECT_EQ(torch.code, ErrorCode::LimitExceeded);
    EXPECT_EQ(torch.detail, "wait timeout after 5 ms");
    EXPECT_EQ(of("CUDA error\nC++ CapturedTraceback:\n#4 std::function").detail, "CUDA error");
    EXPECT_EQ(errorOf(std::bad_alloc()).detail, "not enough memory");
}
