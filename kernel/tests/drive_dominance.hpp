// The question behind coalition improvements, driven on its own.
#pragma once

#include <cstddef>
#include <cstdint>

namespace detente::tests {

/// Compare each way of finding what is outdone with a double loop, on up to `most` random points.
void drive_dominance(std::uint64_t seed, std::size_t most);

}  // namespace detente::tests
