// The batch engine: one structure, very many preference profiles, 64 at a time. Knows no Python.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "batch_hot.hpp"
#include "running.hpp"

namespace detente {

/// The moves of one decision maker: those from state s are ends[starts[s]] ... ends[starts[s + 1] - 1].
struct BatchArcs {
    std::span<const std::int64_t> starts;
    std::span<const std::int64_t> ends;
};

/// What depends on the structure alone. Checks what it is given and throws std::invalid_argument.
class BatchStructure {
  public:
    BatchStructure(std::size_t n_states, std::span<const BatchArcs> arcs);

    std::size_t states() const noexcept { return plan_.states; }
    std::size_t players() const noexcept { return plan_.players; }
    const BatchPlan& plan() const noexcept { return plan_; }

  private:
    struct Focal;
    void read(std::size_t n_states, std::span<const BatchArcs> arcs);
    bool is_transitive(std::size_t player) const;
    bool is_symmetric(std::size_t player) const;
    void find_groups(std::size_t player);
    void find_others(std::size_t player);
    void find_parts(std::size_t player);

    std::vector<std::uint32_t> starts_, ends_;
    std::vector<Focal> kept_;
    std::vector<BatchFocal> focal_;
    BatchPlan plan_{};

  public:
    ~BatchStructure();
    BatchStructure(const BatchStructure&) = delete;
    BatchStructure& operator=(const BatchStructure&) = delete;
};

/// Orders of the states, from which profiles are made: for each decision maker (orders, states) unsigned numbers.
struct BatchOrders {
    std::size_t width;                   // bytes of a rank: 1, 2 or 4
    std::span<const void* const> ranks;  // (players)
};

/// Profiles: (profiles, players) numbers of orders; the caller has checked that they are there.
struct BatchProfiles {
    std::size_t count;
    const std::int64_t* orders;

    std::size_t blocks() const noexcept { return (count + 63) / 64; }
};

/// What becomes of the flags of a block.
enum class BatchAnswer {
    flags,   // (blocks, concepts, players, states) words, a bit for each profile
    joint,   // (blocks, states) words: stable for every decision maker; one concept
    some,    // (blocks) words: some wanted state is stable for every decision maker
    every,   // (blocks) words: every state that is stable for every decision maker is wanted
    counts,  // (blocks, 64) words: how many wanted states are stable for every decision maker
};

/// How many words the answer takes.
std::size_t batch_words(const BatchStructure& structure, std::size_t blocks, std::uint32_t concepts,
                        BatchAnswer answer);

/// Solve all profiles. Bits of lanes past the last profile are zero. `wanted` (states) is for some, every and counts.
void batch_solve_all(const BatchStructure& structure, const BatchOrders& orders, const BatchProfiles& profiles,
                     std::uint32_t concepts, BatchAnswer answer, const bool* wanted, std::uint64_t* out,
                     unsigned threads, Token& token, const Watch& watch);

/// Solve all profiles; out is (concepts, profiles, players, states) bytes, 1 where a state is stable.
void batch_masks_all(const BatchStructure& structure, const BatchOrders& orders, const BatchProfiles& profiles,
                     std::uint32_t concepts, std::uint8_t* out, unsigned threads, Token& token, const Watch& watch);

/// Memory aligned for vectors; nothing is in it at first.
class BatchRoom {
  public:
    explicit BatchRoom(std::size_t bytes) : at_(::operator new(bytes + 64, std::align_val_t{64})) {}
    ~BatchRoom() { ::operator delete(at_, std::align_val_t{64}); }
    BatchRoom(const BatchRoom&) = delete;
    BatchRoom& operator=(const BatchRoom&) = delete;

    template <class T>
    T* as() const noexcept {
        return static_cast<T*>(at_);
    }

  private:
    void* const at_;
};

/// The rows of 64 profiles from `first` on, (players, 64); lanes past the last profile repeat it.
template <class T>
void batch_rows(const BatchOrders& orders, const BatchProfiles& profiles, std::size_t states, std::size_t first,
                std::vector<const T*>& rows) {
    const std::size_t players = orders.ranks.size();
    rows.resize(players * 64);
    for (std::size_t i = 0; i < players; ++i)
        for (std::size_t lane = 0; lane < 64; ++lane) {
            const std::size_t profile = first + lane < profiles.count ? first + lane : profiles.count - 1;
            const auto order = static_cast<std::size_t>(profiles.orders[profile * players + i]);
            rows[64 * i + lane] = static_cast<const T*>(orders.ranks[i]) + order * states;
        }
}

}  // namespace detente
