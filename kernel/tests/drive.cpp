// drive PART SEED MODELS: runs a part of the kernel (explicit, batch, walk, answers, coalitions) on so many random models.
#include "drive.hpp"

#include <cstring>

int main(int count, char** given) {
    using namespace detente::tests;
    if (count == 4) {
        const std::uint64_t seed = std::strtoull(given[2], nullptr, 10);
        const auto models = static_cast<unsigned>(std::strtoul(given[3], nullptr, 10));
        const auto is = [&](const char* part) { return std::strcmp(given[1], part) == 0; };
        if (is("explicit")) return drive_explicit(seed, models), 0;
        if (is("batch")) return drive_batch(seed, models), 0;
        if (is("walk")) return drive_walk(seed, models), 0;
        if (is("answers")) return drive_answers(seed, models), 0;
        if (is("coalitions")) return drive_coalitions(seed, models), 0;
    }
    std::fputs("usage: drive explicit|batch|walk|answers|coalitions SEED MODELS\n", stderr);
    return 2;
}
