#include "coalitions_hot.hpp"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace detente::coalitions::DETENTE_TARGET {

namespace {

constexpr std::size_t lanes = 16;

/// Return a bit for each point of a block that has at least `needed` in every column.
///
/// `n_columns` is 0 where the number of columns is not known when this is compiled.
template <unsigned n_columns>
std::uint32_t points_with(const std::int32_t* block, unsigned given, const std::int32_t* needed) {
    const unsigned columns = n_columns == 0 ? given : n_columns;
#if defined(__AVX512F__)
    __mmask16 all = 0xffff;
    for (unsigned c = 0; c < columns; ++c)
        all = _mm512_mask_cmpge_epi32_mask(all, _mm512_loadu_si512(block + c * lanes), _mm512_set1_epi32(needed[c]));
    return all;
#elif defined(__AVX2__)
    __m256i below = _mm256_setzero_si256(), below_too = below;
    for (unsigned c = 0; c < columns; ++c) {
        const __m256i least = _mm256_set1_epi32(needed[c]);
        const auto* at = reinterpret_cast<const __m256i*>(block + c * lanes);
        below = _mm256_or_si256(below, _mm256_cmpgt_epi32(least, _mm256_loadu_si256(at)));
        below_too = _mm256_or_si256(below_too, _mm256_cmpgt_epi32(least, _mm256_loadu_si256(at + 1)));
    }
    const auto low = static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(below)));
    const auto high = static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(below_too)));
    return ~(low | high << 8) & 0xffff;
#else
    std::int32_t all[lanes];
    for (std::size_t l = 0; l < lanes; ++l) all[l] = -1;
    for (unsigned c = 0; c < columns; ++c)
        for (std::size_t l = 0; l < lanes; ++l) all[l] &= -std::int32_t{block[c * lanes + l] >= needed[c]};
    std::uint32_t found = 0;
    for (std::size_t l = 0; l < lanes; ++l) found |= static_cast<std::uint32_t>(all[l]) & std::uint32_t{1} << l;
    return found;
#endif
}

template <unsigned n_columns>
std::size_t search(const std::int32_t* blocks, std::size_t n_blocks, unsigned given, const std::int32_t* needed) {
    const unsigned columns = n_columns == 0 ? given : n_columns;
    for (std::size_t b = 0; b < n_blocks; ++b)
        if (points_with<n_columns>(blocks + b * columns * lanes, columns, needed) != 0) return b;
    return n_blocks;
}

template <unsigned n_columns>
bool search(const Levels& levels, const std::int32_t* needed, std::uint64_t& looked) {
    const unsigned columns = n_columns == 0 ? levels.columns : n_columns;
    std::size_t block[Levels::most];
    std::uint32_t left[Levels::most];  // of each level, the lanes of its block that may lead to a point
    unsigned level = levels.n_levels - 1;
    block[level] = 0;
    left[level] = points_with<n_columns>(levels.blocks[level], columns, needed);
    for (++looked;; ++looked) {
        while (left[level] == 0)
            if (++level == levels.n_levels) return false;
        if (level == 0) return true;
        const std::size_t below = block[level] * lanes + static_cast<unsigned>(__builtin_ctz(left[level]));
        left[level] &= left[level] - 1;
        block[--level] = below;
        left[level] = points_with<n_columns>(levels.blocks[level] + below * columns * lanes, columns, needed);
    }
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

bool has_point_with(const Levels& levels, const std::int32_t* needed, std::uint64_t& looked) {
    switch (levels.columns) {
        case 4: return search<4>(levels, needed, looked);
        case 5: return search<5>(levels, needed, looked);
        case 6: return search<6>(levels, needed, looked);
        default: return search<0>(levels, needed, looked);
    }
}

}  // namespace detente::coalitions::DETENTE_TARGET
