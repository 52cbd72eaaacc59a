#include "coalitions_boxes.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

#include "dispatch.hpp"

namespace detente::coalitions {

namespace {

constexpr Value nothing = std::numeric_limits<Value>::min();

/// Puts places of points into an order in which each aligned run of 16, 256, ... is a box.
class Sorting {
  public:
    Sorting(const Value* points, unsigned columns, Token& token) : points_(points), columns_(columns), token_(token) {}

    void sort(std::uint32_t* first, std::size_t n, unsigned column = 0) const {
        for (; n > lanes; column = (column + 1) % columns_) {
            if (n >= 4096) token_.advance(0);
            const std::size_t half = std::bit_floor(n - 1);
            const auto value = [&](std::uint32_t place) { return points_[std::size_t{place} * columns_ + column]; };
            std::nth_element(first, first + half, first + n,
                             [&](std::uint32_t a, std::uint32_t b) { return value(a) > value(b); });
            sort(first, half, (column + 1) % columns_);
            first += half;
            n -= half;
        }
    }

  private:
    const Value* points_;
    unsigned columns_;
    Token& token_;
};

}  // namespace

Boxes::Boxes(const Value* points, std::size_t n_points, unsigned columns, Token& token) : order_(n_points) {
    std::iota(order_.begin(), order_.end(), 0u);
    Sorting(points, columns, token).sort(order_.data(), n_points);
    const auto blocks_for = [&](std::size_t n) { return std::vector<Value>((n + lanes - 1) / lanes * lanes * columns, nothing); };
    blocks_[0] = blocks_for(n_points);
    for (std::size_t at = 0; at < n_points; ++at)
        for (unsigned c = 0; c < columns; ++c)
            blocks_[0][(at / lanes * columns + c) * lanes + at % lanes] = points[std::size_t{order_[at]} * columns + c];
    levels_.columns = columns;
    std::size_t n_blocks = (n_points + lanes - 1) / lanes;
    for (levels_.n_levels = 1; n_blocks > 1; n_blocks = (n_blocks + lanes - 1) / lanes, ++levels_.n_levels) {
        token.advance(0);
        const std::vector<Value>& below = blocks_[levels_.n_levels - 1];
        std::vector<Value>& made = blocks_[levels_.n_levels] = blocks_for(n_blocks);
        for (std::size_t b = 0; b < n_blocks; ++b)
            for (unsigned c = 0; c < columns; ++c) {
                const Value* const from = below.data() + (b * columns + c) * lanes;
                made[(b / lanes * columns + c) * lanes + b % lanes] = *std::max_element(from, from + lanes);
            }
    }
    for (unsigned level = 0; level < levels_.n_levels; ++level) levels_.blocks[level] = blocks_[level].data();
}

bool Boxes::has(const Value* needed, std::uint64_t& looked) const noexcept {
    return DETENTE_DISPATCH(has_point_with(levels_, needed, looked));
}

}  // namespace detente::coalitions
