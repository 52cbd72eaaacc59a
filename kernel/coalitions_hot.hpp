// The loop that looks for a point that outdoes another; compiled for each instruction set.
#pragma once

#include <cstddef>
#include <cstdint>

namespace detente::coalitions {

// Blocks hold 16 points each, column by column.

/// Points in boxes: a lane of a block of one level holds the greatest values of one block of the level below, column by
/// column, and the points themselves are the lowest level. The highest level is one block.
struct Levels {
    static constexpr unsigned most = 8;
    const std::int32_t* blocks[most] = {};
    unsigned n_levels = 0, columns = 0;
};

// `first_block_with` returns the first block with a point that has at least `needed` in every column, or `n_blocks`.
// `has_point_with` returns whether there is one in the boxes, and adds to `looked` how many blocks were looked at.
#define DETENTE_DECLARE(target)                                                                          \
    namespace target {                                                                                   \
    std::size_t first_block_with(const std::int32_t* blocks, std::size_t n_blocks, unsigned columns,     \
                                 const std::int32_t* needed);                                            \
    bool has_point_with(const Levels& levels, const std::int32_t* needed, std::uint64_t& looked);        \
    }
DETENTE_DECLARE(baseline)
DETENTE_DECLARE(avx2)
DETENTE_DECLARE(avx512)
#undef DETENTE_DECLARE

}  // namespace detente::coalitions
