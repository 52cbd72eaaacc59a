// Which vectors are outdone by some point: the question behind coalition improvements (theory C15).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "running.hpp"

namespace detente::coalitions {

using Value = std::int32_t;
inline constexpr std::size_t lanes = 16;  ///< points of a block

/// Points among which no other is in every column at least as great, as far as they were looked at; in blocks of 16.
class Front {
  public:
    explicit Front(unsigned columns = 0) : columns_(columns) {}

    std::size_t size() const noexcept { return size_; }
    std::size_t bytes() const noexcept { return blocks_.capacity() * sizeof(Value); }
    unsigned columns() const noexcept { return columns_; }

    /// Is there a point with at least `needed` in every column? Adds to `work` how many blocks were looked at.
    bool has(const Value* needed, std::uint64_t& work) const noexcept;
    void add(const Value* point);
    /// Add a point unless another is at least as great; tidies up now and then.
    bool offer(const Value* point, std::uint64_t& work, Token& token, std::uint64_t most = no_end);
    /// Drop every point that another is at least as great as; the greatest sums come first. Leaves off where the work
    /// comes to `most`, so that some may stay.
    void tidy(std::uint64_t& work, Token& token, std::uint64_t most = no_end);
    void read(std::size_t place, Value* point) const noexcept;
    void shrink() { blocks_.shrink_to_fit(); }

    static constexpr std::uint64_t no_end = ~std::uint64_t{0};

  private:
    unsigned columns_;
    std::size_t size_ = 0;
    std::size_t tidied_ = 0;
    std::vector<Value> blocks_;
};

/// Set `out[k]` to 1 where some of `n` points has at least `needed + k * columns` in every column.
///
/// Both are row by row. `points` are nowhere greater than `needed` of the same row.
void outdone(const Value* points, const Value* needed, std::size_t n, unsigned columns, std::uint8_t* out, Token& token);

/// The same for the rows that are `open`, by looking into boxes: quick where points for a row lie in few boxes. Leaves off
/// after `most` blocks for each row, and sets `open` to 0 where there is an answer.
void outdone_in_boxes(const Value* points, const Value* needed, std::size_t n, unsigned columns, std::uint8_t* open,
                      std::uint64_t most, std::uint8_t* out, Token& token);

/// The same by divide and conquer, for any points and needs: `O(n log^(columns - 1) n)` whatever the points.
void outdone_by_halves(const Value* points, std::size_t n_points, const Value* needed,
                       std::vector<std::uint32_t> asked, unsigned columns, std::uint8_t* out, Token& token);

}  // namespace detente::coalitions
