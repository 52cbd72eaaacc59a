// A hash of 64-bit words, for tables whose size is a power of two.
#pragma once

#include <cstdint>

namespace detente {

/// Mix one more word into a hash. The lowest bits of the result depend on all bits of the word.
inline std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) noexcept {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    hash = (hash ^ (hash >> 32)) * 0xd6e8feb86659fd93u;
    return hash ^ (hash >> 32);
}

}  // namespace detente
