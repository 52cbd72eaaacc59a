// Reverse search: the least label that the others can bring about from each state (docs/theory/engines.md).
//
// States are taken in ascending order of their labels; whatever leads to one and was not reached before gets its label.
// `Space::open(state, mover, reach)` calls `reach(source)` for each state from which a move of `mover` leads to `state`,
// but never twice for the same source and mover.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "memory.hpp"
#include "order.hpp"
#include "running.hpp"

namespace detente {

using Label = std::uint32_t;
using Movers = std::vector<std::uint16_t>;

inline constexpr std::size_t per_tick = std::size_t{1} << 15;

/// Labels of all states, and where the least that can be brought about goes.
struct LabelKind {
    const Label* own;
    Label* least;
};

/// All states, in ascending order of their labels.
inline Buffer<std::uint32_t> in_order(const Label* labels, std::uint64_t highest, std::size_t n_states, Token& token) {
    Buffer<std::uint32_t> seeds(n_states), spare(n_states);
    for (std::size_t s = 0; s < n_states; ++s) seeds[s] = static_cast<std::uint32_t>(s);
    sort_by_label(labels, highest, seeds.data(), spare.data(), n_states, token);
    return seeds;
}

/// Where two moves of one mover in a row are as good as one, so that it does not matter who moves first.
class SearchAnyMover {
  public:
    SearchAnyMover(std::size_t n_states, const Movers& movers, Token& token)
        : n_states_(n_states), movers_(movers), token_(token), queue_(n_states), reached_(Buffer<bool>::zeroed(n_states)) {}

    template <class Space>
    void run(Space& space, const Buffer<std::uint32_t>& seeds, const LabelKind& kind) {
        for (std::size_t at = 0; at < n_states_; ++at) {
            const Label label = kind.own[seeds[at]];
            reach(seeds[at]);
            while (head_ < tail_) {
                const std::uint32_t state = queue_[head_++];
                if (head_ % per_tick == 0) token_.advance(per_tick);
                if (head_ + ahead < tail_) space.fetch(queue_[head_ + ahead]);
                kind.least[state] = label;
                for (const std::uint16_t mover : movers_) space.open(state, mover, [this](std::uint32_t source) { reach(source); });
            }
        }
        token_.advance(head_ % per_tick);
    }

  private:
    static constexpr std::size_t ahead = 8;

    void reach(std::uint32_t state) {
        if (reached_[state]) return;
        reached_[state] = true;
        queue_[tail_++] = state;
    }

    const std::size_t n_states_;
    const Movers& movers_;
    Token& token_;
    Buffer<std::uint32_t> queue_;
    Buffer<bool> reached_;
    std::size_t head_ = 0, tail_ = 0;
};

/// Where every move can be taken back, what can be brought about is whatever is connected: for all labels at once.
class SearchConnected {
  public:
    SearchConnected(std::size_t n_states, const Movers& movers, Token& token)
        : n_states_(n_states), movers_(movers), token_(token), queue_(n_states), reached_(Buffer<bool>::zeroed(n_states)) {}

    template <class Space>
    void run(Space& space, const std::vector<LabelKind>& kinds) {
        for (std::size_t start = 0; start < n_states_; ++start) {
            const std::size_t first = tail_;
            reach(static_cast<std::uint32_t>(start));
            for (std::size_t head = first; head < tail_; ++head) {
                if ((head + 1) % per_tick == 0) token_.advance(per_tick * kinds.size());
                if (head + ahead < tail_) space.fetch(queue_[head + ahead]);
                for (const std::uint16_t mover : movers_)
                    space.open(queue_[head], mover, [this](std::uint32_t source) { reach(source); });
            }
            for (const LabelKind& kind : kinds) share(kind, first);
        }
        token_.advance(tail_ % per_tick * kinds.size());
    }

  private:
    static constexpr std::size_t ahead = 8;

    void reach(std::uint32_t state) {
        if (reached_[state]) return;
        reached_[state] = true;
        queue_[tail_++] = state;
    }

    void share(const LabelKind& kind, std::size_t first) const {
        Label least = ~Label{0};
        for (std::size_t at = first; at < tail_; ++at) least = std::min(least, kind.own[queue_[at]]);
        for (std::size_t at = first; at < tail_; ++at) kind.least[queue_[at]] = least;
    }

    const std::size_t n_states_;
    const Movers& movers_;
    Token& token_;
    Buffer<std::uint32_t> queue_;
    Buffer<bool> reached_;
    std::size_t tail_ = 0;
};

/// Where nobody may move twice in a row, which matters: a state is reached once for each mover. The first time everybody
/// else is let move before it, the second time, which is never for the same mover, the one that was left out.
class SearchByMover {
  public:
    SearchByMover(std::size_t n_states, const Movers& movers, Token& token)
        : n_states_(n_states), movers_(movers), token_(token), queue_(2 * n_states), first_(Buffer<std::uint16_t>::zeroed(n_states)) {}

    template <class Space>
    void run(Space& space, const Buffer<std::uint32_t>& seeds, const LabelKind& kind) {
        for (std::size_t at = 0; at < n_states_; ++at) {
            const Label label = kind.own[seeds[at]];
            if (first_[seeds[at]] != done) reach(seeds[at], done, label, kind.least);
            while (head_ < tail_) {
                const Opening now = queue_[head_++];
                if (head_ % per_tick == 0) token_.advance(per_tick);
                for (const std::uint16_t mover : movers_)
                    if ((mover + 1u == now.mover) == now.is_last)
                        space.open(now.state, mover, [&](std::uint32_t source) {
                            reach(source, static_cast<std::uint16_t>(mover + 1), label, kind.least);
                        });
            }
        }
        token_.advance(head_ % per_tick);
    }

  private:
    static constexpr std::uint16_t unreached = 0, done = 0xffff;

    struct Opening {
        std::uint32_t state;
        std::uint16_t mover;  // from 1; of nobody: `done`
        bool is_last;         // this mover only, or all but this one
    };

    /// `mover` moves first from `state`; `done` stands for nobody, at a seed.
    void reach(std::uint32_t state, std::uint16_t mover, Label label, Label* least) {
        const std::uint16_t before = first_[state];
        if (before == done) return;
        if (before == unreached) least[state] = label;
        queue_[tail_++] = before == unreached ? Opening{state, mover, false} : Opening{state, before, true};
        first_[state] = before == unreached ? mover : done;
    }

    const std::size_t n_states_;
    const Movers& movers_;
    Token& token_;
    Buffer<Opening> queue_;
    Buffer<std::uint16_t> first_;
    std::size_t head_ = 0, tail_ = 0;
};

}  // namespace detente
