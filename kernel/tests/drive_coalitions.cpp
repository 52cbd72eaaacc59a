// Coalitions: every concept, every coalition, by the option rule and along arcs.
#include <algorithm>

#include "coalitions.hpp"
#include "drive.hpp"
#include "drive_dominance.hpp"
#include "naive.hpp"

namespace detente::tests {

namespace {

constexpr const char* part = "coalitions";
using coalitions::Question;

Question random_question(Chance& chance, std::size_t players) {
    Question question;
    using coalitions::Concept;
    question.concepts = {Concept::cnash, Concept::cgmr, Concept::csmr, Concept::cseq};
    const std::uint64_t everybody = std::uint64_t{1} << players;
    for (std::uint64_t group = 1; group < everybody; ++group) {
        question.groups.push_back(group);
        if (chance.holds(70)) question.family.push_back(group);
    }
    question.pareto = chance.holds(40);
    return question;
}

std::vector<std::uint8_t> answered(const coalitions::Model& model, Question question, unsigned threads, Token& token,
                                   const Watch& watch) {
    question.threads = threads;
    std::vector<std::uint8_t> out(question.concepts.size() * question.groups.size() * model.n_states);
    std::vector<std::uint8_t> ways(question.groups.size());
    coalitions::answer(model, question, out.data(), ways.data(), token, watch);
    return out;
}

void compare(const coalitions::Model& model, const Conflict& conflict, const Question& question, std::uint64_t seed) {
    Token token;
    const auto found = answered(model, question, 0, token, quiet_watch());
    require(found == answered(model, question, 3, token, quiet_watch()), "other answers with more threads", part, seed);
    std::size_t at = 0;
    for (std::size_t c = 0; c < question.concepts.size(); ++c)
        for (const std::uint64_t group : question.groups)
            for (const std::uint8_t holds :
                 stable_for(conflict, static_cast<unsigned>(question.concepts[c]), group, question.family, question.pareto))
                require(found[at++] == holds, "not what the definitions say", part, seed);
}

void compare_random(std::uint64_t seed) {
    Chance chance(seed);
    Size size;
    size.players_from = 1;
    size.options_to = 4;
    size.words = chance.holds(20) ? 2 : 1;
    size.irreversible = chance.holds(50);
    size.most_ranks = chance.holds(30) ? 3 : 0;
    Options options = random_options(chance, size);
    const Question question = random_question(chance, options.n_players());
    compare(coalitions::model_of(options.model(), 2), options, question, seed);
    compare(coalitions::model_of(Arcs(options).model(), 2), options, question, seed);
    const Conflict loose = random_arcs(chance, 9, 3);
    const Arcs arcs(loose);
    compare(coalitions::model_of(arcs.model(), 2), loose, random_question(chance, loose.n_players()), seed);
}

void cancel_large(std::uint64_t seed) {
    Chance chance(seed);
    Size size;
    size.options_from = size.options_to = 10;
    size.players_from = size.players_to = 4;
    Options options = random_options(chance, size);
    const coalitions::Model model = coalitions::model_of(options.model(), 2);
    const Question question = random_question(chance, options.n_players());
    for (const unsigned after : {0u, 5u, 50u})
        cancel_in_the_middle([&](Token& token, const Watch& watch) { answered(model, question, 2, token, watch); },
                             std::chrono::milliseconds(after));
}

/// A table that would not fit is refused, and nothing is left behind.
void starve(std::uint64_t seed) {
    Chance chance(seed);
    const Conflict loose = random_arcs(chance, 24, 3);
    const Arcs arcs(loose);
    Question question = random_question(chance, loose.n_players());
    question.most_bytes = chance.from(0, 64);
    Token token;
    const coalitions::Model model = coalitions::model_of(arcs.model(), 2);
    try {
        answered(model, question, 2, token, quiet_watch());
    } catch (const coalitions::TooMuch&) {
    }
}

}  // namespace

void drive_coalitions(std::uint64_t seed, unsigned models) {
    for (std::uint64_t nth = seed; nth < seed + models; ++nth) {
        compare_random(nth);
        drive_dominance(nth, nth % 8 == 0 ? 6000 : 60);
        if ((nth - seed) % 4 == 0) starve(nth);
        if ((nth - seed) % 32 == 0) cancel_large(nth);
    }
}

}  // namespace detente::tests
