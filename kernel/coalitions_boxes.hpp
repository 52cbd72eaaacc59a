// Points in a tree of boxes, for many points of which none outdoes another (docs/theory/coalitions.md).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "coalitions_dominance.hpp"
#include "coalitions_hot.hpp"

namespace detente::coalitions {

/// All of some points, such that points near each other are in the same box. Takes four bytes for each value, and a
/// fifteenth more for the boxes.
class Boxes {
  public:
    /// `points` are rows of `columns` values; there is at least one.
    Boxes(const Value* points, std::size_t n_points, unsigned columns, Token& token);
    Boxes(const Boxes&) = delete;
    Boxes& operator=(const Boxes&) = delete;

    /// The places of the points, box by box.
    const std::vector<std::uint32_t>& order() const noexcept { return order_; }

    /// Is there a point with at least `needed` in every column? Adds to `looked` how many blocks were looked at.
    bool has(const Value* needed, std::uint64_t& looked) const noexcept;

  private:
    std::vector<std::uint32_t> order_;
    std::array<std::vector<Value>, Levels::most> blocks_;
    Levels levels_;
};

}  // namespace detente::coalitions
