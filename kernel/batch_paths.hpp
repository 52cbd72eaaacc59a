// Where decision makers can go, alone and together (src/detente/model/moves.py), found when it is first asked for and
// kept.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "batch.hpp"

namespace detente {

/// What counts as a joint move.
enum class BatchJoint : std::uint8_t { both, sequences, at_once };

/// The option rule as data; every array is rows of `width` words with a bit for each option.
struct BatchOptions {
    std::size_t width;
    std::span<const std::uint64_t> states;              // (states, width)
    std::span<const std::uint64_t> owned;               // (players, width)
    std::span<const std::uint64_t> only_up, only_down;  // (width)
    std::span<const std::uint64_t> frozen;              // (states, width)
};

/// The moves of one structure. Safe to share between threads.
class BatchPaths {
  public:
    using Ends = std::vector<std::uint32_t>;

    explicit BatchPaths(const BatchOptions& options);
    BatchPaths(std::size_t n_states, std::span<const BatchArcs> arcs);
    ~BatchPaths();
    BatchPaths(const BatchPaths&) = delete;
    BatchPaths& operator=(const BatchPaths&) = delete;

    std::size_t states() const noexcept { return states_; }
    std::size_t players() const noexcept { return players_; }

    /// Who moves (a bit for each decision maker) and how, with what is known of it.
    class Group;
    /// Return a group; it stays where it is as long as this does.
    Group& group(std::uint64_t members, BatchJoint joint) const;

    /// What a thread needs to find paths.
    struct Scratch {
        Ends ends;
        std::vector<unsigned char> opened;
    };
    /// Return where a group can go from a state. The answer may be in `scratch.ends`, until the next call.
    const Ends& ends(Group& group, std::uint32_t state, Scratch& scratch) const;

    /// Return a number for each state, the same where a decision maker can go from one to the other and back: a group, in
    /// which every move is there. Empty where a direction, a freeze or arcs say otherwise.
    std::vector<std::uint32_t> free_groups(std::size_t player) const;

    /// The moves of single decision makers as edge lists, without what is focal; found when it is first asked for.
    const BatchPlan& plan() const;

  private:
    void index_states();
    void find(const Group& group, std::uint32_t state, Ends& out, Scratch& scratch) const;
    void at_once(std::uint64_t members, std::uint32_t state, Ends& out) const;
    void sequences(std::uint64_t members, std::uint32_t state, Ends& out, Scratch& scratch) const;
    bool is_frozen(std::uint64_t members, std::uint32_t state) const;
    std::uint32_t state_of(std::uint64_t word) const;

    std::size_t states_ = 0, players_ = 0, width_ = 0;
    bool by_options_ = false, freezes_ = false;
    std::vector<std::uint64_t> words_, owned_, only_up_, only_down_, frozen_;
    mutable std::vector<std::uint32_t> starts_, ends_;  // explicit arcs, or what plan() found
    mutable BatchPlan plan_{};
    mutable std::once_flag planned_;
    std::vector<std::uint32_t> slots_;  // from a hash of a word to a state
    mutable std::mutex mutex_;
    mutable std::map<std::pair<std::uint64_t, BatchJoint>, std::unique_ptr<Group>> groups_;
    mutable std::atomic<std::size_t> kept_{0};
};

}  // namespace detente
