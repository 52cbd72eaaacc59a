// The explicit engine: every form of the states, and arcs; every width of ranks, instruction set and number of threads.
#include <algorithm>
#include <atomic>
#include <limits>

#include "drive.hpp"
#include "explicit.hpp"
#include "hashing.hpp"
#include "naive.hpp"

namespace detente::tests {

namespace {

using Flags = std::vector<std::uint8_t>;
constexpr const char* part = "explicit";

/// The ways to solve: the forms of the option rule, or along arcs.
struct Way {
    Form form = Form::best;
    bool by_arcs = false;
};
constexpr Way along_arcs{Form::best, true};

Flags solved(const Way& way, const OptionModel& options, const ArcModel& arcs, const Question& question, const Work& work) {
    Flags flags((way.by_arcs ? arcs.n_states : options.n_states) * (question.last - question.first));
    if (way.by_arcs) {
        find_stable_on_arcs(arcs, question, work, flags.data());
    } else {
        find_stable(options, way.form, question, work, flags.data());
    }
    return flags;
}

/// The forms that a model by the option rule has; `best` is always one.
std::vector<Way> ways_of(const OptionModel& model) {
    const Watch watch = quiet_watch();
    std::vector<Way> ways{{Form::best}};
    for (const Form form : {Form::options, Form::strategies, Form::compact}) {
        Token token;
        const Question question{nash, 0, 1};
        if (!throws<std::invalid_argument>([&] { solved({form}, model, {}, question, Work{token, watch, 0, Target::baseline}); }))
            ways.push_back({form});
    }
    return ways;
}

/// Solve in one form on all instruction sets and several numbers of threads.
void compare(const Way& way, const OptionModel& options, const ArcModel& arcs, const Question& question, const Flags& expected,
             std::uint64_t seed) {
    const Watch watch = quiet_watch();
    const std::size_t first = question.first * (way.by_arcs ? arcs.n_states : options.n_states);
    for (const Target target : usable_targets()) {
        for (const unsigned threads : {0u, 1u, 3u}) {
            Token token;
            const Flags found = solved(way, options, arcs, question, Work{token, watch, threads, target});
            for (std::size_t at = 0; at < found.size(); ++at)
                require(found[at] == (expected[first + at] & question.concepts), "not what the definitions say", part, seed);
        }
        if (way.by_arcs) break;
    }
}

Size random_size(Chance& chance) {
    Size size;
    size.words = chance.holds(25) ? static_cast<unsigned>(chance.from(2, 3)) : 1;
    size.shuffled = size.words > 1 || chance.holds(50);
    size.complete = chance.holds(25);
    size.players_from = 1;
    size.players_to = 5;
    size.most_ranks = chance.holds(30) ? 2 : 0;
    return size;
}

Question everything(const Conflict& conflict) { return {every_concept, 0, conflict.n_players()}; }

/// All, or some concepts for some decision makers.
Question random_question(Chance& chance, std::size_t players) {
    if (chance.holds(50)) return {every_concept, 0, players};
    const std::size_t first = chance.from(0, players - 1);
    return {static_cast<unsigned>(chance.from(1, every_concept)), first, chance.from(first + 1, players)};
}

/// Compare one model in every form that it has, and note which those are.
void compare_options(std::uint64_t seed, std::vector<bool>& had) {
    Chance chance(seed);
    Options conflict = random_options(chance, random_size(chance));
    const Arcs arcs(conflict);
    const Flags expected = stable(conflict);
    const Question question = random_question(chance, conflict.n_players());
    const unsigned bytes = 1u << chance.from(0, 3);
    const OptionModel model = conflict.model(bytes);
    for (const Way& way : ways_of(model)) {
        compare(way, model, arcs.model(), question, expected, seed);
        had[static_cast<std::size_t>(way.form)] = true;
    }
    compare(along_arcs, model, arcs.model(), question, expected, seed);
}

void compare_arcs(std::uint64_t seed) {
    Chance chance(seed);
    const Conflict conflict = random_arcs(chance, 24, 4);
    const Arcs arcs(conflict);
    compare(along_arcs, {}, arcs.model(), random_question(chance, conflict.n_players()), stable(conflict), seed);
}

/// Larger models: every form, number of threads and instruction set gives the same bytes, several at the same time too.
void compare_large(std::uint64_t seed) {
    Chance chance(seed);
    Size size;
    size.shuffled = false;
    size.players_from = 3;  // a cube has few options for each
    size.options_from = size.options_to = 10;
    Options conflict = random_options(chance, size);
    const OptionModel model = conflict.model();
    const Watch watch = quiet_watch();
    Token token;
    const Flags expected = solved({Form::compact}, model, {}, everything(conflict), Work{token, watch, 0, Target::baseline});
    for (const Way& way : ways_of(model)) compare(way, model, {}, everything(conflict), expected, seed);
    std::atomic<bool> same{true};
    std::vector<std::thread> callers;
    for (const Way& way : ways_of(model))
        callers.emplace_back([&, way] {
            Token own;
            if (solved(way, model, {}, everything(conflict), Work{own, watch, 2, chosen_target()}) != expected) same = false;
        });
    for (std::thread& caller : callers) caller.join();
    require(same, "several callers at once disturb each other", part, seed);
}

void cancel_large(std::uint64_t seed) {
    Chance chance(seed);
    Size size;
    size.shuffled = false;
    size.players_from = 3;
    size.options_from = size.options_to = 13;
    Options conflict = random_options(chance, size);
    const OptionModel model = conflict.model();
    for (const Way& way : ways_of(model))
        for (const unsigned after : {0u, 1u, 20u})
            cancel_in_the_middle(
                [&](Token& token, const Watch& watch) {
                    solved(way, model, {}, everything(conflict), Work{token, watch, 2, chosen_target()});
                },
                std::chrono::milliseconds(after));
}

/// What is not a model is refused: ranks out of range, the same state twice, bits that are no option.
void refuse(std::uint64_t seed) {
    Chance chance(seed);
    Size size;
    size.shuffled = false;
    size.options_from = 3;
    Options conflict = random_options(chance, size);
    const Watch watch = quiet_watch();
    const auto refused = [&](const char* what) {
        const OptionModel model = conflict.model();
        const Arcs arcs(conflict);
        for (const Way& way : {Way{Form::best}, Way{Form::compact}, along_arcs}) {
            Token token;
            require(throws<std::invalid_argument>(
                        [&] { solved(way, model, arcs.model(), everything(conflict), Work{token, watch, 2, chosen_target()}); }),
                    what, part, seed);
        }
    };
    std::int64_t& rank = conflict.ranks.back().back();
    for (const std::int64_t wrong : {std::int64_t{-1}, std::int64_t{0xfffffffe}, std::numeric_limits<std::int64_t>::max(),
                                     std::numeric_limits<std::int64_t>::min()}) {
        rank = wrong;
        refused("a rank that is out of range");
    }
    rank = 0xfffffffd;
    const Flags expected = stable(conflict);
    const Arcs arcs(conflict);
    const OptionModel model = conflict.model();
    for (const Way& way : ways_of(model)) compare(way, model, arcs.model(), everything(conflict), expected, seed);
    compare(along_arcs, conflict.model(), arcs.model(), everything(conflict), expected, seed);
    for (const unsigned bytes : {1u, 2u, 4u}) {
        rank = (std::int64_t{1} << (8 * bytes - 1)) - 1;
        const OptionModel narrow = conflict.model(bytes);
        const Flags greatest = stable(conflict);
        for (const Way& way : ways_of(narrow)) compare(way, narrow, {}, everything(conflict), greatest, seed);
    }
}

/// Words that differ in a few neighbouring bits, whichever, fall into different places of a table.
void hash_neighbours() {
    constexpr unsigned bits = 12;
    for (unsigned shift = 0; shift <= 64 - bits; ++shift) {
        std::vector<bool> places(2u << bits);
        for (std::uint64_t word = 0; word < 1u << bits; ++word) places[mixed(0, word << shift) & (places.size() - 1)] = true;
        require(std::ranges::count(places, true) > 2 << (bits - 2), "words fall into the same places of a table", part, shift);
    }
}

}  // namespace

void drive_explicit(std::uint64_t seed, unsigned models) {
    std::vector<bool> had(4);
    hash_neighbours();
    for (std::uint64_t nth = seed; nth < seed + models; ++nth) {
        compare_options(nth, had);
        compare_arcs(nth);
        if ((nth - seed) % 8 == 0) refuse(nth);
        if ((nth - seed) % 16 == 0) compare_large(nth);
        if ((nth - seed) % 32 == 0) cancel_large(nth);
    }
    if (models >= 50) require(std::ranges::count(had, true) == 4, "some form of the states was never tried", part, seed);
}

}  // namespace detente::tests
