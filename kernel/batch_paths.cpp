#include "batch_paths.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <stdexcept>

namespace detente {

namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t most_kept = std::size_t{1} << 26;  // ends in all, 256 MB

std::size_t hash(std::uint64_t word) { return static_cast<std::size_t>((word * 0x9E3779B97F4A7C15u) >> 20); }

}  // namespace

class BatchPaths::Group {
  public:
    Group(std::uint64_t members, BatchJoint joint, std::size_t states)
        : members(members), joint(joint), known_(new std::atomic<const Ends*>[states]()), states_(states) {}
    ~Group() {
        for (std::size_t s = 0; s < states_; ++s) delete known_[s].load(std::memory_order_relaxed);
    }
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

    const Ends* known(std::uint32_t state) const { return known_[state].load(std::memory_order_acquire); }

    /// Keep what was found, unless another thread did meanwhile; return what is kept.
    const Ends& keep(std::uint32_t state, const Ends& found) {
        auto made = std::make_unique<const Ends>(found);
        const Ends* before = nullptr;
        if (known_[state].compare_exchange_strong(before, made.get(), std::memory_order_acq_rel))
            return *made.release();
        return *before;
    }

    const std::uint64_t members;
    const BatchJoint joint;

  private:
    const std::unique_ptr<std::atomic<const Ends*>[]> known_;
    const std::size_t states_;
};

BatchPaths::~BatchPaths() = default;

BatchPaths::BatchPaths(const BatchOptions& o) : width_(o.width), by_options_(true) {
    if (width_ == 0 || o.states.empty() || o.states.size() % width_ != 0 || o.owned.size() % width_ != 0)
        throw std::invalid_argument("states and options must be rows of as many words as there are");
    states_ = o.states.size() / width_;
    players_ = o.owned.size() / width_;
    if (players_ == 0 || players_ > 64) throw std::invalid_argument("a batch has 1 to 64 decision makers");
    if (states_ >= none / 64) throw std::invalid_argument("there are too many states");
    if (o.only_up.size() != width_ || o.only_down.size() != width_ || o.frozen.size() != o.states.size())
        throw std::invalid_argument("directions and freezes must have as many words as states");
    words_.assign(o.states.begin(), o.states.end());
    owned_.assign(o.owned.begin(), o.owned.end());
    only_up_.assign(o.only_up.begin(), o.only_up.end());
    only_down_.assign(o.only_down.begin(), o.only_down.end());
    frozen_.assign(o.frozen.begin(), o.frozen.end());
    freezes_ = std::any_of(frozen_.begin(), frozen_.end(), [](std::uint64_t word) { return word != 0; });
    if (width_ == 1) index_states();
}

BatchPaths::BatchPaths(std::size_t n_states, std::span<const BatchArcs> arcs) {
    const BatchStructure checked(n_states, arcs);  // throws on what is not sound
    const BatchPlan& plan = checked.plan();
    states_ = plan.states;
    players_ = plan.players;
    starts_.assign(plan.starts, plan.starts + players_ * (states_ + 1));
    ends_.assign(plan.ends, plan.ends + plan.moves);
}

const BatchPlan& BatchPaths::plan() const {
    std::call_once(planned_, [this] {
        if (by_options_) {
            Scratch scratch;
            for (std::size_t i = 0; i < players_; ++i) {
                Group& alone = group(std::uint64_t{1} << i, BatchJoint::both);
                starts_.push_back(static_cast<std::uint32_t>(ends_.size()));
                for (std::uint32_t s = 0; s < states_; ++s) {
                    const Ends& found = ends(alone, s, scratch);
                    ends_.insert(ends_.end(), found.begin(), found.end());
                    starts_.push_back(static_cast<std::uint32_t>(ends_.size()));
                }
            }
        }
        plan_ = {static_cast<std::uint32_t>(states_),
                 static_cast<std::uint32_t>(players_),
                 static_cast<std::uint32_t>(ends_.size()),
                 starts_.data(),
                 ends_.data(),
                 nullptr};
    });
    return plan_;
}

void BatchPaths::index_states() {
    slots_.assign(std::bit_ceil(2 * states_), none);
    for (std::uint32_t s = 0; s < states_; ++s) {
        std::size_t at = hash(words_[s]) & (slots_.size() - 1);
        while (slots_[at] != none) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = s;
    }
}

std::uint32_t BatchPaths::state_of(std::uint64_t word) const {
    std::size_t at = hash(word) & (slots_.size() - 1);
    while (slots_[at] != none && words_[slots_[at]] != word) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
}

BatchPaths::Group& BatchPaths::group(std::uint64_t members, BatchJoint joint) const {
    const BatchJoint kind = std::has_single_bit(members) ? BatchJoint::both : joint;
    const std::lock_guard lock(mutex_);
    std::unique_ptr<Group>& place = groups_[{members, kind}];
    if (!place) place = std::make_unique<Group>(members, kind, states_);
    return *place;
}

std::vector<std::uint32_t> BatchPaths::free_groups(std::size_t player) const {
    if (!by_options_ || width_ != 1 || freezes_ || ((only_up_[0] | only_down_[0]) & owned_[player]) != 0) return {};
    std::vector<std::uint32_t> group(states_), slots(std::bit_ceil(2 * states_), none);
    std::vector<std::uint64_t> keys;
    for (std::size_t s = 0; s < states_; ++s) {
        const std::uint64_t key = words_[s] & ~owned_[player];
        std::size_t at = hash(key) & (slots.size() - 1);
        while (slots[at] != none && keys[slots[at]] != key) at = (at + 1) & (slots.size() - 1);
        if (slots[at] == none) {
            slots[at] = static_cast<std::uint32_t>(keys.size());
            keys.push_back(key);
        }
        group[s] = slots[at];
    }
    return group;
}

const BatchPaths::Ends& BatchPaths::ends(Group& group, std::uint32_t state, Scratch& scratch) const {
    if (const Ends* known = group.known(state)) return *known;
    Ends found;
    find(group, state, found, scratch);
    if (kept_.fetch_add(found.size() + 8, std::memory_order_relaxed) < most_kept) return group.keep(state, found);
    kept_.fetch_sub(found.size() + 8, std::memory_order_relaxed);
    scratch.ends = std::move(found);
    return scratch.ends;
}

void BatchPaths::find(const Group& group, std::uint32_t state, Ends& out, Scratch& scratch) const {
    const bool alone = std::has_single_bit(group.members);
    if (alone && !by_options_) {
        const std::size_t row = static_cast<std::size_t>(std::countr_zero(group.members)) * (states_ + 1) + state;
        out.assign(ends_.begin() + starts_[row], ends_.begin() + starts_[row + 1]);
        return;
    }
    const bool together = by_options_ && (alone || group.joint != BatchJoint::sequences);
    if (together) at_once(group.members, state, out);
    if (alone || group.joint == BatchJoint::at_once || (together && !is_frozen(group.members, state))) return;
    sequences(group.members, state, out, scratch);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    out.erase(std::remove(out.begin(), out.end(), state), out.end());
}

bool BatchPaths::is_frozen(std::uint64_t members, std::uint32_t state) const {
    if (!freezes_) return false;
    for (; members != 0; members &= members - 1)
        for (std::size_t w = 0; w < width_; ++w)
            if (owned_[static_cast<std::size_t>(std::countr_zero(members)) * width_ + w] & frozen_[state * width_ + w])
                return true;
    return false;
}

void BatchPaths::at_once(std::uint64_t members, std::uint32_t state, Ends& out) const {
    const std::uint64_t* const here = words_.data() + state * width_;
    Ends::size_type fewest = states_;
    std::vector<std::uint64_t> blocked(width_);
    for (std::size_t w = 0; w < width_; ++w) {
        std::uint64_t own = 0;
        for (std::uint64_t left = members; left != 0; left &= left - 1)
            own |= owned_[static_cast<std::size_t>(std::countr_zero(left)) * width_ + w];
        own &= ~frozen_[state * width_ + w];
        blocked[w] = ~own | (here[w] & only_up_[w]) | (~here[w] & only_down_[w]);
    }
    const int movable = width_ == 1 ? std::popcount(~blocked[0]) : 64;
    if (movable < 32) fewest = std::size_t{4} << movable;
    if (fewest < states_) {
        const std::uint64_t free = ~blocked[0];
        for (std::uint64_t change = free; change != 0; change = (change - 1) & free)
            if (const std::uint32_t found = state_of(here[0] ^ change); found != none) out.push_back(found);
        return;
    }
    for (std::uint32_t q = 0; q < states_; ++q) {
        std::uint64_t wrong = 0;
        for (std::size_t w = 0; w < width_; ++w) wrong |= (words_[q * width_ + w] ^ here[w]) & blocked[w];
        if (wrong == 0 && q != state) out.push_back(q);
    }
}

/// Where legal sequences of the members' moves lead: each pair of a state and its last mover is opened once.
void BatchPaths::sequences(std::uint64_t members, std::uint32_t state, Ends& out, Scratch& scratch) const {
    std::vector<Group*> movers;
    for (std::uint64_t left = members; left != 0; left &= left - 1)
        movers.push_back(&group(left & -left, BatchJoint::both));
    scratch.opened.assign(movers.size() * states_, 0);
    std::vector<std::pair<std::uint32_t, std::size_t>> todo{{state, movers.size()}};
    Scratch inner;
    while (!todo.empty()) {
        const auto [here, last] = todo.back();
        todo.pop_back();
        for (std::size_t m = 0; m < movers.size(); ++m) {
            if (m == last) continue;
            for (const std::uint32_t end : ends(*movers[m], here, inner)) {
                unsigned char& opened = scratch.opened[m * states_ + end];
                if (opened) continue;
                opened = 1;
                out.push_back(end);
                todo.push_back({end, m});
            }
        }
    }
}

}  // namespace detente
