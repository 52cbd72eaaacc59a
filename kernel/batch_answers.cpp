#include "batch_answers.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace detente {

namespace {

using State = std::uint32_t;
using Movers = std::uint32_t;  // a bit for each
using Numbers = std::span<const std::int32_t>;
constexpr std::size_t states_per_look = 1 << 10;  // states

/// Where the items of each number begin, for numbers below `size`.
template <class T>
std::vector<State> starts_of(std::span<const T> numbers, std::size_t size) {
    std::vector<State> starts(size + 1);
    for (const T number : numbers) ++starts[static_cast<std::size_t>(number) + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    return starts;
}

/// The states by ascending numbers.
std::vector<State> sorted_by(Numbers numbers) {
    const auto greatest = static_cast<std::size_t>(*std::max_element(numbers.begin(), numbers.end()));
    std::vector<State> next = starts_of(numbers, greatest + 1), sorted(numbers.size());
    for (State s = 0; s < numbers.size(); ++s) sorted[next[static_cast<std::size_t>(numbers[s])]++] = s;
    return sorted;
}

}  // namespace

BatchAnswers::BatchAnswers(const BatchPaths& paths, Numbers ranks, bool any, Token& token)
    : states_(paths.states()), any_(any) {
    if (paths.players() > most_players) throw std::invalid_argument("there are too many decision makers");
    if (ranks.size() != states_ * paths.players()) throw std::invalid_argument("ranks must be (decision makers, states)");
    for (const std::int32_t rank : ranks)
        if (rank < 0 || static_cast<std::size_t>(rank) >= states_)
            throw std::invalid_argument("ranks count from 0, and there are no more than states");
    for (std::size_t i = 0; i < paths.players(); ++i) {
        const Numbers own = ranks.subspan(i * states_, states_);
        const std::vector<State> groups = paths.free_groups(i);
        movers_.push_back(groups.empty() ? by_moves(paths, i, own, token) : by_groups(groups, own));
        token.advance(0);
    }
}

BatchAnswers::Mover BatchAnswers::by_groups(const std::vector<State>& groups, Numbers ranks) {
    Mover mover;
    mover.starts = starts_of(std::span<const State>(groups), std::size_t{*std::max_element(groups.begin(), groups.end())} + 1);
    for (State s = 0; s < groups.size(); ++s) mover.places.push_back({groups[s], ranks[s]});
    mover.members.resize(groups.size());
    std::vector<State> next = mover.starts;
    for (const State s : sorted_by(ranks)) mover.members[next[groups[s]]++] = {s, ranks[s]};
    return mover;
}

BatchAnswers::Mover BatchAnswers::by_moves(const BatchPaths& paths, std::size_t player, Numbers ranks, Token& token) const {
    BatchPaths::Group& alone = paths.group(std::uint64_t{1} << player, BatchJoint::both);
    BatchPaths::Scratch scratch;
    std::vector<State> from, to;
    for (State s = 0; s < states_; ++s) {
        if (s % states_per_look == 0) token.advance(0);
        for (const State end : paths.ends(alone, s, scratch)) {
            if (!any_ && ranks[end] <= ranks[s]) continue;
            if (from.size() == std::numeric_limits<State>::max()) throw std::bad_alloc();
            from.push_back(s);
            to.push_back(end);
        }
    }
    Mover mover;
    mover.starts = starts_of(std::span<const State>(to), states_);
    mover.sources.resize(from.size());
    std::vector<State> next = mover.starts;
    for (std::size_t k = 0; k < from.size(); ++k) mover.sources[next[to[k]]++] = from[k];
    return mover;
}

/// Follows answers backwards, from the ends with the least labels first, so that what is found is never found lower.
///
/// Each state is opened once for each mover that may have moved to it, and each pair of a state and who moves first from
/// there is found once. In a group, whoever was found need not be looked at again.
class BatchAnswers::Following {
  public:
    Following(const BatchAnswers& answers, Movers movers, std::int32_t* least)
        : any_(answers.any_), movers_(movers), least_(least), seen_(answers.states_), ways_(answers.movers_.size()) {
        for (Movers left = movers; left != 0; left &= left - 1) {
            const auto player = static_cast<std::size_t>(std::countr_zero(left));
            const Mover& mover = answers.movers_[player];
            ways_[player].mover = &mover;
            if (mover.places.empty()) continue;
            for (std::size_t g = 0; g + 1 < mover.starts.size(); ++g)
                ways_[player].left.push_back({mover.starts[g], mover.starts[g + 1]});
            if (any_) ways_[player].members = mover.members;
        }
    }

    void from(State seed, std::int32_t label) {
        todo_.push_back({seed, movers_});
        while (!todo_.empty()) {
            const auto [here, movers] = todo_.back();
            todo_.pop_back();
            const Movers fresh = movers & ~seen_[here].opened;
            seen_[here].opened |= fresh;
            for (Movers left = fresh; left != 0; left &= left - 1) open(here, left & -left, label);
        }
    }

  private:
    struct Seen {
        Movers found = 0, opened = 0;  // who was found to move from a state, and who was looked at that moves to it
    };
    struct Left {
        State next, end;  // members of a group that were not found
    };
    struct Way {
        const Mover* mover = nullptr;
        std::vector<Left> left;
        std::vector<Member> members;  // in an order of their own, where all moves count
    };

    /// Find the states from which a mover goes to a state.
    void open(State here, Movers by, std::int32_t label) {
        Way& way = ways_[static_cast<std::size_t>(std::countr_zero(by))];
        const Mover& mover = *way.mover;
        if (mover.places.empty()) {
            for (State k = mover.starts[here]; k < mover.starts[here + 1]; ++k) find(mover.sources[k], by, label);
            return;
        }
        const Place place = mover.places[here];
        Left& left = way.left[place.group];
        if (!any_) {
            for (; left.next < left.end && mover.members[left.next].rank < place.rank; ++left.next)
                find(mover.members[left.next].state, by, label);
            return;
        }
        while (left.next < left.end) {  // all but the state itself, which another one may still find
            if (way.members[left.next].state == here) {
                if (left.next + 1 == left.end) break;
                std::swap(way.members[left.next], way.members[left.end - 1]);
            }
            find(way.members[left.next++].state, by, label);
        }
    }

    void find(State state, Movers by, std::int32_t label) {
        Seen& seen = seen_[state];
        if ((seen.found & by) != 0) return;
        if (seen.found == 0) least_[state] = label;
        seen.found |= by;
        if (const Movers before = movers_ & ~by & ~seen.opened) todo_.push_back({state, before});
    }

    const bool any_;
    const Movers movers_;
    std::int32_t* const least_;
    std::vector<Seen> seen_;
    std::vector<Way> ways_;
    std::vector<std::pair<State, Movers>> todo_;
};

void BatchAnswers::worst(Movers movers, Numbers labels, std::int32_t* least, Token& token) const {
    std::fill_n(least, states_, std::numeric_limits<std::int32_t>::max());
    Following following(*this, movers, least);
    const std::vector<State> seeds = sorted_by(labels);
    for (std::size_t k = 0; k < seeds.size(); ++k) {
        if (k % states_per_look == 0) token.advance(0);
        following.from(seeds[k], labels[seeds[k]]);
    }
}

}  // namespace detente
