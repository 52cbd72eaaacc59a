// What the explicit engine is given: plain arrays, in the order of the states; checked at the border.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "concepts.hpp"

namespace detente {

/// What is asked: these concepts, for the decision makers from `first` up to, and without, `last`.
struct Question {
    unsigned concepts = every_concept;
    std::size_t first = 0, last = 0;
};

/// One decision maker's ranks as they come: signed integers of 1, 2, 4 or 8 bytes, from 0; higher is better.
struct RankColumn {
    const void* data = nullptr;
    unsigned bytes = 8;
};

/// Call `use` with the column as a pointer to integers of its width.
template <class Use>
decltype(auto) with_values(const RankColumn& column, Use&& use) {
    switch (column.bytes) {
        case 1: return use(static_cast<const std::int8_t*>(column.data));
        case 2: return use(static_cast<const std::int16_t*>(column.data));
        case 4: return use(static_cast<const std::int32_t*>(column.data));
        case 8: return use(static_cast<const std::int64_t*>(column.data));
        default: throw std::invalid_argument("ranks are integers of 1, 2, 4 or 8 bytes");
    }
}

/// Moves by the option rule (theory A2): any change of the mover's own options, but for directions and freezes.
struct OptionModel {
    std::size_t n_states = 0;
    std::size_t n_words = 1;                   ///< 64-bit words of a state
    unsigned n_options = 0;
    const std::uint64_t* words = nullptr;      ///< (n_states, n_words), all different; null: every combination, in order
    const std::uint64_t* owned = nullptr;      ///< (decision makers, n_words), disjoint
    const std::uint64_t* only_up = nullptr;    ///< (n_words): options that only go from N to Y
    const std::uint64_t* only_down = nullptr;  ///< (n_words): options that only go from Y to N
    const std::uint64_t* frozen = nullptr;     ///< (n_states, n_words): what no move from a state changes; null: nothing
    std::vector<RankColumn> ranks;             ///< one for each decision maker
};

/// One decision maker's moves as edge lists: those from `s` are `targets[starts[s]]` to `targets[starts[s + 1] - 1]`.
struct ArcList {
    const std::int64_t* starts = nullptr;   ///< (n_states + 1)
    const std::int64_t* targets = nullptr;  ///< (starts[n_states])
};

/// Moves along explicit arcs, of any kind: common moves, intransitive ones.
struct ArcModel {
    std::size_t n_states = 0;
    std::vector<ArcList> moves;     ///< one for each decision maker
    std::vector<RankColumn> ranks;  ///< one for each decision maker
};

}  // namespace detente
