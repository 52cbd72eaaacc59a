#include "naive.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace detente::tests {

namespace {

using Ends = std::set<std::uint32_t>;

/// Where legal sequences of `movers` end (theory A4): one move or more, nobody twice in a row.
template <class After>
Ends sequence_ends(std::size_t n_movers, std::uint32_t start, After after) {
    std::set<std::pair<std::uint32_t, std::size_t>> seen;
    std::vector<std::pair<std::uint32_t, std::size_t>> todo{{start, n_movers}};
    while (!todo.empty()) {
        const auto [here, last] = todo.back();
        todo.pop_back();
        for (std::size_t mover = 0; mover < n_movers; ++mover) {
            if (mover == last) continue;
            for (const std::uint32_t target : after(mover, here))
                if (seen.emplace(target, mover).second) todo.emplace_back(target, mover);
        }
    }
    Ends ends;
    for (const auto& [state, mover] : seen) ends.insert(state);
    return ends;
}

class Definitions {
  public:
    explicit Definitions(const Conflict& conflict) : conflict_(conflict) {}

    bool is_stable(std::size_t player, std::uint32_t s, bool countermove, const std::vector<Ends>& replies) const {
        const auto& rank = conflict_.ranks[player];
        return std::ranges::all_of(conflict_.moves[player][s], [&](std::uint32_t q) {
            if (rank[q] <= rank[s]) return true;
            return std::ranges::any_of(replies[q], [&](std::uint32_t reply) {
                if (rank[reply] > rank[s]) return false;
                return !countermove || std::ranges::all_of(conflict_.moves[player][reply],
                                                           [&](std::uint32_t k) { return rank[k] <= rank[s]; });
            });
        });
    }

    /// Where the others' sequences from each state end.
    std::vector<Ends> replies(std::size_t player, bool credible) const {
        std::vector<Ends> made;
        for (std::uint32_t start = 0; start < conflict_.n_states; ++start)
            made.push_back(sequence_ends(conflict_.n_players(), start, [&](std::size_t mover, std::uint32_t here) {
                return mover == player ? std::vector<std::uint32_t>{} : moves(mover, here, credible);
            }));
        return made;
    }

    std::vector<std::uint32_t> moves(std::size_t mover, std::uint32_t here, bool credible) const {
        std::vector<std::uint32_t> found;
        for (const std::uint32_t target : conflict_.moves[mover][here])
            if (!credible || conflict_.ranks[mover][target] > conflict_.ranks[mover][here]) found.push_back(target);
        return found;
    }

    bool is_better(std::uint64_t coalition, std::uint32_t target, std::uint32_t start, bool pareto) const {
        bool one_better = false, all_better = true, one_worse = false;
        for (std::size_t i = 0; i < conflict_.n_players(); ++i) {
            if ((coalition >> i & 1) == 0) continue;
            const bool better = conflict_.ranks[i][target] > conflict_.ranks[i][start];
            one_better = one_better || better;
            all_better = all_better && better;
            one_worse = one_worse || conflict_.ranks[i][target] < conflict_.ranks[i][start];
        }
        return pareto ? one_better && !one_worse : all_better;
    }

    std::vector<std::uint32_t> improvements(std::uint64_t coalition, std::uint32_t start, bool pareto) const {
        std::vector<std::uint32_t> found;
        for (const std::uint32_t end : reached_by(coalition, start, false))
            if (is_better(coalition, end, start, pareto)) found.push_back(end);
        return found;
    }

    /// Where sequences of some decision makers' moves, or of their own improvements only, end.
    Ends reached_by(std::uint64_t movers, std::uint32_t start, bool credible) const {
        return sequence_ends(conflict_.n_players(), start, [&](std::size_t mover, std::uint32_t here) {
            return (movers >> mover & 1) != 0 ? moves(mover, here, credible) : std::vector<std::uint32_t>{};
        });
    }

    /// The states that groups can go to, where nothing that the others answer leaves a member no better off.
    Ends undeterred(const std::vector<std::uint64_t>& groups, Answers answers, std::uint32_t start) const {
        const std::uint64_t everybody = (std::uint64_t{1} << conflict_.n_players()) - 1;
        Ends found;
        for (const std::uint64_t group : groups)
            for (const std::uint32_t end : improvements(group, start, false)) {
                Ends after;
                if (answers != Answers::none) after = reached_by(everybody & ~group, end, answers == Answers::credible);
                if (std::ranges::all_of(after, [&](std::uint32_t t) { return is_better(group, t, start, false); }))
                    found.insert(end);
            }
        return found;
    }

    const Conflict& conflict_;
};

}  // namespace

bool From::reaches(std::uint64_t movers, const std::vector<char>& wanted) const {
    const Ends ends = Definitions(conflict_).reached_by(movers, state_, true);
    return wanted[state_] != 0 || std::ranges::any_of(ends, [&](std::uint32_t s) { return wanted[s] != 0; });
}

std::int32_t From::worst(std::uint64_t movers, bool credible, const std::vector<std::int32_t>& labels,
                         std::int32_t none) const {
    std::int32_t least = none;
    for (const std::uint32_t end : Definitions(conflict_).reached_by(movers, state_, credible)) least = std::min(least, labels[end]);
    return least;
}

bool From::leaves(const std::vector<std::uint64_t>& groups, Answers answers) const {
    return !Definitions(conflict_).undeterred(groups, answers, state_).empty();
}

bool From::attains(const std::vector<std::uint64_t>& groups, Answers answers, const std::vector<char>& wanted) const {
    const Definitions defined(conflict_);
    Ends seen{state_};
    std::vector<std::uint32_t> todo{state_};
    while (!todo.empty()) {
        const std::uint32_t here = todo.back();
        todo.pop_back();
        if (wanted[here] != 0) return true;
        for (const std::uint32_t next : defined.undeterred(groups, answers, here))
            if (seen.insert(next).second) todo.push_back(next);
    }
    return false;
}

std::vector<std::uint8_t> stable(const Conflict& conflict) {
    const Definitions defined(conflict);
    std::vector<std::uint8_t> flags(conflict.n_players() * conflict.n_states);
    const std::vector<Ends> none(conflict.n_states);
    for (std::size_t i = 0; i < conflict.n_players(); ++i) {
        const std::vector<Ends> any = defined.replies(i, false), credible = defined.replies(i, true);
        for (std::uint32_t s = 0; s < conflict.n_states; ++s) {
            const bool holds[] = {defined.is_stable(i, s, false, none), defined.is_stable(i, s, false, any),
                                  defined.is_stable(i, s, true, any), defined.is_stable(i, s, false, credible),
                                  defined.is_stable(i, s, true, credible)};
            for (unsigned c = 0; c < 5; ++c) flags[i * conflict.n_states + s] |= static_cast<std::uint8_t>(holds[c] << c);
        }
    }
    return flags;
}

std::vector<std::uint8_t> stable_for(const Conflict& conflict, unsigned concept_, std::uint64_t coalition,
                                     const std::vector<std::uint64_t>& family, bool pareto) {
    const Definitions defined(conflict);
    const std::uint64_t others = ((std::uint64_t{1} << conflict.n_players()) - 1) & ~coalition;
    std::vector<std::uint64_t> answering;
    for (const std::uint64_t group : family)
        if ((group & ~others) == 0) answering.push_back(group);
    std::vector<Ends> replies(conflict.n_states), further(conflict.n_states);
    for (std::uint32_t s = 0; s < conflict.n_states; ++s) {
        further[s] = defined.reached_by(coalition, s, false);
        if (concept_ == 1 || concept_ == 2) replies[s] = defined.reached_by(others, s, false);
        if (concept_ == 3)
            replies[s] = sequence_ends(answering.size(), s, [&](std::size_t group, std::uint32_t here) {
                return defined.improvements(answering[group], here, pareto);
            });
    }
    std::vector<std::uint8_t> found(conflict.n_states);
    for (std::uint32_t s = 0; s < conflict.n_states; ++s) {
        const auto better = [&](std::uint32_t t) { return defined.is_better(coalition, t, s, pareto); };
        const auto sanctions = [&](std::uint32_t t) {
            return !better(t) && (concept_ != 2 || std::ranges::none_of(further[t], better));
        };
        found[s] = std::ranges::all_of(
            further[s], [&](std::uint32_t q) { return !better(q) || std::ranges::any_of(replies[q], sanctions); });
    }
    return found;
}

}  // namespace detente::tests
