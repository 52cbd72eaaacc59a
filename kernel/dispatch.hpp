// Which of the instruction sets that were built this processor has.
#pragma once

#include <array>
#include <cstddef>

namespace detente {

enum class Target : std::size_t { baseline, avx2, avx512 };

inline constexpr std::array<const char*, 3> target_names{"baseline", "avx2", "avx512"};

/// Whether code for a target is in this build.
constexpr bool is_built(Target target) noexcept {
    switch (target) {
        case Target::baseline: return true;
#ifdef DETENTE_HAS_AVX2
        case Target::avx2: return true;
#endif
#ifdef DETENTE_HAS_AVX512
        case Target::avx512: return true;
#endif
        default: return false;
    }
}

/// Return the best target that was built and that this processor has. DETENTE_TARGET=baseline or avx2 in the environment
/// keeps it from a better one. Read once: the answer never changes in a process.
Target chosen_target() noexcept;

}  // namespace detente

// Calls `function(...)` of the namespace of the chosen target. For a file x_hot.cpp that declares, in x.hpp,
//     namespace detente { namespace baseline { int f(int); } namespace avx2 { int f(int); } namespace avx512 { int f(int); } }
// and defines it once in namespace detente::DETENTE_TARGET: `DETENTE_DISPATCH(f(3))`.
#if defined(DETENTE_HAS_AVX512)
#define DETENTE_DISPATCH(call)                                             \
    (::detente::chosen_target() == ::detente::Target::avx512 ? avx512::call \
     : ::detente::chosen_target() == ::detente::Target::avx2 ? avx2::call   \
                                                             : baseline::call)
#else
#define DETENTE_DISPATCH(call) (baseline::call)
#endif
