#include "coalitions_symmetric.hpp"

#include <algorithm>
#include <memory>

namespace detente::coalitions {

namespace {

/// Answers kept while one state is looked at, and forgotten all at once.
class Memo {
  public:
    explicit Memo(std::size_t size) : when_(size, 0), what_(size) {}
    void forget() noexcept {
        if (++now_ == 0) {
            std::fill(when_.begin(), when_.end(), State{0});
            now_ = 1;
        }
    }

    template <class Find>
    bool operator()(State at, Find&& find) {
        if (when_[at] != now_) {
            what_[at] = find();
            when_[at] = now_;
        }
        return what_[at] != 0;
    }
    /// Was it not asked since the last `forget`?
    bool first(State at) noexcept {
        const bool fresh = when_[at] != now_;
        when_[at] = now_;
        return fresh;
    }

  private:
    std::vector<State> when_;
    std::vector<std::uint8_t> what_;
    State now_ = 1;
};

class Search {
  public:
    Search(const Model& model, const Columns& columns, const Reach& coalition, const Reach& others,
           std::size_t most_bytes, Token& token)
        : model_(model), columns_(columns), coalition_(coalition), others_(others), token_(token),
          lost_(model.n_states), answered_(model.n_states), seen_(nodes(coalition)), seen_by_others_(nodes(others)) {
        if (coalition.way() == Way::components) {
            fronts_of_components();
        } else {
            fronts_ = std::make_unique<Fronts>(coalition.as_graph(), columns.given, columns.count, most_bytes, token);
        }
        if (others.way() == Way::components && coalition.way() == Way::components) meet();
    }

    bool is_stable(State s) {
        needed_ = columns_.needed.data() + s * std::size_t{columns_.count};
        lost_.forget();
        answered_.forget();
        const auto unanswered = [&](State x) { return is_better(x) && !is_answered(x); };
        return !any_reached(coalition_, seen_, s, unanswered);
    }

  private:
    static std::size_t nodes(const Reach& reach) {
        return reach.way() == Way::searched ? reach.as_graph().n_nodes() : 0;
    }

    bool is_better(State x) const noexcept {
        const Value* given = columns_.given.data() + x * std::size_t{columns_.count};
        for (unsigned c = 0; c < columns_.count; ++c)
            if (given[c] < needed_[c]) return false;
        return true;
    }

    /// Can the others bring about, from `x`, a state from which nothing better is reached, and that is not better?
    bool is_answered(State x) {
        const bool whole = others_.way() == Way::components;
        const State at = whole ? others_.as_components().of[x] : x;
        return answered_(at, [&] {
            if (!meets_.starts.empty()) {
                if (last_lost_ != nowhere && is_lost_part(last_lost_) && meets(at, last_lost_)) return true;
                return std::any_of(meets_.begin(at), meets_.end(at), [&](State part) { return is_lost_part(part); });
            }
            return any_reached(others_, seen_by_others_, x, [&](State y) { return is_lost(y); });
        });
    }

    bool meets(State at, State part) const noexcept {
        return std::binary_search(meets_.begin(at), meets_.end(at), part);
    }

    bool is_lost(State y) {
        if (coalition_.way() == Way::components) return is_lost_part(coalition_.as_components().of[y]);
        return lost_(y, [&] {
            const auto better = [&](State node) { return fronts_->has(node, needed_, work_); };
            return !is_better(y) && !coalition_.as_graph().any_entry(y, better);
        });
    }

    bool is_lost_part(State part) {
        const bool lost = lost_(part, [&] {
            if (++asked_ % 4096 == 0) token_.advance(0);
            return !parts_[part].has(needed_, work_);
        });
        if (lost) last_lost_ = part;
        return lost;
    }

    /// Does something hold of a state that a coalition reaches?
    template <class Holds>
    bool any_reached(const Reach& reach, Memo& seen, State from, Holds&& holds) {
        if (reach.way() == Way::nowhere) return false;
        if (reach.way() == Way::components) {
            const Components& parts = reach.as_components();
            const State part = parts.of[from];
            return std::any_of(parts.members.begin(part), parts.members.end(part), holds);
        }
        if (reach.way() == Way::one_move) return reach.as_mover().any(from, holds);
        const Graph& graph = reach.as_graph();
        std::vector<State> todo;
        seen.forget();
        const auto arrive = [&](State node) {
            if (!seen.first(node)) return false;
            if (++asked_ % 4096 == 0) token_.advance(0);
            todo.push_back(node);
            return holds(graph.state_of(node));
        };
        if (graph.any_entry(from, arrive)) return true;
        while (!todo.empty()) {
            token_.advance(0);
            const State node = todo.back();
            todo.pop_back();
            if (graph.any_after(node, arrive)) return true;
        }
        return false;
    }

    void fronts_of_components() {
        const Components& parts = coalition_.as_components();
        for (std::size_t part = 0; part < parts.size(); ++part) {
            Front& front = parts_.emplace_back(columns_.count);
            for (const State* s = parts.members.begin(part); s != parts.members.end(part); ++s)
                front.offer(columns_.given.data() + *s * std::size_t{columns_.count}, work_, token_);
            front.tidy(work_, token_);
            if (part % 256 == 0) token_.advance(0);
        }
    }

    /// Which components of the coalition meet which of the others.
    void meet() {
        const Components &ours = coalition_.as_components(), &theirs = others_.as_components();
        meets_.starts.push_back(0);
        for (std::size_t part = 0; part < theirs.size(); ++part) {
            token_.advance(0);
            const auto first = static_cast<std::ptrdiff_t>(meets_.items.size());
            for (const State* s = theirs.members.begin(part); s != theirs.members.end(part); ++s)
                meets_.items.push_back(ours.of[*s]);
            std::sort(meets_.items.begin() + first, meets_.items.end());
            meets_.items.erase(std::unique(meets_.items.begin() + first, meets_.items.end()), meets_.items.end());
            meets_.starts.push_back(meets_.items.size());
        }
    }

    const Model& model_;
    const Columns& columns_;
    const Reach& coalition_;
    const Reach& others_;
    Token& token_;
    const Value* needed_ = nullptr;
    Memo lost_, answered_, seen_, seen_by_others_;
    std::vector<Front> parts_;
    std::unique_ptr<Fronts> fronts_;
    Lists meets_;
    State last_lost_ = nowhere;
    std::uint64_t work_ = 0, asked_ = 0;
};

}  // namespace

void symmetric(const Model& model, const Columns& columns, const Reach& coalition, const Reach& others,
               std::size_t most_bytes, const std::uint8_t* open, std::uint8_t* stable, Token& token) {
    if (others.way() == Way::nowhere) return;
    Search search(model, columns, coalition, others, most_bytes, token);
    for (State s = 0; s < model.n_states; ++s)
        if (open[s]) {
            token.advance(0);
            if (search.is_stable(s)) stable[s] = 1;
        }
}

}  // namespace detente::coalitions
