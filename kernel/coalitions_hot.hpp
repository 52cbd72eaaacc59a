// The loop that looks for a point that outdoes another; compiled for each instruction set.
#pragma once

#include <cstddef>
#include <cstdint>

namespace detente::coalitions {

// Blocks hold 16 points each, column by column. Returns the first block with a point that has at least `needed` in every
// column, or `n_blocks`.
#define DETENTE_DECLARE(target)                                                                          \
    namespace target {                                                                                   \
    std::size_t first_block_with(const std::int32_t* blocks, std::size_t n_blocks, unsigned columns,     \
                                 const std::int32_t* needed);                                            \
    }
DETENTE_DECLARE(baseline)
DETENTE_DECLARE(avx2)
DETENTE_DECLARE(avx512)
#undef DETENTE_DECLARE

}  // namespace detente::coalitions
