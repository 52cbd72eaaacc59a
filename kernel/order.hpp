// Sorting states by small labels: least significant digits first, stable.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "running.hpp"

namespace detente {

namespace internal {

/// Move `from` to `to` in ascending order of one digit of their labels; those of equal digit keep their order.
template <class Label>
void sort_by_digit(const Label* label, const std::uint32_t* from, std::uint32_t* to, std::size_t n, unsigned shift,
                   std::vector<std::uint32_t>& starts, Token& token) {
    const auto last = static_cast<std::uint32_t>(starts.size() - 1);
    const auto digit = [&](std::uint32_t state) { return static_cast<std::uint32_t>(label[state] >> shift) & last; };
    std::fill(starts.begin(), starts.end(), 0);
    in_slices(n, token, [&](std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at) ++starts[digit(from[at])];
    });
    std::uint32_t before = 0;
    for (std::uint32_t& start : starts) {
        const std::uint32_t count = start;
        start = before;
        before += count;
    }
    in_slices(n, token, [&](std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at) to[starts[digit(from[at])]++] = from[at];
    });
}

}  // namespace internal

/// Sort `states` (n of them) by label, ascending and stable. `spare` has room for as many. Looks at the token now and then.
template <class Label>
void sort_by_label(const Label* label, std::uint64_t highest, std::uint32_t* states, std::uint32_t* spare, std::size_t n,
                   Token& token) {
    const auto bits = static_cast<unsigned>(std::bit_width(highest));
    const auto most = static_cast<unsigned>(std::clamp<std::size_t>(std::bit_width(n), 4, 12));
    const unsigned digits = (bits + most - 1) / most;
    if (digits == 0 || n < 2) return;
    const unsigned width = (bits + digits - 1) / digits;
    std::vector<std::uint32_t> starts(std::size_t{1} << width);
    std::uint32_t *from = states, *to = spare;
    for (unsigned digit = 0; digit < digits; ++digit) {
        internal::sort_by_digit(label, from, to, n, digit * width, starts, token);
        std::swap(from, to);
    }
    if (from != states) std::copy(from, from + n, states);
}

}  // namespace detente
