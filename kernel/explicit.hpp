// The explicit engine: which states are stable, for every decision maker and concept (docs/theory/engines.md).
#pragma once

#include <cstddef>
#include <cstdint>

#include "dispatch.hpp"
#include "model.hpp"
#include "running.hpp"

namespace detente {

/// How the work is done. No part of it changes the answer.
struct Work {
    Token& token;
    const Watch& watch;
    unsigned threads = 1;  ///< 0: here, without waiting or watching
    Target target = Target::baseline;
};

/// How the states are held: as a cube of options, as a cube of the strategies that occur, or as a list.
enum class Form { best, options, strategies, compact };

/// Set bit c of `flags[(i - first) * n_states + s]` where state `s` is stable for decision maker `i` under concept c.
/// `flags` are 0 before. `std::invalid_argument` where the model is not what model.hpp says, or does not have the form.
void find_stable(const OptionModel& model, Form form, const Question& question, const Work& work, std::uint8_t* flags);
void find_stable_compact(const OptionModel& model, const Question& question, const Work& work, std::uint8_t* flags);
void find_stable_on_arcs(const ArcModel& model, const Question& question, const Work& work, std::uint8_t* flags);

/// How many units of work `Token` counts up to.
std::uint64_t units_of_work(std::size_t n_states, const Question& question) noexcept;

/// Check that the ranks of `n_states` are from 0 to 2^32 - 3, and return the highest of all; `std::invalid_argument`.
std::uint64_t highest_rank(const std::vector<RankColumn>& ranks, std::size_t n_states, const Work& work);

}  // namespace detente
