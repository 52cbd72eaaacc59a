// Attainability and single states: forward from the states that matter, 64 profiles at a time.
//
// Each state (or pair of a state and its last mover) carries the profiles for which it was reached, one bit each, and
// is opened again only for those that are new; for each profile alone this is the search of the definition.
#pragma once

#include <cstdint>
#include <vector>

#include "batch_paths.hpp"

namespace detente {

/// Which answers of the outsiders deter a step.
enum class BatchReplies : std::uint8_t { credible, any, none, joint };

enum class BatchKind : std::uint8_t {
    attains,   // a chain of unanswered joint improvements leads from `state` to a wanted state
    leaves,    // some group has an unanswered improvement from `state`
    reaches,   // legal sequences of the movers' own improvements lead from `state` to a wanted state
    unstable,  // `state` is unstable for `player`
};

struct BatchQuestion {
    BatchKind kind;
    std::uint32_t state;
    const bool* wanted;                 // (states): attains, reaches
    std::vector<std::uint64_t> groups;  // a bit for each member: attains, leaves
    BatchJoint joint;
    BatchReplies replies;
    bool pareto;
    std::uint64_t movers;  // reaches
    std::uint32_t player;  // unstable
    bool countermove;      // unstable: a reply must hold against every further move of the player
};

/// Answer for all profiles: out is (blocks) words, a bit for each profile; bits past the last one are zero.
/// The caller has checked that states, players and groups are there.
void batch_walk_all(const BatchPaths& paths, const BatchOrders& orders, const BatchProfiles& profiles,
                    const BatchQuestion& question, std::uint64_t* out, unsigned threads, Token& token,
                    const Watch& watch);

}  // namespace detente
