// What the batch engine compiles for each instruction set: 64 profiles side by side, one per lane of a vector.
#pragma once

#include <cstddef>
#include <cstdint>

#include "concepts.hpp"

namespace detente {

inline constexpr std::uint32_t lanes = 64;

/// A move of one decision maker: its number, which is that of its mask, and where it leads.
struct BatchMove {
    std::uint32_t number, end;
};

/// What one focal decision maker asks of the structure. Everything is compressed rows; no pointer is owned.
struct BatchFocal {
    /// Whether nobody else can gain by moving twice in a row, so that one label per state will do.
    bool plain;
    /// Where `plain`: what the others reach from each other is one part; parts are numbered from the sinks on.
    std::uint32_t n_parts;
    const std::uint32_t* part_of;        // (states)
    const std::uint32_t* member_starts;  // (parts + 1)
    const std::uint32_t* members;        // (states)
    const std::uint32_t* next_starts;    // (parts + 1)
    const std::uint32_t* next;           // the parts that moves of the others lead to
    /// Where `plain`: the moves of the others from each state.
    const std::uint32_t* other_starts;  // (states + 1)
    const BatchMove* others;
    /// Whether its own moves join states into groups in which every state leads to every other.
    bool grouped;
    std::uint32_t n_groups;
    const std::uint32_t* group_starts;  // (groups + 1)
    const std::uint32_t* grouping;      // (states)
};

/// One structure.
struct BatchPlan {
    std::uint32_t states, players, moves;
    const std::uint32_t* starts;  // (players, states + 1): numbers of moves
    const std::uint32_t* ends;    // (moves)
    const BatchFocal* focal;      // (players)
};

/// A move in an answer: where it leads (a place in the region), and the lanes in which it counts.
struct BatchReply {
    std::uint32_t end;
    std::uint64_t where;
};

/// States from which answers are followed, each in a place of its own; places before `first` are finished.
struct BatchRegion {
    std::uint32_t first, last;
    std::uint32_t movers, members;
    const std::uint32_t* starts;  // (places, movers) + 1: the replies of each mover from each place
    const BatchReply* replies;
};

/// For ranks of type T, which is unsigned of 8, 16 or 32 bits. Arrays of lanes are aligned to 64 bytes.
#define DETENTE_BATCH_HOT_FOR(T)                                                                                     \
    /* Solve 64 profiles. rows: (players, 64), each the ranks of the states; stable: (concepts, players, states). */ \
    void batch_solve(const BatchPlan& plan, const T* const* rows, std::uint32_t concepts, void* room,                \
                     std::uint64_t* stable);                                                                         \
    /* Put the ranks of states first ... last - 1 into lanes: out is (last - first, 64). */                          \
    void batch_gather(const T* const* rows, std::size_t first, std::size_t last, T* out);                            \
    /* The lanes in which a > b. */                                                                                  \
    std::uint64_t batch_greater(const T* a, const T* b);                                                             \
    /* Where each move is an improvement for its mover: ranks are (players, states, 64), `stride` from one to the    \
       next player; kept has 64 sizeof(T) bytes for each move. */                                                    \
    void batch_improvements(const BatchPlan& plan, const T* ranks, std::size_t stride, void* kept);                  \
    /* The worst label that legal sequences of movers bring about, of improvements, or where `kept` is null of all   \
       moves. label, worst: (states, 64); ahead: (movers, states, 64). */                                            \
    void batch_worst(const BatchPlan& plan, const void* kept, std::uint64_t movers, const T* label, T* ahead,        \
                     T* worst);                                                                                      \
    /* The same in a region, for several labels: (places, members, 1 + movers, 64), first the worst label, then what \
       is ahead of each mover; all are the label itself when it begins. */                                           \
    void batch_follow(const BatchRegion& region, T* labels);

#define DETENTE_BATCH_HOT                                                                                   \
    DETENTE_BATCH_HOT_FOR(std::uint8_t)                                                                     \
    DETENTE_BATCH_HOT_FOR(std::uint16_t)                                                                    \
    DETENTE_BATCH_HOT_FOR(std::uint32_t)                                                                    \
    /* Bytes of the room that batch_solve needs, to be aligned to 64. */                                    \
    std::size_t batch_room(const BatchPlan& plan, std::size_t width, std::uint32_t concepts);               \
    /* out[stride * lane + state] = bit `lane` of words[state], for the first `count` lanes. */             \
    void batch_unpack(const std::uint64_t* words, std::size_t states, std::size_t count, std::uint8_t* out, \
                      std::size_t stride);

namespace baseline {
DETENTE_BATCH_HOT
}
namespace avx2 {
DETENTE_BATCH_HOT
}
namespace avx512 {
DETENTE_BATCH_HOT
}

}  // namespace detente
