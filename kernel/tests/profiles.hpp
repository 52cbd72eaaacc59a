// Orders and profiles for the drivers of the batch engine.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "batch.hpp"
#include "conflict.hpp"

namespace detente::tests {

/// For each decision maker some orders of the states, in three widths.
class Orders {
  public:
    Orders(Chance& chance, std::size_t players, std::size_t states) : states_(states), counts_(players) {
        for (std::size_t i = 0; i < players; ++i) {
            counts_[i] = chance.from(1, 5);
            const std::uint64_t most = chance.from(0, std::min<std::size_t>(states, 254));
            values_.emplace_back();
            for (std::size_t at = 0; at < counts_[i] * states; ++at)
                values_.back().push_back(static_cast<std::uint32_t>(chance.from(0, most)));
            narrow_.emplace_back(values_[i].begin(), values_[i].end());
            middle_.emplace_back(values_[i].begin(), values_[i].end());
        }
    }

    BatchOrders of_width(std::size_t width, std::vector<const void*>& kept) const {
        kept.clear();
        for (std::size_t i = 0; i < values_.size(); ++i) {
            const void* wide = values_[i].data();
            kept.push_back(width == 1 ? narrow_[i].data() : width == 2 ? static_cast<const void*>(middle_[i].data()) : wide);
        }
        return {width, kept};
    }

    /// Numbers of orders, (count, decision makers).
    std::vector<std::int64_t> any_profiles(Chance& chance, std::size_t count) const {
        std::vector<std::int64_t> numbers;
        for (std::size_t p = 0; p < count; ++p)
            for (const std::size_t orders : counts_) numbers.push_back(static_cast<std::int64_t>(chance.from(0, orders - 1)));
        return numbers;
    }

    /// Give a conflict the ranks of one profile.
    void put(const std::vector<std::int64_t>& numbers, std::size_t profile, Conflict& conflict) const {
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            const auto states = static_cast<std::int64_t>(states_);
            const auto first = values_[i].begin() + numbers[profile * counts_.size() + i] * states;
            conflict.ranks[i].assign(first, first + states);
        }
    }

  private:
    std::size_t states_;
    std::vector<std::size_t> counts_;
    std::vector<std::vector<std::uint32_t>> values_;
    std::vector<std::vector<std::uint16_t>> middle_;
    std::vector<std::vector<std::uint8_t>> narrow_;
};

/// A conflict with the edge lists that the batch engine takes.
struct Asked {
    Conflict conflict;
    Arcs arcs;
    std::vector<BatchArcs> spans;

    explicit Asked(Conflict given) : conflict(std::move(given)), arcs(conflict) {
        for (std::size_t i = 0; i < arcs.starts.size(); ++i) spans.push_back({arcs.starts[i], arcs.targets[i]});
    }
};

inline Conflict random_small(Chance& chance) {
    if (chance.holds(40)) return random_arcs(chance, 20, 4);
    Size size;
    size.options_to = 5;
    return random_options(chance, size);
}

}  // namespace detente::tests
