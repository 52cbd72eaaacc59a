// Which vectors are outdone by some point: each way of finding out, against a double loop.
#include "drive_dominance.hpp"

#include <algorithm>
#include <numeric>

#include "coalitions_dominance.hpp"
#include "drive.hpp"

namespace detente::tests {

namespace {

using coalitions::Value;

struct Vectors {
    std::size_t n;
    unsigned columns;
    std::vector<Value> points, needed;
};

/// Points on or near a plane, so that few outdo others, or anywhere; `needed` is somewhere above.
Vectors random_vectors(Chance& chance, std::size_t most) {
    Vectors made{chance.from(1, most), static_cast<unsigned>(chance.from(1, 7)), {}, {}};
    const bool flat = chance.holds(50);
    const std::uint64_t top = chance.from(1, chance.holds(50) ? 6 : 4000);
    for (std::size_t k = 0; k < made.n; ++k) {
        std::uint64_t sum = 0;
        for (unsigned c = 0; c < made.columns; ++c) {
            std::uint64_t value = chance.from(0, top);
            if (flat && c + 1 == made.columns) value = made.columns * top - sum;
            sum += value;
            made.points.push_back(static_cast<Value>(value));
            made.needed.push_back(static_cast<Value>(value + chance.from(0, flat ? 1 : 2)));
        }
    }
    return made;
}

std::vector<std::uint8_t> by_loops(const Vectors& given) {
    std::vector<std::uint8_t> out(given.n, 0);
    for (std::size_t q = 0; q < given.n; ++q)
        for (std::size_t p = 0; p < given.n && !out[q]; ++p)
            out[q] = std::equal(given.points.begin() + static_cast<std::ptrdiff_t>(p * given.columns),
                                given.points.begin() + static_cast<std::ptrdiff_t>((p + 1) * given.columns),
                                given.needed.begin() + static_cast<std::ptrdiff_t>(q * given.columns),
                                [](Value point, Value need) { return point >= need; });
    return out;
}

}  // namespace

void drive_dominance(std::uint64_t seed, std::size_t most) {
    Chance chance(seed);
    const Vectors given = random_vectors(chance, most);
    const auto expected = by_loops(given);
    Token token;
    std::vector<std::uint8_t> out(given.n, 0);
    coalitions::outdone(given.points.data(), given.needed.data(), given.n, given.columns, out.data(), token);
    require(out == expected, "not what a double loop outdoes", "dominance", seed);
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    std::vector<std::uint32_t> all(given.n);
    std::iota(all.begin(), all.end(), 0u);
    coalitions::outdone_by_halves(given.points.data(), given.n, given.needed.data(), all, given.columns, out.data(), token);
    require(out == expected, "not what a double loop outdoes, by halves", "dominance", seed);
}

}  // namespace detente::tests
