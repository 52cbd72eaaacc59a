// Stability of coalitions (theory C15): CNash, CGMR, CSMR, CSEQ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "coalitions_reach.hpp"
#include "running.hpp"

namespace detente::coalitions {

enum class Concept : unsigned { cnash, cgmr, csmr, cseq };

/// What is asked: every concept of every coalition.
struct Question {
    std::vector<Concept> concepts;
    std::vector<Group> groups;
    std::vector<Group> family;  ///< the coalitions that may improve together in an answer (CSEQ)
    bool pareto = false;
    unsigned threads = 0;       ///< as for `run_tasks`
    std::size_t most_bytes = std::size_t{1} << 32;  ///< for each table of coalition moves
};

/// How much `answer` counts as done when it is done.
std::uint64_t work_of(const Model& model, const Question& question) noexcept;

/// Set `out[(concept, group, state)]` to 1 where the state is stable, and `ways[group]` to how moves were followed.
///
/// Throws `TooMuch` where a table of coalition moves would take more than `most_bytes`.
void answer(const Model& model, const Question& question, std::uint8_t* out, std::uint8_t* ways, Token& token,
            const Watch& watch);

}  // namespace detente::coalitions
