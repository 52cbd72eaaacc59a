// The worst that outsiders' answers can bring about, from every state, for one profile
// (src/detente/analysis/deterrence.py).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "batch_paths.hpp"
#include "running.hpp"

namespace detente {

/// The moves by which each decision maker can go on answering, backwards.
class BatchAnswers {
  public:
    static constexpr std::size_t most_players = 32;

    /// `ranks` are (players, states), from 0 and below the number of states; `any` lets all moves count, otherwise those
    /// only that make the mover better off.
    BatchAnswers(const BatchPaths& paths, std::span<const std::int32_t> ranks, bool any, Token& token);

    std::size_t states() const noexcept { return states_; }
    std::size_t players() const noexcept { return movers_.size(); }

    /// Set `least[s]` to the least label, from 0, where legal sequences of the movers' answers from `s` end; to the
    /// greatest number if there are none. Nobody moves twice in a row.
    void worst(std::uint32_t movers, std::span<const std::int32_t> labels, std::int32_t* least, Token& token) const;

  private:
    using State = std::uint32_t;
    struct Place {
        State group;
        std::int32_t rank;
    };
    struct Member {
        State state;
        std::int32_t rank;
    };
    /// Where every move of one decision maker can be taken back: groups of states, in which every move is there.
    /// Otherwise the moves by which each state is entered.
    struct Mover {
        std::vector<Place> places;    // of each state; empty where moves are listed
        std::vector<State> starts;    // of each group, or of the moves that enter each state
        std::vector<Member> members;  // of each group, by ascending rank
        std::vector<State> sources;   // where the moves come from
    };
    class Following;

    static Mover by_groups(const std::vector<State>& groups, std::span<const std::int32_t> ranks);
    Mover by_moves(const BatchPaths& paths, std::size_t player, std::span<const std::int32_t> ranks, Token& token) const;

    const std::size_t states_;
    const bool any_;
    std::vector<Mover> movers_;
};

}  // namespace detente
