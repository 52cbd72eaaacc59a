// The worst that answers bring about: as the definitions say, by options and along arcs, from several callers at once.
#include <atomic>
#include <limits>

#include "batch_answers.hpp"
#include "drive.hpp"
#include "naive.hpp"
#include "profiles.hpp"

namespace detente::tests {

namespace {

constexpr const char* part = "answers";
constexpr std::int32_t none = std::numeric_limits<std::int32_t>::max();
using Numbers = std::vector<std::int32_t>;

Numbers random_numbers(Chance& chance, std::size_t count, std::size_t below) {
    Numbers made;
    const std::uint64_t most = chance.from(0, below - 1);
    for (std::size_t at = 0; at < count; ++at) made.push_back(static_cast<std::int32_t>(chance.from(0, most)));
    return made;
}

/// The ranks of a conflict in one row after the other.
Numbers ranks_of(const Conflict& conflict) {
    Numbers made;
    for (const std::vector<std::int64_t>& own : conflict.ranks)
        for (const std::int64_t rank : own) made.push_back(static_cast<std::int32_t>(rank));
    return made;
}

Numbers found_by(const BatchAnswers& answers, std::uint32_t movers, const Numbers& labels) {
    Token token;
    Numbers least(labels.size());
    answers.worst(movers, labels, least.data(), token);
    return least;
}

void compare(const BatchPaths& paths, const Conflict& conflict, bool any, Chance& chance, std::uint64_t seed) {
    Token token;
    const BatchAnswers answers(paths, ranks_of(conflict), any, token);
    const auto movers = static_cast<std::uint32_t>(chance.from(0, (std::uint64_t{1} << conflict.n_players()) - 1));
    const Numbers labels = random_numbers(chance, conflict.n_states, 3 * conflict.n_states);
    const Numbers found = found_by(answers, movers, labels);
    for (std::uint32_t s = 0; s < conflict.n_states; ++s)
        require(found[s] == From(conflict, s).worst(movers, !any, labels, none), "not what the definitions say", part, seed);
    std::atomic<bool> same{true};
    std::vector<std::thread> callers;
    for (unsigned nth = 0; nth < 2; ++nth)
        callers.emplace_back([&] {
            if (found_by(answers, movers, labels) != found) same = false;
        });
    for (std::thread& caller : callers) caller.join();
    require(same, "several callers disturb each other", part, seed);
}

void compare_arcs(std::uint64_t seed) {
    Chance chance(seed);
    Asked asked(random_arcs(chance, 20, 4));
    for (std::vector<std::int64_t>& own : asked.conflict.ranks)
        for (std::int64_t& rank : own) rank = static_cast<std::int64_t>(chance.from(0, asked.conflict.n_states - 1));
    compare(BatchPaths(asked.conflict.n_states, asked.spans), asked.conflict, chance.holds(40), chance, seed);
}

void compare_options(std::uint64_t seed) {
    Chance chance(seed);
    Size size;
    size.options_to = 5;
    size.words = chance.holds(30) ? 2 : 1;
    size.irreversible = chance.holds(50);
    Options options = random_options(chance, size);
    for (std::vector<std::int64_t>& own : options.ranks)
        for (std::int64_t& rank : own) rank = static_cast<std::int64_t>(chance.from(0, options.n_states - 1));
    if (options.frozen.empty()) options.frozen.assign(options.words.size(), 0);
    const BatchPaths paths({options.n_words, options.words, options.owned, options.only_up, options.only_down, options.frozen});
    compare(paths, options, chance.holds(40), chance, seed);
}

void refuse(std::uint64_t seed) {
    Chance chance(seed);
    const Asked asked(random_arcs(chance, 20, 4));
    const BatchPaths paths(asked.conflict.n_states, asked.spans);
    const std::size_t count = asked.conflict.n_states * asked.conflict.n_players();
    const auto refused = [&](const Numbers& ranks) {
        Token token;
        require(throws<std::invalid_argument>([&] { const BatchAnswers made(paths, ranks, true, token); }),
                "ranks that are none", part, seed);
    };
    refused(Numbers(count - 1));
    for (const std::int32_t wrong : {-1, static_cast<std::int32_t>(asked.conflict.n_states), none}) {
        Numbers ranks(count);
        ranks[chance.from(0, count - 1)] = wrong;
        refused(ranks);
    }
}

}  // namespace

void drive_answers(std::uint64_t seed, unsigned models) {
    for (std::uint64_t nth = seed; nth < seed + models; ++nth) {
        compare_arcs(nth);
        compare_options(nth);
        if ((nth - seed) % 8 == 0) refuse(nth);
    }
}

}  // namespace detente::tests
