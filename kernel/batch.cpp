#include "batch.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <stdexcept>

#include "dispatch.hpp"

namespace detente {

namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t most_pairs =
    200'000'000;  // moves after moves that are looked at to find out what is transitive

}  // namespace

/// The arrays behind a BatchFocal.
struct BatchStructure::Focal {
    std::vector<std::uint32_t> part_of, member_starts, members, next_starts, next, other_starts, group_starts, grouping;
    std::vector<BatchMove> others;
};

BatchStructure::~BatchStructure() = default;

BatchStructure::BatchStructure(std::size_t n_states, std::span<const BatchArcs> arcs) {
    read(n_states, arcs);
    kept_.resize(arcs.size());
    focal_.resize(arcs.size());
    std::vector<char> transitive(arcs.size());
    for (std::size_t i = 0; i < arcs.size(); ++i) transitive[i] = is_transitive(i);
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        focal_[i].plain = true;
        for (std::size_t j = 0; j < arcs.size(); ++j)
            if (j != i && !transitive[j]) focal_[i].plain = false;
        focal_[i].grouped = transitive[i] && is_symmetric(i);
        if (focal_[i].grouped) find_groups(i);
        if (focal_[i].plain) {
            find_others(i);
            find_parts(i);
        }
    }
    plan_.focal = focal_.data();
}

void BatchStructure::read(std::size_t n_states, std::span<const BatchArcs> arcs) {
    if (n_states == 0 || n_states >= none / 64) throw std::invalid_argument("the number of states is out of range");
    if (arcs.empty() || arcs.size() > 64) throw std::invalid_argument("a batch has 1 to 64 decision makers");
    std::size_t moves = 0;
    for (const BatchArcs& a : arcs) {
        if (a.starts.size() != n_states + 1 || a.starts.front() != 0 ||
            a.starts.back() != static_cast<std::int64_t>(a.ends.size()))
            throw std::invalid_argument("starts must go from 0 to the number of moves, one more than there are states");
        if (!std::is_sorted(a.starts.begin(), a.starts.end())) throw std::invalid_argument("starts must not fall");
        for (const std::int64_t end : a.ends)
            if (end < 0 || end >= static_cast<std::int64_t>(n_states))
                throw std::invalid_argument("a move leads to a state that is not there");
        moves += a.ends.size();
    }
    if (moves >= none) throw std::invalid_argument("there are too many moves");
    ends_.reserve(moves);
    starts_.reserve(arcs.size() * (n_states + 1));
    for (const BatchArcs& a : arcs) {
        const auto before = static_cast<std::uint32_t>(ends_.size());
        for (const std::int64_t start : a.starts) starts_.push_back(before + static_cast<std::uint32_t>(start));
        for (const std::int64_t end : a.ends) ends_.push_back(static_cast<std::uint32_t>(end));
    }
    plan_ = {static_cast<std::uint32_t>(n_states),
             static_cast<std::uint32_t>(arcs.size()),
             static_cast<std::uint32_t>(moves),
             starts_.data(),
             ends_.data(),
             nullptr};
}

/// Whether two moves in a row never lead elsewhere than back or one move; false where finding out would take long.
bool BatchStructure::is_transitive(std::size_t player) const {
    const std::uint32_t* first = starts_.data() + player * (plan_.states + std::size_t{1});
    std::uint64_t pairs = 0;
    for (std::uint32_t e = first[0]; e < first[plan_.states]; ++e) pairs += first[ends_[e] + 1] - first[ends_[e]];
    if (pairs > most_pairs) return false;
    std::vector<std::uint32_t> reached_from(plan_.states, none);
    for (std::uint32_t s = 0; s < plan_.states; ++s) {
        reached_from[s] = s;
        for (std::uint32_t e = first[s]; e < first[s + 1]; ++e) reached_from[ends_[e]] = s;
        for (std::uint32_t e = first[s]; e < first[s + 1]; ++e)
            for (std::uint32_t f = first[ends_[e]]; f < first[ends_[e] + 1]; ++f)
                if (reached_from[ends_[f]] != s) return false;
    }
    return true;
}

/// Whether every move can be taken back.
bool BatchStructure::is_symmetric(std::size_t player) const {
    const std::uint32_t* first = starts_.data() + player * (plan_.states + std::size_t{1});
    std::vector<std::uint64_t> forth, back;
    for (std::uint64_t s = 0; s < plan_.states; ++s)
        for (std::uint32_t e = first[s]; e < first[s + 1]; ++e) {
            forth.push_back(s << 32 | ends_[e]);
            back.push_back(std::uint64_t{ends_[e]} << 32 | s);
        }
    std::sort(forth.begin(), forth.end());
    std::sort(back.begin(), back.end());
    return forth == back;
}

/// The moves are symmetric and transitive: a state and where it leads are a group.
void BatchStructure::find_groups(std::size_t player) {
    const std::uint32_t* first = starts_.data() + player * (plan_.states + std::size_t{1});
    Focal& kept = kept_[player];
    std::vector<char> placed(plan_.states, 0);
    kept.group_starts.push_back(0);
    for (std::uint32_t s = 0; s < plan_.states; ++s) {
        if (placed[s]) continue;
        placed[s] = 1;
        kept.grouping.push_back(s);
        for (std::uint32_t e = first[s]; e < first[s + 1]; ++e) {
            if (placed[ends_[e]]) continue;
            placed[ends_[e]] = 1;
            kept.grouping.push_back(ends_[e]);
        }
        kept.group_starts.push_back(static_cast<std::uint32_t>(kept.grouping.size()));
    }
    focal_[player].n_groups = static_cast<std::uint32_t>(kept.group_starts.size() - 1);
    focal_[player].group_starts = kept.group_starts.data();
    focal_[player].grouping = kept.grouping.data();
}

void BatchStructure::find_others(std::size_t player) {
    Focal& kept = kept_[player];
    kept.other_starts.push_back(0);
    for (std::uint32_t s = 0; s < plan_.states; ++s) {
        for (std::size_t j = 0; j < plan_.players; ++j) {
            if (j == player) continue;
            const std::uint32_t* first = starts_.data() + j * (plan_.states + std::size_t{1});
            for (std::uint32_t e = first[s]; e < first[s + 1]; ++e) kept.others.push_back({e, ends_[e]});
        }
        kept.other_starts.push_back(static_cast<std::uint32_t>(kept.others.size()));
    }
    focal_[player].other_starts = kept.other_starts.data();
    focal_[player].others = kept.others.data();
}

/// Strongly connected parts of the others' moves (Tarjan 1972, with its own stack): a part is numbered after all it
/// leads to.
void BatchStructure::find_parts(std::size_t player) {
    Focal& kept = kept_[player];
    const std::uint32_t n = plan_.states;
    std::vector<std::uint32_t> seen(n, none), low(n), next_move(n), open, path;
    kept.part_of.assign(n, none);
    kept.member_starts.push_back(0);
    std::uint32_t clock = 0;
    for (std::uint32_t root = 0; root < n; ++root) {
        if (seen[root] != none) continue;
        path.push_back(root);
        while (!path.empty()) {
            const std::uint32_t s = path.back();
            if (seen[s] == none) {
                seen[s] = low[s] = clock++;
                next_move[s] = kept.other_starts[s];
                open.push_back(s);
            }
            if (next_move[s] < kept.other_starts[s + 1]) {
                const std::uint32_t end = kept.others[next_move[s]++].end;
                if (seen[end] == none) path.push_back(end);
                else if (kept.part_of[end] == none) low[s] = std::min(low[s], seen[end]);
                continue;
            }
            path.pop_back();
            if (!path.empty()) low[path.back()] = std::min(low[path.back()], low[s]);
            if (low[s] != seen[s]) continue;
            const auto part = static_cast<std::uint32_t>(kept.member_starts.size() - 1);
            for (std::uint32_t member = none; member != s;) {
                member = open.back();
                open.pop_back();
                kept.part_of[member] = part;
                kept.members.push_back(member);
            }
            kept.member_starts.push_back(static_cast<std::uint32_t>(kept.members.size()));
        }
    }
    const std::size_t parts = kept.member_starts.size() - 1;
    std::vector<std::uint32_t> noted(parts, none);
    kept.next_starts.push_back(0);
    for (std::uint32_t c = 0; c < parts; ++c) {
        noted[c] = c;
        for (std::uint32_t m = kept.member_starts[c]; m < kept.member_starts[c + 1]; ++m)
            for (std::uint32_t k = kept.other_starts[kept.members[m]]; k < kept.other_starts[kept.members[m] + 1];
                 ++k) {
                const std::uint32_t to = kept.part_of[kept.others[k].end];
                if (noted[to] == c) continue;
                noted[to] = c;
                kept.next.push_back(to);
            }
        kept.next_starts.push_back(static_cast<std::uint32_t>(kept.next.size()));
    }
    BatchFocal& focal = focal_[player];
    focal.n_parts = static_cast<std::uint32_t>(parts);
    focal.part_of = kept.part_of.data();
    focal.member_starts = kept.member_starts.data();
    focal.members = kept.members.data();
    focal.next_starts = kept.next_starts.data();
    focal.next = kept.next.data();
}

// ------------------------------------------------------------------------------------------------- many blocks

namespace {

std::size_t concepts_in(std::uint32_t concepts) { return static_cast<std::size_t>(__builtin_popcount(concepts)); }

/// What one block's answer takes.
std::size_t words_of_block(const BatchStructure& structure, std::uint32_t concepts, BatchAnswer answer) {
    switch (answer) {
        case BatchAnswer::flags: return concepts_in(concepts) * structure.players() * structure.states();
        case BatchAnswer::joint: return structure.states();
        case BatchAnswer::counts: return 64;
        default: return 1;
    }
}

/// Reduce the flags of one block, (players, states), to the answer.
void reduce(const BatchStructure& structure, const std::uint64_t* flags, BatchAnswer answer, const bool* wanted,
            std::uint64_t valid, std::uint64_t* out) {
    const std::size_t states = structure.states(), players = structure.players();
    std::uint64_t seen = 0;
    if (answer == BatchAnswer::counts) std::fill(out, out + 64, 0);
    for (std::size_t s = 0; s < states; ++s) {
        std::uint64_t all = valid;
        for (std::size_t i = 0; i < players; ++i) all &= flags[i * states + s];
        if (answer == BatchAnswer::joint) out[s] = all;
        else if (wanted[s] != (answer == BatchAnswer::every)) seen |= all;
        if (answer == BatchAnswer::counts && wanted[s])
            for (; all != 0; all &= all - 1) ++out[__builtin_ctzll(all)];
    }
    if (answer == BatchAnswer::some) out[0] = seen;
    if (answer == BatchAnswer::every) out[0] = ~seen & valid;
}

/// What is asked of all blocks.
struct Work {
    const BatchStructure& structure;
    const BatchOrders& orders;
    const BatchProfiles& profiles;
    std::uint32_t concepts;

    std::size_t flags() const { return concepts_in(concepts) * structure.players() * structure.states(); }
};

/// Solve some blocks and hand the flags of each, (concepts, players, states), to `take`; where it says so, write them
/// there.
template <class T, class Place, class Take>
void solve_blocks(const Work& work, Token& token, std::size_t first, std::size_t last, Place place, Take take) {
    const BatchPlan& plan = work.structure.plan();
    const BatchRoom room(DETENTE_DISPATCH(batch_room(plan, sizeof(T), work.concepts)));
    std::vector<const T*> rows;
    for (std::size_t block = first; block < last; ++block) {
        batch_rows<T>(work.orders, work.profiles, plan.states, 64 * block, rows);
        std::uint64_t* const flags = place(block);
        DETENTE_DISPATCH(batch_solve(plan, rows.data(), work.concepts, room.as<void>(), flags));
        const std::size_t count = std::min<std::size_t>(64, work.profiles.count - 64 * block);
        take(block, flags, count);
        token.advance(count);
    }
}

/// A task is some 2^16 states, so that a cancel is heard soon and a small structure does not pay for its workspace.
template <class Place, class Take>
void solve_all(const Work& work, unsigned threads, Token& token, const Watch& watch, Place make_place, Take take) {
    const std::size_t blocks = work.profiles.blocks();
    const std::size_t of_task = std::max<std::size_t>(1, (std::size_t{1} << 16) / work.structure.states());
    const auto task = [&](std::size_t number) {
        const std::size_t first = number * of_task, last = std::min(blocks, first + of_task);
        auto place = make_place();
        if (work.orders.width == 1) solve_blocks<std::uint8_t>(work, token, first, last, std::ref(place), take);
        else if (work.orders.width == 2) solve_blocks<std::uint16_t>(work, token, first, last, std::ref(place), take);
        else solve_blocks<std::uint32_t>(work, token, first, last, std::ref(place), take);
    };
    run_tasks((blocks + of_task - 1) / of_task, threads, token, watch, task);
}

/// Keeps the flags of one block after the other in the same place.
struct OnePlace {
    std::vector<std::uint64_t> flags;
    std::uint64_t* operator()(std::size_t) { return flags.data(); }
};

std::uint64_t bits_of(std::size_t count) { return count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1; }

}  // namespace

std::size_t batch_words(const BatchStructure& structure, std::size_t blocks, std::uint32_t concepts,
                        BatchAnswer answer) {
    return blocks * words_of_block(structure, concepts, answer);
}

void batch_solve_all(const BatchStructure& structure, const BatchOrders& orders, const BatchProfiles& profiles,
                     std::uint32_t concepts, BatchAnswer answer, const bool* wanted, std::uint64_t* out,
                     unsigned threads, Token& token, const Watch& watch) {
    const Work work{structure, orders, profiles, concepts};
    const std::size_t words = words_of_block(structure, concepts, answer);
    if (answer == BatchAnswer::flags) {
        const auto mask = [&](std::size_t, std::uint64_t* flags, std::size_t count) {
            if (count < 64)
                for (std::size_t w = 0; w < words; ++w) flags[w] &= bits_of(count);
        };
        solve_all(
            work, threads, token, watch, [=] { return [=](std::size_t block) { return out + words * block; }; }, mask);
        return;
    }
    const auto take = [&](std::size_t block, const std::uint64_t* flags, std::size_t count) {
        reduce(structure, flags, answer, wanted, bits_of(count), out + words * block);
    };
    const std::size_t size = work.flags();
    solve_all(work, threads, token, watch, [=] { return OnePlace{std::vector<std::uint64_t>(size)}; }, take);
}

void batch_masks_all(const BatchStructure& structure, const BatchOrders& orders, const BatchProfiles& profiles,
                     std::uint32_t concepts, std::uint8_t* out, unsigned threads, Token& token, const Watch& watch) {
    const Work work{structure, orders, profiles, concepts};
    const std::size_t states = structure.states(), players = structure.players(), size = work.flags();
    const auto take = [&](std::size_t block, const std::uint64_t* flags, std::size_t count) {
        for (std::size_t c = 0; c < concepts_in(concepts); ++c)
            for (std::size_t i = 0; i < players; ++i) {
                std::uint8_t* const first = out + ((c * profiles.count + 64 * block) * players + i) * states;
                DETENTE_DISPATCH(
                    batch_unpack(flags + (c * players + i) * states, states, count, first, players * states));
            }
    };
    solve_all(work, threads, token, watch, [=] { return OnePlace{std::vector<std::uint64_t>(size)}; }, take);
}

}  // namespace detente
