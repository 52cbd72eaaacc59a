#include "dispatch.hpp"

#include <cstdlib>
#include <cstring>

namespace detente {

namespace {

bool has(Target target) noexcept {
#ifdef DETENTE_HAS_AVX512
    __builtin_cpu_init();
    switch (target) {
        case Target::avx2:
            return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                   __builtin_cpu_supports("popcnt");
        case Target::avx512:
            return has(Target::avx2) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                   __builtin_cpu_supports("avx512vl");
        default: return true;
    }
#else
    return target == Target::baseline;
#endif
}

Target choose() noexcept {
    const char* most = std::getenv("DETENTE_TARGET");
    Target best = Target::baseline;
    for (const Target target : {Target::baseline, Target::avx2, Target::avx512}) {
        if (is_built(target) && has(target)) best = target;
        if (most != nullptr && std::strcmp(most, target_names[static_cast<std::size_t>(target)]) == 0) break;
    }
    return best;
}

}  // namespace

Target chosen_target() noexcept {
    static const Target chosen = choose();
    return chosen;
}

}  // namespace detente
