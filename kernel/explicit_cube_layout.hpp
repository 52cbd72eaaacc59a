// Where the states of a cube are in the arrays of each decision maker.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model.hpp"

namespace detente {

/// Where one decision maker's bits are in a state, and where a state is in its [strategy][rest].
struct Axis {
    unsigned shift = 0, width = 0, n_options = 0;

    std::uint32_t strategy(std::uint32_t state) const noexcept { return state >> shift & (n_strategies() - 1); }
    std::uint32_t rest(std::uint32_t state) const noexcept {
        return (state >> (shift + width) << shift) | (state & ((std::uint32_t{1} << shift) - 1));
    }
    std::uint32_t place(std::uint32_t state) const noexcept {
        return (strategy(state) << (n_options - width)) | rest(state);
    }
    /// The bit of a state that a bit of its rest is.
    unsigned bit_of_rest(unsigned bit) const noexcept { return bit < shift ? bit : bit + width; }
    std::size_t n_rest() const noexcept { return std::size_t{1} << (n_options - width); }
    std::uint32_t n_strategies() const noexcept { return std::uint32_t{1} << width; }
};

using Axes = std::vector<Axis>;

inline unsigned widest(const Axes& axes) {
    unsigned width = 0;
    for (const Axis& axis : axes) width = std::max(width, axis.width);
    return width;
}

/// The fewest options of those that have any.
inline unsigned narrowest(const Axes& axes) {
    unsigned width = axes.empty() ? 0 : axes.front().n_options;
    for (const Axis& axis : axes)
        if (axis.width != 0) width = std::min(width, axis.width);
    return width;
}

/// The decision makers other than `i` that have options.
inline std::vector<std::size_t> opponents_of(const Axes& axes, std::size_t i) {
    std::vector<std::size_t> found;
    for (std::size_t j = 0; j < axes.size(); ++j)
        if (j != i && axes[j].width != 0) found.push_back(j);
    return found;
}

/// Bytes, as powers of two, of a mask for groups of 2^width states, and of ranks.
inline unsigned log_of_mask(unsigned width) noexcept { return width <= 3 ? 0 : width - 3; }
inline unsigned log_of_rank(std::uint64_t highest) noexcept { return highest <= 0xff ? 0 : highest <= 0xffff ? 1 : 2; }

/// 64-bit words for so many masks.
inline unsigned words_of_row(std::size_t n_masks, unsigned mask_log) noexcept {
    const std::size_t per_word = 8u >> mask_log;
    return static_cast<unsigned>((n_masks + per_word - 1) / per_word);
}

/// Call `use` with a 0 of the type of masks.
template <class Use>
decltype(auto) with_mask_type(unsigned mask_log, Use&& use) {
    switch (mask_log) {
        case 0: return use(std::uint8_t{});
        case 1: return use(std::uint16_t{});
        case 2: return use(std::uint32_t{});
        default: return use(std::uint64_t{});
    }
}

/// Call `use` with a 0 of the type of ranks.
template <class Use>
decltype(auto) with_rank_type(unsigned rank_log, Use&& use) {
    switch (rank_log) {
        case 0: return use(std::uint8_t{});
        case 1: return use(std::uint16_t{});
        default: return use(std::uint32_t{});
    }
}

}  // namespace detente
