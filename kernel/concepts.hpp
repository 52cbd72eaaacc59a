// Solution concepts as bits (theory C1-C5); the order of the bits is that of the results.
#pragma once

#include <cstdint>

namespace detente {

enum Concept : std::uint32_t { nash = 1, gmr = 2, smr = 4, seq = 8, sseq = 16 };
inline constexpr std::uint32_t every_concept = 31;

}  // namespace detente
