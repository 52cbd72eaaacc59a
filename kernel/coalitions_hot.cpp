#include "coalitions_hot.hpp"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace detente::coalitions::DETENTE_TARGET {

namespace {

constexpr std::size_t lanes = 16;

/// `n_columns` is 0 where the number of columns is not known when this is compiled.
template <unsigned n_columns>
std::size_t search(const std::int32_t* blocks, std::size_t n_blocks, unsigned given, const std::int32_t* needed) {
    const unsigned columns = n_columns == 0 ? given : n_columns;
    for (std::size_t b = 0; b < n_blocks; ++b, blocks += columns * lanes) {
#if defined(__AVX512F__)
        __mmask16 all = 0xffff;
        for (unsigned c = 0; c < columns; ++c)
            all = _mm512_mask_cmpge_epi32_mask(all, _mm512_loadu_si512(blocks + c * lanes),
                                               _mm512_set1_epi32(needed[c]));
        if (all) return b;
#elif defined(__AVX2__)
        __m256i below = _mm256_setzero_si256(), below_too = below;
        for (unsigned c = 0; c < columns; ++c) {
            const __m256i least = _mm256_set1_epi32(needed[c]);
            const auto* at = reinterpret_cast<const __m256i*>(blocks + c * lanes);
            below = _mm256_or_si256(below, _mm256_cmpgt_epi32(least, _mm256_loadu_si256(at)));
            below_too = _mm256_or_si256(below_too, _mm256_cmpgt_epi32(least, _mm256_loadu_si256(at + 1)));
        }
        const __m256i both = _mm256_and_si256(below, below_too);
        if (_mm256_movemask_epi8(both) != -1) return b;
#else
        std::int32_t all[lanes];
        for (std::size_t l = 0; l < lanes; ++l) all[l] = -1;
        for (unsigned c = 0; c < columns; ++c)
            for (std::size_t l = 0; l < lanes; ++l) all[l] &= -std::int32_t{blocks[c * lanes + l] >= needed[c]};
        std::int32_t any = 0;
        for (std::size_t l = 0; l < lanes; ++l) any |= all[l];
        if (any) return b;
#endif
    }
    return n_blocks;
}

}  // namespace

std::size_t first_block_with(const std::int32_t* blocks, std::size_t n_blocks, unsigned columns,
                             const std::int32_t* needed) {
    switch (columns) {
        case 1: return search<1>(blocks, n_blocks, columns, needed);
        case 2: return search<2>(blocks, n_blocks, columns, needed);
        case 3: return search<3>(blocks, n_blocks, columns, needed);
        case 4: return search<4>(blocks, n_blocks, columns, needed);
        case 5: return search<5>(blocks, n_blocks, columns, needed);
        case 6: return search<6>(blocks, n_blocks, columns, needed);
        default: return search<0>(blocks, n_blocks, columns, needed);
    }
}

}  // namespace detente::coalitions::DETENTE_TARGET
