// Which vectors are outdone by some point: each way of finding out, against a double loop.
#include "drive_dominance.hpp"

#include <algorithm>
#include <numeric>

#include "coalitions_dominance.hpp"
#include "coalitions_hot.hpp"
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

/// However soon it leaves off, what it says is right.
void compare_boxes(const Vectors& given, const std::vector<std::uint8_t>& expected, std::uint64_t most, std::uint64_t seed) {
    Token token;
    std::vector<std::uint8_t> out(given.n, 0), open(given.n, 1);
    coalitions::outdone_in_boxes(given.points.data(), given.needed.data(), given.n, given.columns, open.data(), most, out.data(), token);
    for (std::size_t q = 0; q < given.n; ++q)
        require(open[q] != 0 || out[q] == expected[q], "not what a double loop outdoes, by boxes", "dominance", seed);
    if (most == ~std::uint32_t{0})
        require(std::ranges::count(open, 1) == 0, "boxes leave off too soon", "dominance", seed);
}

struct Loops {
    Target target;
    decltype(&coalitions::baseline::first_block_with) first;
    decltype(&coalitions::baseline::has_point_with) has;
};

/// Every instruction set gives the same answer about the same blocks.
void compare_targets(const Vectors& given, std::uint64_t seed) {
    std::vector<Loops> loops{{Target::baseline, coalitions::baseline::first_block_with, coalitions::baseline::has_point_with}};
#if defined(DETENTE_HAS_AVX512)
    loops.push_back({Target::avx2, coalitions::avx2::first_block_with, coalitions::avx2::has_point_with});
    loops.push_back({Target::avx512, coalitions::avx512::first_block_with, coalitions::avx512::has_point_with});
#endif
    const std::size_t n = std::min<std::size_t>(given.n, 256), n_blocks = (n + coalitions::lanes - 1) / coalitions::lanes;
    std::vector<Value> blocks(n_blocks * given.columns * coalitions::lanes, -1), top(given.columns * coalitions::lanes, -1);
    for (std::size_t k = 0; k < n; ++k)
        for (unsigned c = 0; c < given.columns; ++c) {
            const Value value = given.points[k * given.columns + c];
            const std::size_t block = k / coalitions::lanes;
            blocks[(block * given.columns + c) * coalitions::lanes + k % coalitions::lanes] = value;
            Value& greatest = top[c * coalitions::lanes + block];
            greatest = std::max(greatest, value);
        }
    coalitions::Levels levels;
    levels.blocks[0] = blocks.data();
    levels.blocks[1] = top.data();
    levels.n_levels = n_blocks > 1 ? 2 : 1;
    levels.columns = given.columns;
    for (std::size_t q = 0; q < given.n; ++q) {
        const Value* const needed = given.needed.data() + q * given.columns;
        const std::size_t expected = loops[0].first(blocks.data(), n_blocks, given.columns, needed);
        for (const Loops& one : loops) {
            if (one.target > chosen_target()) continue;
            std::uint64_t looked = 0;
            const bool first = one.first(blocks.data(), n_blocks, given.columns, needed) == expected;
            require(first && one.has(levels, needed, looked) == (expected < n_blocks), "instruction sets differ", "dominance", seed);
        }
    }
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
    compare_boxes(given, expected, chance.holds(50) ? chance.from(0, 40) : ~std::uint32_t{0}, seed);
    compare_targets(given, seed);
}

}  // namespace detente::tests
