// Stability of 64 profiles at once. A state is unstable iff the best, over the decision maker's own moves, of
// min(rank, worst label that the others can bring about) is above its rank; see src/detente/engines/edges.py.
#include "batch_hot.hpp"

#include "batch_lanes.hpp"

namespace detente::DETENTE_TARGET {

namespace {

constexpr std::size_t aligned(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

/// Arrays in the workspace; each is (states, 64) unless it says otherwise.
template <class T>
struct Room {
    T* ranks;       // (players, states, 64)
    Kept<T>* kept;  // (moves): where each move is an improvement for its mover
    T* best;        // the best rank within one more move of the focal decision maker
    T* worst;       // two labels: of the rank, of `best`
    T* ahead;       // (players, states, 64): what lies ahead of those who did not move last

    static std::size_t fill(const BatchPlan& plan, std::uint32_t concepts, Room* room, char* at) {
        const std::size_t cells = std::size_t{64} * plan.states;
        std::size_t used = 0;
        const auto take = [&](std::size_t bytes) {
            char* const here = at == nullptr ? nullptr : at + used;
            used += aligned(bytes);
            return here;
        };
        bool by_mover = false;
        for (std::uint32_t i = 0; i < plan.players; ++i) by_mover |= !plan.focal[i].plain;
        Room r;
        r.ranks = reinterpret_cast<T*>(take(plan.players * cells * sizeof(T)));
        r.kept = reinterpret_cast<Kept<T>*>(take((concepts & (seq | sseq)) ? plan.moves * sizeof(Kept<T>) : 0));
        r.best = reinterpret_cast<T*>(take(cells * sizeof(T)));
        r.worst = reinterpret_cast<T*>(take(2 * cells * sizeof(T)));
        r.ahead = reinterpret_cast<T*>(take(by_mover ? plan.players * cells * sizeof(T) : 0));
        if (room != nullptr) *room = r;
        return used;
    }
};

/// Where each move is an improvement for its mover.
template <class T>
void find_improvements(const BatchPlan& plan, const T* ranks, std::size_t stride, Kept<T>* kept) {
    for (std::uint32_t j = 0; j < plan.players; ++j) {
        const T* own = ranks + stride * j;
        const std::uint32_t* first = plan.starts + std::size_t{plan.states + 1} * j;
        for (std::uint32_t s = 0; s < plan.states; ++s) {
            const Lanes<T> here = load<T>(own + 64 * std::size_t{s});
            for (std::uint32_t e = first[s]; e < first[s + 1]; ++e)
                kept[e] = keep_greater<T>(load<T>(own + 64 * std::size_t{plan.ends[e]}), here);
        }
    }
}

/// The worst label that legal sequences of some movers bring about, where nobody moves twice in a row: with `Masked` of
/// their improvements, else of all their moves. ahead[k] is the worst that can follow a move of k, who does not move
/// next.
template <class T, bool Masked>
class ByMover {
  public:
    ByMover(const BatchPlan& plan, std::uint64_t movers, const Kept<T>* kept, T* ahead, T* worst)
        : plan_(plan), kept_(kept), ahead_(ahead), worst_(worst), cells_(std::size_t{64} * plan.states) {
        for (; movers != 0; movers &= movers - 1)
            movers_[n_movers_++] = static_cast<std::uint32_t>(__builtin_ctzll(movers));
    }

    void close(const T* label) {
        __builtin_memcpy(worst_, label, cells_ * sizeof(T));
        for (std::uint32_t k = 0; k < n_movers_; ++k) __builtin_memcpy(ahead_ + cells_ * k, label, cells_ * sizeof(T));
        for (bool up = true;; up = !up) {
            Lanes<T> changed{};
            if (up)
                for (std::uint32_t s = 0; s < plan_.states; ++s) pull(s, changed);
            else
                for (std::uint32_t s = plan_.states; s-- > 0;) pull(s, changed);
            if (is_zero<T>(changed)) break;
        }
    }

  private:
    inline void pull(std::uint32_t s, Lanes<T>& changed) {
        for (std::uint32_t k = 0; k < n_movers_; ++k) {
            const std::uint32_t* const first = plan_.starts + std::size_t{plan_.states + 1} * movers_[k] + s;
            if (first[0] == first[1]) continue;
            const T* const after = ahead_ + cells_ * k;
            Lanes<T> low = all_ones<T>();
            for (std::uint32_t e = first[0]; e < first[1]; ++e) {
                const Lanes<T> next = load<T>(after + 64 * std::size_t{plan_.ends[e]});
                if constexpr (Masked) low = min_where<T>(kept_[e], low, next);
                else low = min<T>(low, next);
            }
            T* const here = worst_ + 64 * std::size_t{s};
            store<T>(here, min<T>(low, load<T>(here)));
            for (std::uint32_t j = 0; j < n_movers_; ++j) {
                if (j == k) continue;
                T* const theirs = ahead_ + cells_ * j + 64 * std::size_t{s};
                const Lanes<T> was = load<T>(theirs), is = min<T>(low, was);
                note_change<T>(changed, is, was);
                store<T>(theirs, is);
            }
        }
    }

    const BatchPlan& plan_;
    const Kept<T>* const kept_;
    T* const ahead_;
    T* const worst_;
    const std::size_t cells_;
    std::uint32_t movers_[64], n_movers_ = 0;
};

/// As ByMover, in a region and for several labels at once.
template <class T>
class InRegion {
  public:
    InRegion(const BatchRegion& region, T* labels)
        : region_(region), labels_(labels), stride_(std::size_t{64} * (1 + region.movers)) {}

    void close() {
        for (bool down = true;; down = !down) {  // replies lead to later places mostly
            Lanes<T> changed{};
            if (down)
                for (std::uint32_t p = region_.last; p-- > region_.first;) pull(p, changed);
            else
                for (std::uint32_t p = region_.first; p < region_.last; ++p) pull(p, changed);
            if (is_zero<T>(changed)) break;
        }
    }

  private:
    /// The labels of one place and member: the worst, then what is ahead of each mover.
    T* labels(std::uint32_t place, std::uint32_t member) const {
        return labels_ + stride_ * (std::size_t{region_.members} * place + member);
    }

    inline void pull(std::uint32_t place, Lanes<T>& changed) {
        const std::uint32_t* const starts = region_.starts + std::size_t{region_.movers} * place;
        for (std::uint32_t k = 0; k < region_.movers; ++k) {
            if (starts[k] == starts[k + 1]) continue;
            for (std::uint32_t h = 0; h < region_.members; ++h) {
                Lanes<T> low = all_ones<T>();
                for (std::uint32_t r = starts[k]; r < starts[k + 1]; ++r) {
                    const BatchReply& reply = region_.replies[r];
                    low = min_where<T>(keep_bits<T>(reply.where), low, load<T>(labels(reply.end, h) + 64 * (1 + k)));
                }
                T* const here = labels(place, h);
                store<T>(here, min<T>(low, load<T>(here)));
                for (std::uint32_t j = 0; j < region_.movers; ++j) {
                    if (j == k) continue;
                    T* const theirs = here + 64 * (1 + j);
                    const Lanes<T> was = load<T>(theirs), is = min<T>(low, was);
                    note_change<T>(changed, is, was);
                    store<T>(theirs, is);
                }
            }
        }
    }

    const BatchRegion& region_;
    T* const labels_;
    const std::size_t stride_;
};

template <class T>
class Solver {
  public:
    Solver(const BatchPlan& plan, const T* const* rows, std::uint32_t concepts, char* room, std::uint64_t* stable)
        : plan_(plan), concepts_(concepts), stable_(stable), cells_(std::size_t{64} * plan.states) {
        Room<T>::fill(plan, concepts, &room_, room);
        for (std::uint32_t i = 0; i < plan.players; ++i)
            gather<T>(rows + std::size_t{64} * i, 0, plan.states, room_.ranks + cells_ * i);
    }

    void solve() {
        if (concepts_ & (seq | sseq)) find_improvements<T>(plan_, room_.ranks, cells_, room_.kept);
        for (std::uint32_t i = 0; i < plan_.players; ++i) {
            i_ = i;
            focal_ = &plan_.focal[i];
            ranks_ = room_.ranks + cells_ * i;
            find_best();
            if (concepts_ & nash) say_nash();
            if (concepts_ & (gmr | smr)) any(concepts_ & gmr, concepts_ & smr);
            if (concepts_ & (seq | sseq)) credible(concepts_ & seq, concepts_ & sseq);
        }
    }

  private:
    T* at(T* array, std::size_t state) const { return array + 64 * state; }
    const T* at(const T* array, std::size_t state) const { return array + 64 * state; }
    Lanes<T> get(const T* array, std::size_t state) const { return load<T>(array + 64 * state); }

    std::uint64_t* out(std::uint32_t concept_bit) const {
        const auto before = static_cast<std::size_t>(__builtin_popcount(concepts_ & (concept_bit - 1)));
        return stable_ + (before * plan_.players + i_) * plan_.states;
    }

    const std::uint32_t* starts(std::uint32_t player) const {
        return plan_.starts + std::size_t{plan_.states + 1} * player;
    }

    /// best = the greatest rank among a state and the states one own move away.
    void find_best() {
        if (focal_->grouped) {
            for (std::uint32_t g = 0; g < focal_->n_groups; ++g) {
                const std::uint32_t first = focal_->group_starts[g], last = focal_->group_starts[g + 1];
                Lanes<T> top = get(ranks_, focal_->grouping[first]);
                for (std::uint32_t k = first + 1; k < last; ++k) top = max<T>(top, get(ranks_, focal_->grouping[k]));
                for (std::uint32_t k = first; k < last; ++k) store<T>(at(room_.best, focal_->grouping[k]), top);
            }
            return;
        }
        const std::uint32_t* first = starts(i_);
        for (std::uint32_t s = 0; s < plan_.states; ++s) {
            Lanes<T> top = get(ranks_, s);
            for (std::uint32_t e = first[s]; e < first[s + 1]; ++e) top = max<T>(top, get(ranks_, plan_.ends[e]));
            store<T>(at(room_.best, s), top);
        }
    }

    void say_nash() {
        std::uint64_t* const stable = out(nash);
        for (std::uint32_t s = 0; s < plan_.states; ++s)
            stable[s] = ~greater_bits<T>(get(room_.best, s), get(ranks_, s));
    }

    /// A state is unstable iff an own move leads to min(rank, label) above its rank.
    void say(const T* label, const std::uint32_t* place, std::uint64_t* stable) {
        const auto held = [&](std::uint32_t s) {
            return min<T>(get(ranks_, s), get(label, place == nullptr ? s : place[s]));
        };
        if (focal_->grouped) {
            for (std::uint32_t g = 0; g < focal_->n_groups; ++g) {
                const std::uint32_t first = focal_->group_starts[g], last = focal_->group_starts[g + 1];
                Lanes<T> top = held(focal_->grouping[first]);
                for (std::uint32_t k = first + 1; k < last; ++k) top = max<T>(top, held(focal_->grouping[k]));
                for (std::uint32_t k = first; k < last; ++k) {
                    const std::uint32_t s = focal_->grouping[k];
                    stable[s] = ~greater_bits<T>(top, get(ranks_, s));
                }
            }
            return;
        }
        const std::uint32_t* first = starts(i_);
        for (std::uint32_t s = 0; s < plan_.states; ++s) {
            const Lanes<T> here = get(ranks_, s);
            Lanes<T> top = here;
            for (std::uint32_t e = first[s]; e < first[s + 1]; ++e) top = max<T>(top, held(plan_.ends[e]));
            stable[s] = ~greater_bits<T>(top, here);
        }
    }

    // ----------------------------------------------------------------------------------- any reply counts

    void any(bool plain_label, bool best_label) {
        if (!focal_->plain) {
            by_mover<false>(plain_label, best_label);
            if (plain_label) say(room_.worst, nullptr, out(gmr));
            if (best_label) say(room_.worst + cells_, nullptr, out(smr));
            return;
        }
        if (plain_label) {
            least_of_parts(ranks_, room_.worst);
            say(room_.worst, focal_->part_of, out(gmr));
        }
        if (best_label) {
            least_of_parts(room_.best, room_.worst);
            say(room_.worst, focal_->part_of, out(smr));
        }
    }

    /// worst, (parts, 64): the least label in a part and in those after it; they have smaller numbers.
    void least_of_parts(const T* label, T* worst) {
        for (std::uint32_t c = 0; c < focal_->n_parts; ++c) {
            Lanes<T> low = all_ones<T>();
            for (std::uint32_t k = focal_->member_starts[c]; k < focal_->member_starts[c + 1]; ++k)
                low = min<T>(low, get(label, focal_->members[k]));
            for (std::uint32_t k = focal_->next_starts[c]; k < focal_->next_starts[c + 1]; ++k)
                low = min<T>(low, get(worst, focal_->next[k]));
            store<T>(at(worst, c), low);
        }
    }

    // --------------------------------------------------------------------------- improvements as replies

    void credible(bool plain_label, bool best_label) {
        if (!focal_->plain) {
            by_mover<true>(plain_label, best_label);
        } else {
            if (plain_label) __builtin_memcpy(room_.worst, ranks_, cells_ * sizeof(T));
            if (best_label) __builtin_memcpy(room_.worst + cells_, room_.best, cells_ * sizeof(T));
            if (plain_label && best_label) close<2>(room_.worst);
            else close<1>(plain_label ? room_.worst : room_.worst + cells_);
        }
        if (plain_label) say(room_.worst, nullptr, out(seq));
        if (best_label) say(room_.worst + cells_, nullptr, out(sseq));
    }

    /// Let labels flow back along the others' improvements until nothing changes; first up, then down, then up.
    template <int N>
    void close(T* worst) {
        for (bool up = true;; up = !up) {
            Lanes<T> changed{};
            if (up)
                for (std::uint32_t s = 0; s < plan_.states; ++s) pull<N>(worst, s, changed);
            else
                for (std::uint32_t s = plan_.states; s-- > 0;) pull<N>(worst, s, changed);
            if (is_zero<T>(changed)) return;
        }
    }

    template <int N>
    inline void pull(T* worst, std::uint32_t s, Lanes<T>& changed) {
        const std::uint32_t first = focal_->other_starts[s], last = focal_->other_starts[s + 1];
        if (first == last) return;
        T* const other = worst + cells_;
        const Lanes<T> a = get(worst, s);
        const Lanes<T> b = N == 2 ? get(other, s) : a;
        Lanes<T> low = a, low2 = b;
        for (std::uint32_t k = first; k < last; ++k) {
            const BatchMove move = focal_->others[k];
            const Kept<T> kept = room_.kept[move.number];
            low = min_where<T>(kept, low, get(worst, move.end));
            if constexpr (N == 2) low2 = min_where<T>(kept, low2, get(other, move.end));
        }
        note_change<T>(changed, low, a);
        store<T>(at(worst, s), low);
        if constexpr (N == 2) {
            note_change<T>(changed, low2, b);
            store<T>(at(other, s), low2);
        }
    }

    // ------------------------------------------------------------------------------ who moved last matters

    template <bool Masked>
    void by_mover(bool plain_label, bool best_label) {
        const std::uint64_t everybody =
            plan_.players == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << plan_.players) - 1;
        const std::uint64_t others = everybody & ~(std::uint64_t{1} << i_);
        if (plain_label) ByMover<T, Masked>(plan_, others, room_.kept, room_.ahead, room_.worst).close(ranks_);
        if (best_label)
            ByMover<T, Masked>(plan_, others, room_.kept, room_.ahead, room_.worst + cells_).close(room_.best);
    }

    const BatchPlan& plan_;
    const std::uint32_t concepts_;
    std::uint64_t* const stable_;
    const std::size_t cells_;
    Room<T> room_;
    std::uint32_t i_ = 0;
    const BatchFocal* focal_ = nullptr;
    const T* ranks_ = nullptr;
};

}  // namespace

std::size_t batch_room(const BatchPlan& plan, std::size_t width, std::uint32_t concepts) {
    if (width == 1) return Room<std::uint8_t>::fill(plan, concepts, nullptr, nullptr);
    if (width == 2) return Room<std::uint16_t>::fill(plan, concepts, nullptr, nullptr);
    return Room<std::uint32_t>::fill(plan, concepts, nullptr, nullptr);
}

void batch_unpack(const std::uint64_t* words, std::size_t states, std::size_t count, std::uint8_t* out,
                  std::size_t stride) {
    unpack(words, states, count, out, stride);
}

#define DETENTE_BATCH_FOR(T)                                                                                  \
    void batch_solve(const BatchPlan& plan, const T* const* rows, std::uint32_t concepts, void* room,         \
                     std::uint64_t* stable) {                                                                 \
        Solver<T>(plan, rows, concepts, static_cast<char*>(room), stable).solve();                            \
    }                                                                                                         \
    void batch_gather(const T* const* rows, std::size_t first, std::size_t last, T* out) {                    \
        gather<T>(rows, first, last, out);                                                                    \
    }                                                                                                         \
    void batch_improvements(const BatchPlan& plan, const T* ranks, std::size_t stride, void* kept) {          \
        find_improvements<T>(plan, ranks, stride, static_cast<Kept<T>*>(kept));                               \
    }                                                                                                         \
    void batch_worst(const BatchPlan& plan, const void* kept, std::uint64_t movers, const T* label, T* ahead, \
                     T* worst) {                                                                              \
        if (kept == nullptr) ByMover<T, false>(plan, movers, nullptr, ahead, worst).close(label);             \
        else ByMover<T, true>(plan, movers, static_cast<const Kept<T>*>(kept), ahead, worst).close(label);    \
    }                                                                                                         \
    void batch_follow(const BatchRegion& region, T* labels) { InRegion<T>(region, labels).close(); }          \
    std::uint64_t batch_greater(const T* a, const T* b) { return greater_bits<T>(load<T>(a), load<T>(b)); }

DETENTE_BATCH_FOR(std::uint8_t)
DETENTE_BATCH_FOR(std::uint16_t)
DETENTE_BATCH_FOR(std::uint32_t)

}  // namespace detente::DETENTE_TARGET
