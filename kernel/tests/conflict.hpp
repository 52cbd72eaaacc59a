// Random conflicts, the same for the same seed everywhere.
#pragma once

#include <cstdint>
#include <vector>

namespace detente {
struct ArcModel;
struct OptionModel;
}  // namespace detente

namespace detente::tests {

/// Random numbers by splitmix64 (Steele, Lea, Flood 2014): the same on every machine, unlike those of the library.
class Chance {
  public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() noexcept {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    /// A number from `low` to `high`.
    std::uint64_t from(std::uint64_t low, std::uint64_t high) noexcept { return low + next() % (high - low + 1); }
    bool holds(unsigned percent) noexcept { return from(0, 99) < percent; }

  private:
    std::uint64_t state_;
};

/// What every core can be given: targets of moves, and ranks. `moves[i][s]` ascend and do not hold `s` itself, but in
/// random arcs.
struct Conflict {
    std::size_t n_states = 0;
    std::vector<std::vector<std::vector<std::uint32_t>>> moves;  ///< [decision maker][state]
    std::vector<std::vector<std::int64_t>> ranks;                ///< [decision maker][state]

    std::size_t n_players() const noexcept { return ranks.size(); }
};

/// A conflict by the option rule, with what `OptionModel` points to.
struct Options : Conflict {
    unsigned n_options = 0;
    std::size_t n_words = 1;
    bool complete = false;  ///< every combination is a state, in order
    std::vector<std::uint64_t> words, owned, only_up, only_down, frozen;

    /// The ranks in 1, 2, 4 or 8 bytes, whatever fits.
    OptionModel model(unsigned bytes = 8);

  private:
    std::vector<std::vector<std::int32_t>> ranks4_;
    std::vector<std::vector<std::int16_t>> ranks2_;
    std::vector<std::vector<std::int8_t>> ranks1_;
};

/// How large a random conflict may be, and what it may have.
struct Size {
    unsigned players_from = 2, players_to = 4;
    unsigned options_from = 1, options_to = 6;
    unsigned words = 1;        ///< 64-bit words of a state; the options lie anywhere in them
    bool shuffled = true;      ///< states in any order, owners of any options; otherwise runs of options, in order
    bool complete = false;     ///< no infeasible state
    bool irreversible = true;  ///< directions and freezes
    std::int64_t most_ranks = 0;  ///< 0: up to the number of states
};

Options random_options(Chance& chance, const Size& size);

/// Edge lists, with what `ArcModel` points to.
struct Arcs {
    explicit Arcs(const Conflict& conflict);
    ArcModel model() const;

    std::size_t n_states;
    std::vector<std::vector<std::int64_t>> starts, targets;
    std::vector<std::vector<std::int64_t>> ranks;
};

/// Moves along any arcs, most of them not transitive, some of them from a state to itself or twice the same.
Conflict random_arcs(Chance& chance, std::size_t most_states, std::size_t most_players);

}  // namespace detente::tests
