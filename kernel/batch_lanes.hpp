// 64 lanes of unsigned numbers, for the instruction set that the file is compiled for. Only for batch_hot.cpp.
//
// A `Kept` says in which lanes a move counts: 64 bits with AVX-512; elsewhere a vector that is all ones in the lanes
// where it does *not* count, so that `x | kept` is out of the way of a minimum. Nothing of the standard library is
// compiled here: its templates would be shared with code for lesser processors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__AVX512BW__) || defined(__AVX2__) || defined(__SSE2__)
#include <immintrin.h>
#endif

namespace detente::DETENTE_TARGET {

#if defined(__AVX512BW__)
inline constexpr std::size_t vector_bytes = 64;
#elif defined(__AVX2__)
inline constexpr std::size_t vector_bytes = 32;
#else
inline constexpr std::size_t vector_bytes = 16;
#endif

template <class T>
struct Vector {
    typedef T Type __attribute__((vector_size(vector_bytes), may_alias));
};

template <class T>
using Vec = typename Vector<T>::Type;

/// Vectors for 64 lanes.
template <class T>
inline constexpr std::size_t parts = 64 * sizeof(T) / vector_bytes;

template <class T>
struct Lanes {
    Vec<T> v[parts<T>];
};

template <class T>
inline Lanes<T> load(const T* at) {
    Lanes<T> out;
    for (std::size_t k = 0; k < parts<T>; ++k) out.v[k] = *(reinterpret_cast<const Vec<T>*>(at) + k);
    return out;
}

template <class T>
inline void store(T* at, const Lanes<T>& from) {
    for (std::size_t k = 0; k < parts<T>; ++k) *(reinterpret_cast<Vec<T>*>(at) + k) = from.v[k];
}

template <class T>
inline Lanes<T> all_ones() {
    Lanes<T> out;
    for (std::size_t k = 0; k < parts<T>; ++k) out.v[k] = ~Vec<T>{};
    return out;
}

template <class T>
inline Vec<T> least(Vec<T> a, Vec<T> b) {
#if defined(__AVX512BW__)
    if constexpr (sizeof(T) == 1) return (Vec<T>)_mm512_min_epu8((__m512i)a, (__m512i)b);
    else if constexpr (sizeof(T) == 2) return (Vec<T>)_mm512_min_epu16((__m512i)a, (__m512i)b);
    else return (Vec<T>)_mm512_maskz_min_epu32(0xFFFF, (__m512i)a, (__m512i)b);
#elif defined(__AVX2__)
    if constexpr (sizeof(T) == 1) return (Vec<T>)_mm256_min_epu8((__m256i)a, (__m256i)b);
    else if constexpr (sizeof(T) == 2) return (Vec<T>)_mm256_min_epu16((__m256i)a, (__m256i)b);
    else return (Vec<T>)_mm256_min_epu32((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
    if constexpr (sizeof(T) == 1) return (Vec<T>)_mm_min_epu8((__m128i)a, (__m128i)b);
    else if constexpr (sizeof(T) == 2) return (Vec<T>)_mm_sub_epi16((__m128i)a, _mm_subs_epu16((__m128i)a, (__m128i)b));
    else return a < b ? a : b;
#else
    return a < b ? a : b;
#endif
}

template <class T>
inline Vec<T> greatest(Vec<T> a, Vec<T> b) {
#if defined(__AVX512BW__)
    if constexpr (sizeof(T) == 1) return (Vec<T>)_mm512_max_epu8((__m512i)a, (__m512i)b);
    else if constexpr (sizeof(T) == 2) return (Vec<T>)_mm512_max_epu16((__m512i)a, (__m512i)b);
    else return (Vec<T>)_mm512_maskz_max_epu32(0xFFFF, (__m512i)a, (__m512i)b);
#elif defined(__AVX2__)
    if constexpr (sizeof(T) == 1) return (Vec<T>)_mm256_max_epu8((__m256i)a, (__m256i)b);
    else if constexpr (sizeof(T) == 2) return (Vec<T>)_mm256_max_epu16((__m256i)a, (__m256i)b);
    else return (Vec<T>)_mm256_max_epu32((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
    if constexpr (sizeof(T) == 1) return (Vec<T>)_mm_max_epu8((__m128i)a, (__m128i)b);
    else if constexpr (sizeof(T) == 2) return (Vec<T>)_mm_add_epi16((__m128i)b, _mm_subs_epu16((__m128i)a, (__m128i)b));
    else return a > b ? a : b;
#else
    return a > b ? a : b;
#endif
}

template <class T>
inline Lanes<T> min(const Lanes<T>& a, const Lanes<T>& b) {
    Lanes<T> out;
    for (std::size_t k = 0; k < parts<T>; ++k) out.v[k] = least<T>(a.v[k], b.v[k]);
    return out;
}

template <class T>
inline Lanes<T> max(const Lanes<T>& a, const Lanes<T>& b) {
    Lanes<T> out;
    for (std::size_t k = 0; k < parts<T>; ++k) out.v[k] = greatest<T>(a.v[k], b.v[k]);
    return out;
}

/// Note in `seen` every bit in which a and b differ.
template <class T>
inline void note_change(Lanes<T>& seen, const Lanes<T>& a, const Lanes<T>& b) {
    for (std::size_t k = 0; k < parts<T>; ++k) seen.v[k] |= a.v[k] ^ b.v[k];
}

template <class T>
inline bool is_zero(const Lanes<T>& a) {
    Vec<T> all = a.v[0];
    for (std::size_t k = 1; k < parts<T>; ++k) all |= a.v[k];
#if defined(__AVX512BW__)
    return _mm512_test_epi64_mask((__m512i)all, (__m512i)all) == 0;
#elif defined(__AVX2__)
    return _mm256_testz_si256((__m256i)all, (__m256i)all) != 0;
#else
    std::uint64_t words[vector_bytes / 8], sum = 0;
    std::memcpy(words, &all, sizeof words);
    for (const std::uint64_t word : words) sum |= word;
    return sum == 0;
#endif
}

/// The lanes in which a > b, as bits.
template <class T>
inline std::uint64_t greater_bits(const Lanes<T>& a, const Lanes<T>& b) {
    std::uint64_t bits = 0;
#if defined(__AVX512BW__)
    for (std::size_t k = 0; k < parts<T>; ++k) {
        const __m512i x = (__m512i)a.v[k], y = (__m512i)b.v[k];
        if constexpr (sizeof(T) == 1) bits = _mm512_cmpgt_epu8_mask(x, y);
        else if constexpr (sizeof(T) == 2)
            bits |= static_cast<std::uint64_t>(_mm512_cmpgt_epu16_mask(x, y)) << (32 * k);
        else bits |= static_cast<std::uint64_t>(_mm512_cmpgt_epu32_mask(x, y)) << (16 * k);
    }
#elif defined(__AVX2__)
    if constexpr (sizeof(T) == 1) {
        for (std::size_t k = 0; k < 2; ++k) {
            const __m256i no = _mm256_cmpeq_epi8((__m256i)least<T>(a.v[k], b.v[k]), (__m256i)a.v[k]);
            bits |= static_cast<std::uint64_t>(~static_cast<std::uint32_t>(_mm256_movemask_epi8(no))) << (32 * k);
        }
    } else if constexpr (sizeof(T) == 2) {
        for (std::size_t k = 0; k < 2; ++k) {
            const __m256i low = _mm256_cmpeq_epi16((__m256i)least<T>(a.v[2 * k], b.v[2 * k]), (__m256i)a.v[2 * k]);
            const __m256i high =
                _mm256_cmpeq_epi16((__m256i)least<T>(a.v[2 * k + 1], b.v[2 * k + 1]), (__m256i)a.v[2 * k + 1]);
            const __m256i no = _mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xD8);
            bits |= static_cast<std::uint64_t>(~static_cast<std::uint32_t>(_mm256_movemask_epi8(no))) << (32 * k);
        }
    } else {
        for (std::size_t k = 0; k < 8; ++k) {
            const __m256i no = _mm256_cmpeq_epi32((__m256i)least<T>(a.v[k], b.v[k]), (__m256i)a.v[k]);
            const std::uint64_t eight = 0xFFu & ~static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(no)));
            bits |= eight << (8 * k);
        }
    }
#else
    T x[64], y[64];
    std::memcpy(x, a.v, sizeof x);
    std::memcpy(y, b.v, sizeof y);
#if defined(__SSE2__)
    if constexpr (sizeof(T) == 1) {
        for (std::size_t k = 0; k < 4; ++k) {
            const __m128i no = _mm_cmpeq_epi8((__m128i)least<T>(a.v[k], b.v[k]), (__m128i)a.v[k]);
            bits |= static_cast<std::uint64_t>(0xFFFFu & ~static_cast<unsigned>(_mm_movemask_epi8(no))) << (16 * k);
        }
        return bits;
    }
#endif
    for (std::size_t k = 0; k < 64; ++k) bits |= static_cast<std::uint64_t>(x[k] > y[k]) << k;
#endif
    return bits;
}

#if defined(__AVX512BW__)

template <class T>
using Kept = std::uint64_t;

template <class T>
inline Kept<T> keep_greater(const Lanes<T>& a, const Lanes<T>& b) {
    return greater_bits<T>(a, b);
}

/// min(a, x) where the move counts, else a.
template <class T>
inline Lanes<T> min_where(const Kept<T>& kept, const Lanes<T>& a, const Lanes<T>& x) {
    Lanes<T> out;
    for (std::size_t k = 0; k < parts<T>; ++k) {
        const __m512i u = (__m512i)a.v[k], w = (__m512i)x.v[k];
        if constexpr (sizeof(T) == 1) out.v[k] = (Vec<T>)_mm512_mask_min_epu8(u, kept, u, w);
        else if constexpr (sizeof(T) == 2)
            out.v[k] = (Vec<T>)_mm512_mask_min_epu16(u, static_cast<__mmask32>(kept >> (32 * k)), u, w);
        else out.v[k] = (Vec<T>)_mm512_mask_min_epu32(u, static_cast<__mmask16>(kept >> (16 * k)), u, w);
    }
    return out;
}

#else

template <class T>
using Kept = Lanes<T>;

template <class T>
inline Kept<T> keep_greater(const Lanes<T>& a, const Lanes<T>& b) {
    Kept<T> out;
    for (std::size_t k = 0; k < parts<T>; ++k) out.v[k] = (Vec<T>)(least<T>(a.v[k], b.v[k]) == a.v[k]);
    return out;
}

template <class T>
inline Lanes<T> min_where(const Kept<T>& kept, const Lanes<T>& a, const Lanes<T>& x) {
    Lanes<T> out;
    for (std::size_t k = 0; k < parts<T>; ++k) out.v[k] = least<T>(a.v[k], x.v[k] | kept.v[k]);
    return out;
}

#endif

/// One byte for each of 64 bits.
inline void spread(std::uint64_t bits, std::uint8_t* out) {
#if defined(__AVX512BW__)
    _mm512_storeu_si512(out, _mm512_maskz_set1_epi8(bits, 1));
#else
    for (std::size_t eight = 0; eight < 8; ++eight) {
        // Byte k keeps bit k alone; adding 127 then carries into the highest bit of the byte, unless it is 0.
        const std::uint64_t own = (bits >> (8 * eight) & 0xFF) * 0x0101010101010101u & 0x8040201008040201u;
        const std::uint64_t ones = ((own + 0x7F7F7F7F7F7F7F7Fu) | own) >> 7 & 0x0101010101010101u;
        for (std::size_t k = 0; k < 8; ++k) out[8 * eight + k] = static_cast<std::uint8_t>(ones >> (8 * k));
    }
#endif
}

/// A move counts in the lanes of these bits.
template <class T>
inline Kept<T> keep_bits(std::uint64_t bits) {
#if defined(__AVX512BW__)
    return bits;
#else
    std::uint8_t ones[64];
    spread(bits, ones);
    T wide[64];
    for (std::size_t k = 0; k < 64; ++k) wide[k] = static_cast<T>(ones[k] - 1);
    Kept<T> out;
    std::memcpy(out.v, wide, sizeof wide);
    return out;
#endif
}

#if defined(__SSE2__)

/// 16 bytes of each of 16 rows, turned round: out + stride * s gets byte s of each row.
template <class Row>
inline void turn(Row row, std::uint8_t* out, std::size_t stride) {
    __m128i r[16], t[16];
    for (int k = 0; k < 16; ++k) r[k] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(row(k)));
    for (int k = 0; k < 8; ++k) {
        t[2 * k] = _mm_unpacklo_epi8(r[k], r[k + 8]);
        t[2 * k + 1] = _mm_unpackhi_epi8(r[k], r[k + 8]);
    }
    for (int k = 0; k < 8; ++k) {
        r[2 * k] = _mm_unpacklo_epi8(t[k], t[k + 8]);
        r[2 * k + 1] = _mm_unpackhi_epi8(t[k], t[k + 8]);
    }
    for (int k = 0; k < 8; ++k) {
        t[2 * k] = _mm_unpacklo_epi8(r[k], r[k + 8]);
        t[2 * k + 1] = _mm_unpackhi_epi8(r[k], r[k + 8]);
    }
    for (int k = 0; k < 8; ++k) {
        r[2 * k] = _mm_unpacklo_epi8(t[k], t[k + 8]);
        r[2 * k + 1] = _mm_unpackhi_epi8(t[k], t[k + 8]);
    }
    for (int k = 0; k < 16; ++k) _mm_storeu_si128(reinterpret_cast<__m128i*>(out + stride * k), r[k]);
}

/// The same for 8 numbers of 16 bits of each of 8 rows; `stride` counts numbers.
template <class Row>
inline void turn(Row row, std::uint16_t* out, std::size_t stride) {
    __m128i r[8], t[8];
    for (int k = 0; k < 8; ++k) r[k] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(row(k)));
    for (int round = 0; round < 3; ++round) {
        for (int k = 0; k < 4; ++k) {
            t[2 * k] = _mm_unpacklo_epi16(r[k], r[k + 4]);
            t[2 * k + 1] = _mm_unpackhi_epi16(r[k], r[k + 4]);
        }
        for (int k = 0; k < 8; ++k) r[k] = t[k];
    }
    for (int k = 0; k < 8; ++k) _mm_storeu_si128(reinterpret_cast<__m128i*>(out + stride * k), r[k]);
}

#endif

/// Put the ranks of states first ... last - 1 into lanes.
template <class T>
inline void gather(const T* const* rows, std::size_t first, std::size_t last, T* out) {
    std::size_t state = first;
#if defined(__SSE2__)
    if constexpr (sizeof(T) <= 2) {
        constexpr std::size_t side = 16 / sizeof(T);
        for (; state + side <= last; state += side)
            for (std::size_t lane = 0; lane < 64; lane += side)
                turn([&](int k) { return rows[lane + k] + state; }, out + 64 * (state - first) + lane, 64);
    }
#endif
    for (std::size_t lane = 0; lane < 64; ++lane)
        for (std::size_t s = state; s < last; ++s) out[64 * (s - first) + lane] = rows[lane][s];
}

/// out[stride * lane + state] = bit `lane` of words[state], for the first `count` lanes.
inline void unpack(const std::uint64_t* words, std::size_t states, std::size_t count, std::uint8_t* out,
                   std::size_t stride) {
    std::size_t state = 0;
#if defined(__SSE2__)
    alignas(64) std::uint8_t spreads[16][64];
    for (; count == 64 && state + 16 <= states; state += 16) {
        for (std::size_t k = 0; k < 16; ++k) spread(words[state + k], spreads[k]);
        for (std::size_t lane = 0; lane < 64; lane += 16)
            turn([&](int k) { return spreads[k] + lane; }, out + stride * lane + state, stride);
    }
#endif
    for (std::size_t lane = 0; lane < count; ++lane)
        for (std::size_t s = state; s < states; ++s) out[stride * lane + s] = words[s] >> lane & 1;
}

}  // namespace detente::DETENTE_TARGET
