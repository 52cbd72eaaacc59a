// Where coalitions can go by legal sequences of their members' moves (theory A4), and what is asked of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "coalitions_dominance.hpp"
#include "model.hpp"
#include "running.hpp"

namespace detente::coalitions {

using State = std::uint32_t;
using Group = std::uint64_t;  ///< a coalition: one bit for each decision maker
using Rows = std::vector<Value>;
inline constexpr State nowhere = ~State{0};

/// A table that the question needs is larger than the memory that it may take.
class TooMuch : public std::exception {
  public:
    const char* what() const noexcept override { return "a table of coalition moves would not fit"; }
};

/// Numbers in compressed rows.
struct Lists {
    std::vector<std::uint64_t> starts;
    std::vector<State> items;

    /// Return the places of each number below `size` in `numbers`.
    static Lists of(const std::vector<State>& numbers, std::size_t size, Token& token);
    /// Return the second numbers of pairs by the first, in their order; what follows itself in a row comes once.
    static Lists by_first(const std::vector<std::pair<State, State>>& pairs, std::size_t size, Token& token);
    const State* begin(std::size_t row) const noexcept { return items.data() + starts[row]; }
    const State* end(std::size_t row) const noexcept { return items.data() + starts[row + 1]; }
};

/// The moves of one decision maker: within a group of states that agree on everybody else's options, or along arcs.
class Mover {
  public:
    Mover(const OptionModel& model, std::size_t player, Token& token);
    Mover(const ArcModel& model, std::size_t player);

    /// Can every move be undone, so that the group is reached from each of its states?
    bool two_way() const noexcept { return two_way_; }
    /// Do two moves in a row never lead further than one?
    bool transitive() const noexcept { return transitive_; }
    const std::vector<State>& group() const noexcept { return group_; }
    std::size_t n_groups() const noexcept { return members_.starts.size() - 1; }
    const Lists& members() const noexcept { return members_; }

    std::uint64_t first(State s) const noexcept { return arcs_.starts ? arcs_.starts[s] : members_.starts[group_[s]]; }
    std::uint64_t last(State s) const noexcept {
        return arcs_.starts ? arcs_.starts[s + 1] : members_.starts[group_[s] + 1];
    }
    /// The target of the move at a place between `first` and `last`; `nowhere` if there is none there.
    State target(State s, std::uint64_t place) const noexcept {
        if (arcs_.starts) return static_cast<State>(arcs_.targets[place]);
        const State t = members_.items[place];
        if (t == s || (!two_way_ && ((own_[s] ^ own_[t]) & stopped_[s]) != 0)) return nowhere;
        return t;
    }
    /// Call `use(target)` for each move from `s` until it returns true; return whether it did.
    template <class Use>
    bool any(State s, Use&& use) const {
        for (std::uint64_t place = first(s), end = last(s); place != end; ++place)
            if (const State t = target(s, place); t != nowhere && use(t)) return true;
        return false;
    }

  private:
    ArcList arcs_;
    std::vector<State> group_;
    Lists members_;
    std::vector<std::uint64_t> own_, stopped_;  // a state's own options, packed, and those that cannot change there
    bool two_way_ = false, transitive_ = false;
};

/// A conflict as the coalition core takes it.
struct Model {
    std::size_t n_states = 0;
    std::size_t n_players = 0;
    std::vector<Mover> movers;
    Rows ranks;  ///< (n_states, n_players)

    Value rank(State s, std::size_t player) const noexcept { return ranks[s * n_players + player]; }
};

Model model_of(const OptionModel& given, unsigned threads, const Watch& watch = Watch());
Model model_of(const ArcModel& given, unsigned threads, const Watch& watch = Watch());

/// Members of a coalition that all can undo their moves: whatever is in a component is reached from each of its states.
struct Components {
    std::vector<State> of;  ///< each state's component
    Lists members;

    std::size_t size() const noexcept { return members.starts.size() - 1; }
};

Components components(const Model& model, Group coalition, Token& token);

/// Sequences of moves as a graph: its nodes are states, or (last mover, state) where moves are not transitive.
class Graph {
  public:
    Graph(const Model& model, Group coalition, Token& token);

    std::size_t n_parts() const noexcept { return parts_.starts.size() - 1; }
    bool labelled() const noexcept { return labelled_; }
    std::size_t n_nodes() const noexcept { return part_.size(); }
    State part(State node) const noexcept { return part_[node]; }
    State state_of(State node) const noexcept { return static_cast<State>(node % model_->n_states); }
    /// The nodes of each strongly connected part; a part only leads to parts before it.
    const Lists& parts() const noexcept { return parts_; }

    /// Call `use(node)` for each node that one more move leads to, until it returns true.
    template <class Use>
    bool any_after(State node, Use&& use) const {
        const std::size_t n = model_->n_states, label = node / n;
        const State s = state_of(node);
        for (std::size_t k = 0; k < members_.size(); ++k) {
            if (labelled_ && k == label) continue;
            const auto found = [&](State t) { return use(labelled_ ? static_cast<State>(k * n + t) : t); };
            if (model_->movers[members_[k]].any(s, found)) return true;
        }
        return false;
    }
    /// Call `use(node)` for the nodes that a sequence from `s` can stand on; where moves are transitive, that of `s`.
    template <class Use>
    bool any_entry(State s, Use&& use) const {
        if (!labelled_) return use(s);
        for (std::size_t k = 0; k < members_.size(); ++k) {
            const auto found = [&](State t) { return use(static_cast<State>(k * model_->n_states + t)); };
            if (model_->movers[members_[k]].any(s, found)) return true;
        }
        return false;
    }

  private:
    void find_parts(Token& token);

    const Model* model_;
    std::vector<std::size_t> members_;
    bool labelled_;
    std::vector<State> part_;
    Lists parts_;
};

enum class Way : std::uint8_t { nowhere, components, one_move, searched };

/// Where one coalition can go. Every answer is about a state *or* what is reached from it.
class Reach {
  public:
    Reach(const Model& model, Group coalition, std::size_t most_bytes, Token& token);

    Way way() const noexcept { return way_; }
    const Components& as_components() const noexcept { return components_; }
    const Graph& as_graph() const noexcept { return graphs_.front(); }
    const Mover& as_mover() const noexcept { return model_->movers[mover_]; }

    /// Lower each row, column by column, to the least that is reached.
    void least(Rows& rows, unsigned columns, Token& token) const;
    /// Raise each value to the greatest that one decision maker reaches; for coalitions of one.
    void greatest(Rows& values, Token& token) const;
    /// Set `out[s]` where a point is reached with at least `needed`, column by column.
    void outdone(const Rows& points, const Rows& needed, unsigned columns, std::uint8_t* out, Token& token) const;

  private:
    void least_in_graph(Rows& rows, unsigned columns, Token& token) const;
    void outdone_in_components(const Rows& points, const Rows& needed, unsigned columns, std::uint8_t* out,
                               Token& token) const;

    const Model* model_;
    std::size_t most_bytes_;
    Way way_;
    std::size_t mover_ = 0;
    Components components_;
    std::vector<Graph> graphs_;  // one, where the way is `searched`
};

/// What the nodes of a graph, part by part, lead to: the points that nothing else there outdoes.
class Fronts {
  public:
    Fronts(const Graph& graph, const Rows& points, unsigned columns, std::size_t most_bytes, Token& token);

    /// Is a point with at least `needed` reached from the node's state, or is it that state's own?
    bool has(State node, const Value* needed, std::uint64_t& work) const noexcept {
        return fronts_[of_[graph_->part(node)]].has(needed, work);
    }

  private:
    const Graph* graph_;
    std::vector<Front> fronts_;
    std::vector<State> of_;
};

}  // namespace detente::coalitions
