// Attainability and single states in the batch engine: along arcs as the definitions say, and the same by every way.
#include <algorithm>
#include <atomic>
#include <memory>

#include "batch_walk.hpp"
#include "drive.hpp"
#include "naive.hpp"
#include "profiles.hpp"

namespace detente::tests {

namespace {

constexpr const char* part = "walk";
using Words = std::vector<std::uint64_t>;

/// A question with what it points to.
struct Posed {
    BatchQuestion question{};
    std::vector<char> wanted;
    std::unique_ptr<bool[]> pointed;
};

Posed random_question(Chance& chance, const Conflict& conflict) {
    Posed posed;
    const std::uint64_t everybody = (std::uint64_t{1} << conflict.n_players()) - 1;
    posed.pointed = std::make_unique<bool[]>(conflict.n_states);
    for (std::size_t s = 0; s < conflict.n_states; ++s) {
        posed.wanted.push_back(chance.holds(20));
        posed.pointed[s] = posed.wanted[s] != 0;
    }
    BatchQuestion& question = posed.question;
    question.kind = static_cast<BatchKind>(chance.from(0, 3));
    question.state = static_cast<std::uint32_t>(chance.from(0, conflict.n_states - 1));
    question.wanted = posed.pointed.get();
    for (std::uint64_t group = 1; group <= everybody; ++group)
        if (chance.holds(70)) question.groups.push_back(group);
    question.joint = BatchJoint::sequences;
    question.replies = static_cast<BatchReplies>(chance.from(0, 2));
    question.movers = chance.from(1, everybody);
    question.player = static_cast<std::uint32_t>(chance.from(0, conflict.n_players() - 1));
    question.countermove = chance.holds(50);
    return posed;
}

/// What the definitions say of one profile.
bool expected(const Conflict& conflict, const Posed& posed) {
    const BatchQuestion& question = posed.question;
    const From from(conflict, question.state);
    const auto answers = static_cast<Answers>(question.replies);
    switch (question.kind) {
        case BatchKind::attains: return from.attains(question.groups, answers, posed.wanted);
        case BatchKind::leaves: return from.leaves(question.groups, answers);
        case BatchKind::reaches: return from.reaches(question.movers, posed.wanted);
        default: break;
    }
    const unsigned concepts[3][2] = {{3, 4}, {1, 2}, {0, 0}};  // SEQ, SSEQ; GMR, SMR; Nash
    const unsigned c = concepts[static_cast<unsigned>(question.replies)][question.countermove];
    return (stable(conflict)[question.player * conflict.n_states + question.state] >> c & 1) == 0;
}

Words walked(const BatchPaths& paths, const BatchOrders& orders, const BatchProfiles& profiles, const BatchQuestion& question,
             unsigned threads) {
    Token token;
    Words out(profiles.blocks());
    batch_walk_all(paths, orders, profiles, question, out.data(), threads, token, quiet_watch());
    return out;
}

/// Every width of ranks gives the same, and so do several callers that share the paths.
Words walked_by_all(const BatchPaths& paths, const Orders& orders, const BatchProfiles& profiles,
                    const BatchQuestion& question, std::uint64_t seed) {
    std::vector<const void*> kept;
    const Words first = walked(paths, orders.of_width(1, kept), profiles, question, 0);
    std::atomic<bool> same{true};
    std::vector<std::thread> callers;
    for (const std::size_t width : {1, 2, 4})
        callers.emplace_back([&, width] {
            std::vector<const void*> own;
            if (walked(paths, orders.of_width(width, own), profiles, question, width == 4 ? 2 : 0) != first) same = false;
        });
    for (std::thread& caller : callers) caller.join();
    require(same, "other answers with other widths, or several callers disturb each other", part, seed);
    return first;
}

void compare_arcs(std::uint64_t seed) {
    Chance chance(seed);
    Asked asked(random_small(chance));
    Conflict& conflict = asked.conflict;
    const BatchPaths paths(conflict.n_states, asked.spans);
    const Orders orders(chance, conflict.n_players(), conflict.n_states);
    const std::vector<std::int64_t> numbers = orders.any_profiles(chance, chance.from(1, 150));
    const BatchProfiles profiles{numbers.size() / conflict.n_players(), numbers.data()};
    for (unsigned question = 0; question < 4; ++question) {
        const Posed posed = random_question(chance, conflict);
        const Words found = walked_by_all(paths, orders, profiles, posed.question, seed);
        for (std::size_t p = 0; p < profiles.count; p += 1 + profiles.count / 6) {
            orders.put(numbers, p, conflict);
            require((found[p / 64] >> (p % 64) & 1) == expected(conflict, posed), "not what the definitions say", part, seed);
        }
    }
}

/// The option rule gives the same as its arcs; joint moves at once, Pareto improvements and joint answers only agree
/// with themselves here: the tests of the Python package compare those with the definitions.
void compare_options(std::uint64_t seed) {
    Chance chance(seed);
    Size size;
    size.options_to = 5;
    size.words = chance.holds(30) ? 2 : 1;
    Options options = random_options(chance, size);
    if (options.frozen.empty()) options.frozen.assign(options.words.size(), 0);
    const BatchPaths by_options(
        {options.n_words, options.words, options.owned, options.only_up, options.only_down, options.frozen});
    const Asked asked(options);
    const BatchPaths by_arcs(options.n_states, asked.spans);
    const Orders orders(chance, options.n_players(), options.n_states);
    const std::vector<std::int64_t> numbers = orders.any_profiles(chance, 100);
    const BatchProfiles profiles{100, numbers.data()};
    for (unsigned nth = 0; nth < 4; ++nth) {
        Posed posed = random_question(chance, options);
        const Words found = walked_by_all(by_options, orders, profiles, posed.question, seed);
        require(found == walked_by_all(by_arcs, orders, profiles, posed.question, seed), "arcs say something else", part, seed);
        if (posed.question.kind == BatchKind::reaches || posed.question.kind == BatchKind::unstable) continue;
        posed.question.joint = static_cast<BatchJoint>(chance.from(0, 2));
        posed.question.replies = static_cast<BatchReplies>(chance.from(0, 3));
        posed.question.pareto = chance.holds(50);
        walked_by_all(by_options, orders, profiles, posed.question, seed);
    }
}

void refuse(std::uint64_t seed) {
    Chance chance(seed);
    const Asked asked(random_arcs(chance, 20, 4));
    const auto refused = [&](std::vector<std::int64_t> starts, std::vector<std::int64_t> ends) {
        const std::vector<BatchArcs> arcs{{starts, ends}};
        require(throws<std::invalid_argument>([&] { const BatchPaths made(asked.conflict.n_states, arcs); }),
                "a structure that is none", part, seed);
    };
    std::vector<std::int64_t> starts(asked.conflict.n_states + 1);
    refused({}, {});
    starts.back() = 1;
    refused(starts, {});
    for (const std::int64_t wrong : {std::int64_t{-1}, std::int64_t{1} << 32, INT64_MAX, INT64_MIN}) refused(starts, {wrong});
    require(throws<std::invalid_argument>([&] { const BatchPaths made(BatchOptions{}); }), "no options", part, seed);
}

}  // namespace

void drive_walk(std::uint64_t seed, unsigned models) {
    for (std::uint64_t nth = seed; nth < seed + models; ++nth) {
        compare_arcs(nth);
        compare_options(nth);
        if ((nth - seed) % 8 == 0) refuse(nth);
    }
}

}  // namespace detente::tests
