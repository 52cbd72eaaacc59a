// One part of the kernel driven with random and adversarial input; a difference ends the program with code 1.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <thread>
#include <vector>

#include "conflict.hpp"
#include "dispatch.hpp"
#include "running.hpp"

namespace detente::tests {

void drive_explicit(std::uint64_t seed, unsigned models);
void drive_batch(std::uint64_t seed, unsigned models);
void drive_walk(std::uint64_t seed, unsigned models);
void drive_answers(std::uint64_t seed, unsigned models);
void drive_coalitions(std::uint64_t seed, unsigned models);

/// End the program unless something holds; `part` and `seed` say how to see it again.
inline void require(bool holds, const char* what, const char* part, std::uint64_t seed) {
    if (holds) return;
    std::fprintf(stderr, "%s, seed %llu: %s\n", part, static_cast<unsigned long long>(seed), what);
    std::exit(1);
}

/// Whether `work` throws an exception of that kind; others pass.
template <class Error, class Work>
bool throws(Work work) {
    try {
        work();
    } catch (const Error&) {
        return true;
    }
    return false;
}

/// What a watch throws that wants the work to end, as Ctrl-C does.
struct Stopped : std::exception {};

inline Watch quiet_watch() {
    return [](const Token&) {};
}

/// The instruction sets that were built and that this processor has.
inline std::vector<Target> usable_targets() {
    std::vector<Target> found;
    for (const Target target : {Target::baseline, Target::avx2, Target::avx512})
        if (is_built(target) && target <= chosen_target()) found.push_back(target);
    return found;
}

/// Run long work twice: ended by another thread, and by a watch that throws. `work(token, watch)` may also come to its
/// end before it hears; what it must not do is hang, leak or break.
template <class Work>
void cancel_in_the_middle(Work work, std::chrono::milliseconds after) {
    for (const bool by_watch : {false, true}) {
        Token token;
        std::thread other;
        if (!by_watch)
            other = std::thread([&] {
                std::this_thread::sleep_for(after);
                token.cancel();
            });
        try {
            work(token, by_watch ? Watch([](const Token&) { throw Stopped(); }) : quiet_watch());
        } catch (const Cancelled&) {
        } catch (const Stopped&) {
        }
        if (other.joinable()) other.join();
    }
}

}  // namespace detente::tests
