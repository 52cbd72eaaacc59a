// Sequences of coalition improvements, followed backwards (CSEQ): the least that they lead to.
#pragma once

#include <memory>
#include <vector>

#include "coalitions_reach.hpp"

namespace detente::coalitions {

/// What a coalition's improvement must give it, and what states give: its members' ranks, and their sum (Pareto).
struct Columns {
    unsigned count = 0;
    Rows given;   ///< (n_states, count)
    Rows needed;  ///< (n_states, count)
};

Columns columns_of(const Model& model, Group coalition, bool pareto, Token& token);

/// One coalition's improvements, backwards: from which states is one to a given state?
///
/// The states that reach a part of the coalition's graph stand in a k-d tree; a question opens only the boxes in which
/// some state needs no more than the given one has, and takes each answer out of its tree, so that it comes once.
class Backwards {
  public:
    Backwards(const Model& model, Group coalition, bool pareto, std::size_t most_bytes, Token& token);

    Group coalition() const noexcept { return coalition_; }

    /// What is left of the trees while they are asked.
    struct Left {
        Rows least;                      // (nodes, columns): the least that a state of the box needs
        std::vector<std::uint8_t> gone;  // by place
        std::vector<State> seen;         // by part: the last question that opened it
        State question = 0;
        std::uint64_t looked = 0;        // at boxes and parts
        std::vector<State> todo;
    };
    Left all() const;
    /// Append to `found` the states with an improvement to `end`, without those that were found before.
    void ask(State end, Left& left, std::vector<State>& found, Token& token) const;

  private:
    struct Node {
        State first, last;
        State left, right;
    };
    static constexpr State leaf = 16;

    State grow(State first, State last, unsigned depth, Token& token);
    void open(State node, const Value* given, Left& left, std::vector<State>& found, Token& token) const;
    void plant(const Lists& entries, Token& token);
    void link(const Graph& graph, std::size_t most_bytes, Token& token);

    Group coalition_;
    std::size_t n_states_;
    Columns columns_;
    Reach reach_;
    std::vector<State> entry_;  // by place: a state
    std::vector<Node> nodes_;
    Rows least_;
    std::vector<State> tree_;  // by part: its root, or `nowhere`
    Lists before_;             // searched: by part, the parts that lead to it at once
    Rows least_before_;        // searched: by part, the least that a state needs that leads to it
};

/// Lower `values` to the least along sequences of improvements of the coalitions, none twice in a row.
void least_along(const std::vector<const Backwards*>& family, std::vector<Value>& values, Token& token);

}  // namespace detente::coalitions
