#include "conflict.hpp"

#include <algorithm>
#include <numeric>

#include "model.hpp"

namespace detente::tests {

namespace {

template <class T>
void shuffle(Chance& chance, std::vector<T>& items) {
    for (std::size_t n = items.size(); n > 1; --n) std::swap(items[n - 1], items[chance.from(0, n - 1)]);
}

std::vector<std::vector<std::int64_t>> random_ranks(Chance& chance, std::size_t players, std::size_t states,
                                                    std::int64_t most) {
    std::vector<std::vector<std::int64_t>> ranks(players, std::vector<std::int64_t>(states));
    for (auto& column : ranks) {
        const std::int64_t limit = most != 0 ? most : static_cast<std::int64_t>(chance.from(1, states));
        for (std::int64_t& rank : column) rank = static_cast<std::int64_t>(chance.from(0, static_cast<std::uint64_t>(limit) - 1));
    }
    return ranks;
}

/// Which bit of a state each option is.
std::vector<unsigned> places(Chance& chance, const Size& size, unsigned n_options) {
    std::vector<unsigned> all(size.words == 1 ? n_options : 64 * size.words);
    std::iota(all.begin(), all.end(), 0u);
    if (size.shuffled) shuffle(chance, all);
    all.resize(n_options);
    return all;
}

void set(std::vector<std::uint64_t>& words, std::size_t row, std::size_t n_words, unsigned place) {
    words[row * n_words + place / 64] |= std::uint64_t{1} << (place % 64);
}

/// Give every option an owner: runs of options, or any.
void share_out(Chance& chance, const Size& size, const std::vector<unsigned>& place, std::size_t players, Options& made) {
    made.owned.assign(players * made.n_words, 0);
    for (unsigned option = 0; option < made.n_options; ++option) {
        const std::size_t owner = size.shuffled ? chance.from(0, players - 1) : option * players / made.n_options;
        set(made.owned, owner, made.n_words, place[option]);
    }
}

void choose_states(Chance& chance, const Size& size, const std::vector<unsigned>& place, Options& made) {
    const unsigned infeasible = size.complete ? 0 : static_cast<unsigned>(chance.from(0, 2)) * 30;
    std::vector<std::uint64_t> codes;
    for (std::uint64_t code = 0; code < std::uint64_t{1} << made.n_options; ++code)
        if (!chance.holds(infeasible)) codes.push_back(code);
    if (codes.empty()) codes.push_back(0);
    if (size.shuffled && !size.complete) shuffle(chance, codes);
    made.n_states = codes.size();
    made.words.assign(made.n_states * made.n_words, 0);
    for (std::size_t s = 0; s < codes.size(); ++s)
        for (unsigned option = 0; option < made.n_options; ++option)
            if ((codes[s] >> option & 1) != 0) set(made.words, s, made.n_words, place[option]);
}

void forbid(Chance& chance, const std::vector<unsigned>& place, Options& made) {
    made.only_up.assign(made.n_words, 0);
    made.only_down.assign(made.n_words, 0);
    if (chance.holds(50))
        for (const unsigned at : place)
            if (chance.holds(30)) set(chance.holds(50) ? made.only_up : made.only_down, 0, made.n_words, at);
    if (chance.holds(50)) return;
    made.frozen.assign(made.n_states * made.n_words, 0);
    for (std::size_t s = 0; s < made.n_states; ++s)
        for (const unsigned at : place)
            if (chance.holds(15)) set(made.frozen, s, made.n_words, at);
}

bool may_move(const Options& made, std::size_t player, std::size_t from, std::size_t to) {
    if (from == to) return false;
    for (std::size_t w = 0; w < made.n_words; ++w) {
        const std::uint64_t before = made.words[from * made.n_words + w], after = made.words[to * made.n_words + w];
        const std::uint64_t changed = before ^ after;
        if ((changed & ~made.owned[player * made.n_words + w]) != 0) return false;
        if ((changed & before & made.only_up[w]) != 0 || (changed & after & made.only_down[w]) != 0) return false;
        if (!made.frozen.empty() && (changed & made.frozen[from * made.n_words + w]) != 0) return false;
    }
    return true;
}

template <class T>
void narrow(const std::vector<std::vector<std::int64_t>>& ranks, std::vector<std::vector<T>>& kept, OptionModel& model) {
    kept.clear();
    for (const auto& column : ranks) kept.emplace_back(column.begin(), column.end());
    for (const auto& column : kept) model.ranks.push_back({column.data(), sizeof(T)});
}

}  // namespace

OptionModel Options::model(unsigned bytes) {
    OptionModel made;
    made.n_states = n_states;
    made.n_words = n_words;
    made.n_options = n_words == 1 ? n_options : static_cast<unsigned>(64 * n_words);
    made.words = complete ? nullptr : words.data();
    made.owned = owned.data();
    made.only_up = only_up.data();
    made.only_down = only_down.data();
    made.frozen = frozen.empty() ? nullptr : frozen.data();
    switch (bytes) {
        case 1: narrow(ranks, ranks1_, made); break;
        case 2: narrow(ranks, ranks2_, made); break;
        case 4: narrow(ranks, ranks4_, made); break;
        default:
            for (const auto& column : ranks) made.ranks.push_back({column.data(), 8});
    }
    return made;
}

Options random_options(Chance& chance, const Size& size) {
    Options made;
    const std::size_t players = chance.from(size.players_from, size.players_to);
    made.n_options = static_cast<unsigned>(chance.from(size.options_from, size.options_to));
    made.n_words = size.words;
    made.complete = size.complete && !size.shuffled && size.words == 1;
    const std::vector<unsigned> place = places(chance, size, made.n_options);
    share_out(chance, size, place, players, made);
    choose_states(chance, size, place, made);
    if (size.irreversible) {
        forbid(chance, place, made);
    } else {
        made.only_up.assign(made.n_words, 0);
        made.only_down.assign(made.n_words, 0);
    }
    made.ranks = random_ranks(chance, players, made.n_states, size.most_ranks);
    made.moves.assign(players, std::vector<std::vector<std::uint32_t>>(made.n_states));
    if (made.n_states > 1024) return made;  // too many pairs; such a model is compared with itself only
    for (std::size_t i = 0; i < players; ++i)
        for (std::size_t s = 0; s < made.n_states; ++s)
            for (std::size_t t = 0; t < made.n_states; ++t)
                if (may_move(made, i, s, t)) made.moves[i][s].push_back(static_cast<std::uint32_t>(t));
    return made;
}

Arcs::Arcs(const Conflict& conflict) : n_states(conflict.n_states), ranks(conflict.ranks) {
    for (const auto& moves : conflict.moves) {
        starts.emplace_back(1, 0);
        targets.emplace_back();
        for (const auto& from : moves) {
            targets.back().insert(targets.back().end(), from.begin(), from.end());
            starts.back().push_back(static_cast<std::int64_t>(targets.back().size()));
        }
    }
}

ArcModel Arcs::model() const {
    ArcModel made;
    made.n_states = n_states;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        made.moves.push_back({starts[i].data(), targets[i].data()});
        made.ranks.push_back({ranks[i].data(), 8});
    }
    return made;
}

Conflict random_arcs(Chance& chance, std::size_t most_states, std::size_t most_players) {
    Conflict made;
    made.n_states = chance.from(1, most_states);
    const std::size_t players = chance.from(1, most_players);
    made.ranks = random_ranks(chance, players, made.n_states, 0);
    made.moves.assign(players, std::vector<std::vector<std::uint32_t>>(made.n_states));
    for (auto& moves : made.moves) {
        for (std::size_t n = chance.from(0, 3 * made.n_states); n > 0; --n)
            moves[chance.from(0, made.n_states - 1)].push_back(static_cast<std::uint32_t>(chance.from(0, made.n_states - 1)));
    }
    return made;
}

}  // namespace detente::tests
