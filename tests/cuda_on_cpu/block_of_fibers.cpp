#include "tests/cuda_on_cpu/block_of_fibers.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif

// Not swapcontext: it asks the kernel for the signal mask each time, and the address sanitizer clears the shadow of a
// whole stack at each.
extern "C" void primerSwitchStack(void **saved, void *next);
asm(R"(
    .text
    .type primerSwitchStack, @function
primerSwitchStack:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size primerSwitchStack, . - primerSwitchStack
)");

namespace primer::cuda_on_cpu {

namespace {

constexpr int warp = 32;
constexpr std::size_t stackBytes = 256 * 1024; // the address sanitizer's frames are large

enum class Wait { No, Block, Warp, Ended };

struct Fiber {
    void *place = nullptr; ///< its stack pointer while another runs
    std::unique_ptr<char[]> stack{new char[stackBytes]};
    Wait wait = Wait::No;
    unsigned exchanges = 0; ///< two buffers in turn: nobody overwrites what another lane has not read yet
    std::uint64_t given[2] = {0, 0};
    void *fakeStack = nullptr;
};

struct Running {
    std::vector<Fiber> fibers;
    int threads = 0, now = 0;
    bool backwards = false;
    void *scheduler = nullptr;
    void *schedulerFakeStack = nullptr;
    const void *schedulerStack = nullptr;
    std::size_t schedulerBytes = 0;
    const std::function<void()> *thread = nullptr;
};

Running &running()
{
    static Running state;
    return state;
}

[[noreturn]] void fail(const char *reason)
{
    std::fprintf(stderr, "CUDA on the CPU: %s\n", reason);
    std::abort();
}

void toScheduler(Fiber &from)
{
    Running &state = running();
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_start_switch_fiber(from.wait == Wait::Ended ? nullptr : &from.fakeStack, state.schedulerStack,
                                   state.schedulerBytes);
#endif
    primerSwitchStack(&from.place, state.scheduler);
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(from.fakeStack, &state.schedulerStack, &state.schedulerBytes);
#endif
}

void enter()
{
    Running &state = running();
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(nullptr, &state.schedulerStack, &state.schedulerBytes);
#endif
    Fiber &own = state.fibers[std::size_t(state.now)];
    (*state.thread)();
    own.wait = Wait::Ended;
    toScheduler(own);
    fail("a thread that had ended went on");
}

void resume(int number)
{
    Running &state = running();
    Fiber &fiber = state.fibers[std::size_t(number)];
    state.now = number;
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_start_switch_fiber(&state.schedulerFakeStack, fiber.stack.get(), stackBytes);
#endif
    primerSwitchStack(&state.scheduler, fiber.place);
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(state.schedulerFakeStack, nullptr, nullptr);
#endif
}

/// As primerSwitchStack leaves a stack: six registers, and `enter` to return to with the stack as after a call.
void *firstPlace(char *stack)
{
    const auto top = (reinterpret_cast<std::uintptr_t>(stack) + stackBytes) & ~std::uintptr_t(15);
    auto *place = reinterpret_cast<void **>(top) - 8;
    std::fill_n(place, 8, nullptr);
    place[6] = reinterpret_cast<void *>(&enter);
    return place;
}

/// All of [begin, end) that have not ended wait for `kind`: they go on. False when some do not, or nobody waits.
bool release(int begin, int end, Wait kind)
{
    Running &state = running();
    bool waits = false, hasEnded = false;
    for (int number = begin; number < end; ++number) {
        const Wait wait = state.fibers[std::size_t(number)].wait;
        if (wait != Wait::Ended && wait != kind)
            return false;
        waits = waits || wait == kind;
        hasEnded = hasEnded || wait == Wait::Ended;
    }
    if (kind == Wait::Warp && waits && hasEnded)
        fail("a shuffle over a warp with threads that have ended");
    for (int number = begin; waits && number < end; ++number) {
        if (state.fibers[std::size_t(number)].wait == kind)
            state.fibers[std::size_t(number)].wait = Wait::No;
    }
    return waits;
}

/// Each lane of a warp to its next meeting or its end. False when none could move.
bool turn(int begin)
{
    Running &state = running();
    bool moved = false;
    for (int place = 0; place < warp; ++place) {
        const int number = begin + (state.backwards ? warp - 1 - place : place);
        if (state.fibers[std::size_t(number)].wait == Wait::No) {
            resume(number);
            moved = true;
        }
    }
    return release(begin, begin + warp, Wait::Warp) || moved;
}

/// Each warp as far as it comes without the others: what a missing barrier lets through goes wrong here.
bool turnOfWarps()
{
    Running &state = running();
    bool moved = false;
    for (int place = 0; place < state.threads; place += warp) {
        while (turn(state.backwards ? state.threads - warp - place : place))
            moved = true;
    }
    return moved;
}

} // namespace

void runThreadsBackwards(bool backwards) { running().backwards = backwards; }

void runBlock(int threads, const std::function<void()> &thread)
{
    Running &state = running();
    if (threads % warp != 0)
        fail("a block of other than whole warps");
    if (state.fibers.size() < std::size_t(threads))
        state.fibers.resize(std::size_t(threads));
    state.threads = threads;
    state.thread = &thread;
    for (int number = 0; number < threads; ++number) {
        Fiber &fiber = state.fibers[std::size_t(number)];
        fiber.wait = Wait::No;
        fiber.exchanges = 0;
        fiber.place = firstPlace(fiber.stack.get());
    }
    for (;;) {
        bool moved = turnOfWarps();
        moved = release(0, threads, Wait::Block) || moved;
        if (moved)
            continue;
        for (int number = 0; number < threads; ++number) {
            if (state.fibers[std::size_t(number)].wait != Wait::Ended)
                fail("the threads of a block wait for each other at different places");
        }
        return;
    }
}

unsigned current() { return unsigned(running().now); }

void meetBlock()
{
    Fiber &own = running().fibers[std::size_t(running().now)];
    own.wait = Wait::Block;
    toScheduler(own);
}

std::uint64_t exchangeInWarp(std::uint64_t bits, unsigned distance)
{
    Running &state = running();
    const int number = state.now;
    Fiber &own = state.fibers[std::size_t(number)];
    const unsigned buffer = own.exchanges++ % 2;
    own.given[buffer] = bits;
    own.wait = Wait::Warp;
    toScheduler(own);
    return state.fibers[std::size_t(number / warp * warp + int(unsigned(number % warp) ^ distance))].given[buffer];
}

} // namespace primer::cuda_on_cpu
