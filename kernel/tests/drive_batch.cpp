// The batch engine: many profiles on one structure, compared with the definitions one by one.
#include <algorithm>

#include "batch.hpp"
#include "drive.hpp"
#include "naive.hpp"
#include "profiles.hpp"

namespace detente::tests {

namespace {

constexpr const char* part = "batch";
using Words = std::vector<std::uint64_t>;

/// What the kernel says of one profile, in the form of `stable`.
std::vector<std::uint8_t> unpacked(const Words& words, std::size_t profile, const Conflict& conflict) {
    const std::size_t size = conflict.n_players() * conflict.n_states;
    std::vector<std::uint8_t> flags(size);
    for (unsigned c = 0; c < 5; ++c)
        for (std::size_t at = 0; at < size; ++at)
            flags[at] |= static_cast<std::uint8_t>((words[(profile / 64 * 5 + c) * size + at] >> (profile % 64) & 1) << c);
    return flags;
}

/// The reduced answers follow from the flags.
void compare_reduced(const BatchStructure& structure, const BatchOrders& orders, const BatchProfiles& profiles,
                     const Words& flags, Chance& chance, std::uint64_t seed) {
    const std::size_t states = structure.states(), players = structure.players();
    const auto c = static_cast<unsigned>(chance.from(0, 4));
    const auto wanted = std::make_unique<bool[]>(states);
    for (std::size_t s = 0; s < states; ++s) wanted[s] = chance.holds(50);
    Token token;
    const auto ask = [&](BatchAnswer answer) {
        Words out(batch_words(structure, profiles.blocks(), 1u << c, answer));
        batch_solve_all(structure, orders, profiles, 1u << c, answer, wanted.get(), out.data(), 2, token, quiet_watch());
        return out;
    };
    const Words joint = ask(BatchAnswer::joint), some = ask(BatchAnswer::some), every = ask(BatchAnswer::every),
                counts = ask(BatchAnswer::counts);
    for (std::size_t p = 0; p < profiles.count; ++p) {
        std::uint64_t n_wanted = 0, n_other = 0;
        for (std::size_t s = 0; s < states; ++s) {
            bool all = true;
            for (std::size_t i = 0; i < players; ++i)
                all = all && (flags[((p / 64 * 5 + c) * players + i) * states + s] >> (p % 64) & 1) != 0;
            require((joint[p / 64 * states + s] >> (p % 64) & 1) == all, "wrong equilibria", part, seed);
            (wanted[s] ? n_wanted : n_other) += all;
        }
        require((some[p / 64] >> (p % 64) & 1) == (n_wanted != 0), "wrong: some equilibrium", part, seed);
        require((every[p / 64] >> (p % 64) & 1) == (n_other == 0), "wrong: every equilibrium", part, seed);
        require(counts[p] == n_wanted, "wrong number of equilibria", part, seed);
    }
}

/// The masks are the flags, byte by byte.
void compare_masks(const BatchStructure& structure, const BatchOrders& orders, const BatchProfiles& profiles,
                   const Words& flags, std::uint64_t seed) {
    const std::size_t size = structure.players() * structure.states();
    std::vector<std::uint8_t> masks(5 * profiles.count * size);
    Token token;
    batch_masks_all(structure, orders, profiles, 31, masks.data(), 2, token, quiet_watch());
    for (std::size_t c = 0; c < 5; ++c)
        for (std::size_t p = 0; p < profiles.count; ++p)
            for (std::size_t at = 0; at < size; ++at)
                require(masks[(c * profiles.count + p) * size + at] == (flags[(p / 64 * 5 + c) * size + at] >> (p % 64) & 1),
                        "masks are not the flags", part, seed);
}

void compare(std::uint64_t seed) {
    Chance chance(seed);
    Asked asked(random_small(chance));
    Conflict& conflict = asked.conflict;
    const BatchStructure structure(conflict.n_states, asked.spans);
    const Orders orders(chance, conflict.n_players(), conflict.n_states);
    const std::size_t count = chance.from(1, 150);
    const std::vector<std::int64_t> numbers = orders.any_profiles(chance, count);
    const BatchProfiles profiles{count, numbers.data()};
    std::vector<const void*> kept;
    Words first;
    for (const std::size_t width : {1, 2, 4})
        for (const unsigned threads : {0u, 3u}) {
            Token token;
            Words out(batch_words(structure, profiles.blocks(), 31, BatchAnswer::flags));
            batch_solve_all(structure, orders.of_width(width, kept), profiles, 31, BatchAnswer::flags, nullptr, out.data(),
                            threads, token, quiet_watch());
            if (first.empty()) first = out;
            require(out == first, "other answers with other widths or threads", part, seed);
        }
    for (std::size_t p = 0; p < count; p += 1 + count / 12) {
        orders.put(numbers, p, conflict);
        require(unpacked(first, p, conflict) == stable(conflict), "not what the definitions say", part, seed);
    }
    compare_reduced(structure, orders.of_width(1, kept), profiles, first, chance, seed);
    compare_masks(structure, orders.of_width(2, kept), profiles, first, seed);
}

void cancel_large(std::uint64_t seed) {
    Chance chance(seed);
    Size size;
    size.options_from = size.options_to = 8;
    const Asked asked(random_options(chance, size));
    const BatchStructure structure(asked.conflict.n_states, asked.spans);
    const Orders orders(chance, asked.conflict.n_players(), asked.conflict.n_states);
    const std::vector<std::int64_t> numbers(asked.conflict.n_players() * 64 * 500, 0);
    const BatchProfiles profiles{64 * 500, numbers.data()};
    std::vector<const void*> kept;
    const BatchOrders narrow = orders.of_width(1, kept);
    Words out(batch_words(structure, profiles.blocks(), 31, BatchAnswer::joint));
    for (const unsigned after : {0u, 5u})
        cancel_in_the_middle(
            [&](Token& token, const Watch& watch) {
                batch_solve_all(structure, narrow, profiles, 1, BatchAnswer::joint, nullptr, out.data(), 3, token, watch);
            },
            std::chrono::milliseconds(after));
}

void refuse(std::uint64_t seed) {
    Chance chance(seed);
    const Asked asked(random_arcs(chance, 20, 4));
    const auto n = static_cast<std::int64_t>(asked.conflict.n_states);
    const auto refused = [&](std::vector<std::int64_t> starts, std::vector<std::int64_t> ends) {
        const std::vector<BatchArcs> arcs{{starts, ends}};
        require(throws<std::invalid_argument>([&] { const BatchStructure made(asked.conflict.n_states, arcs); }),
                "a structure that is none", part, seed);
    };
    const std::vector<std::int64_t> none(asked.conflict.n_states + 1);
    auto starts = none;
    refused({}, {});
    refused({none.begin(), none.end() - 1}, {});
    for (const std::int64_t wrong : {std::int64_t{-1}, std::int64_t{2}, INT64_MAX, INT64_MIN}) {
        starts.back() = wrong;
        refused(starts, {0});
    }
    starts.back() = 1;
    for (const std::int64_t wrong : {std::int64_t{-1}, n, std::int64_t{1} << 32, INT64_MAX, INT64_MIN}) refused(starts, {wrong});
    starts = none;
    starts.front() = 1;
    refused(starts, {0});
    require(throws<std::invalid_argument>([&] { const BatchStructure made(0, asked.spans); }), "no states", part, seed);
    require(throws<std::invalid_argument>([&] { const BatchStructure made(1, {}); }), "no decision makers", part, seed);
}

}  // namespace

void drive_batch(std::uint64_t seed, unsigned models) {
    for (std::uint64_t nth = seed; nth < seed + models; ++nth) {
        compare(nth);
        if ((nth - seed) % 8 == 0) refuse(nth);
        if ((nth - seed) % 32 == 0) cancel_large(nth);
    }
}

}  // namespace detente::tests
