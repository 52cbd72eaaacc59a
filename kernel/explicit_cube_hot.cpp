#include "explicit_cube_hot.hpp"

#include <cstring>

namespace detente::DETENTE_TARGET {
namespace {

using std::size_t;
using std::uint32_t;
using std::uint64_t;
using std::uint8_t;

constexpr size_t lanes = 64;             // states of the rest that are worked on at once
constexpr size_t ahead = 12;             // how far ahead rows are fetched
constexpr size_t per_tick = 1u << 15;    // states opened between two ticks
constexpr uint8_t done = 255;

template <class T>
T lesser(T a, T b) {
    return b < a ? b : a;
}

template <class T>
T greater(T a, T b) {
    return a < b ? b : a;
}

// The value or 0, without a branch: compilers make vectors of that.
template <class T>
T only_if(bool holds, T value) {
    return static_cast<T>(static_cast<T>(T{0} - static_cast<T>(holds)) & value);
}

bool is_legal(const Mobility& mobility, unsigned s, unsigned q) { return s != q && (mobility.legal[s] >> q & 1) != 0; }

// ---------------------------------------------------------------------------------------- sources of moves

template <class T>
struct Lanes {
    T at[lanes];
};

template <class T>
void load(Lanes<T>& lane, const T* from, size_t n) {
    if (n == lanes) {
        std::memcpy(lane.at, from, sizeof lane.at);
    } else {
        std::memset(lane.at, 0, sizeof lane.at);
        std::memcpy(lane.at, from, n * sizeof(T));
    }
}

template <class Mask>
void load_targets(Lanes<Mask>& targets, const Mobility& mobility, unsigned s, size_t from, size_t n) {
    if (mobility.targets != nullptr) load(targets, static_cast<const Mask*>(mobility.targets) + s * mobility.rest + from, n);
}

template <class T, class Mask>
void add_lower(Mask* __restrict masks, const T* __restrict from, const T* __restrict to, Mask bit) {
    for (size_t l = 0; l < lanes; ++l) masks[l] = static_cast<Mask>(masks[l] | only_if(from[l] < to[l], bit));
}

template <class Mask>
void add_all(Mask* masks, Mask bit) {
    for (size_t l = 0; l < lanes; ++l) masks[l] = static_cast<Mask>(masks[l] | bit);
}

// Drop `bit` where the targets of its state leave out strategy `q`.
template <class Mask>
void drop_frozen(Mask* __restrict masks, const Mask* __restrict targets, unsigned q, Mask bit) {
    for (size_t l = 0; l < lanes; ++l) masks[l] = static_cast<Mask>(masks[l] & ~only_if((targets[l] >> q & 1) == 0, bit));
}

template <class T, class Mask>
void add_feasible(Mask* __restrict masks, const T* __restrict ranks, Mask bit) {
    for (size_t l = 0; l < lanes; ++l) masks[l] = static_cast<Mask>(masks[l] | only_if(ranks[l] != 0, bit));
}

template <class T, class Mask>
void sources_of_block(const SourcesJob& job, size_t from, size_t n) {
    const Mobility& mobility = job.mobility;
    const unsigned members = 1u << mobility.width;
    Lanes<T> ranks[1u << most_width];
    Lanes<Mask> targets[1u << most_width];
    Lanes<Mask> feasible{};
    for (unsigned s = 0; s < members; ++s) {
        load(ranks[s], static_cast<const T*>(job.ranks) + s * mobility.rest + from, n);
        load_targets(targets[s], mobility, s, from, n);
        add_feasible(feasible.at, ranks[s].at, static_cast<Mask>(Mask{1} << s));
    }
    for (unsigned q = 0; q < members; ++q) {
        Lanes<Mask> masks{};
        for (unsigned s = 0; s < members; ++s) {
            if (!is_legal(mobility, s, q)) continue;
            const Mask bit = static_cast<Mask>(Mask{1} << s);
            job.improving ? add_lower(masks.at, ranks[s].at, ranks[q].at, bit) : add_all(masks.at, bit);
            if (mobility.targets != nullptr) drop_frozen(masks.at, targets[s].at, q, bit);
        }
        for (size_t l = 0; l < lanes; ++l) masks.at[l] &= feasible.at[l];
        std::memcpy(static_cast<Mask*>(job.masks) + q * mobility.rest + from, masks.at, n * sizeof(Mask));
    }
}

template <class T, class Mask>
void sources(const SourcesJob& job, size_t from, size_t to) {
    for (size_t block = from; block < to; block += lanes) sources_of_block<T, Mask>(job, block, lesser(lanes, to - block));
}

// ---------------------------------------------------------------------------------------- rows of a slice

// Where the rows of a block begin in the masks of an opponent.
template <class Mask>
const Mask* masks_of_block(const RowsJob& job, unsigned f, size_t block) {
    uint32_t base = job.base[f];
    for (unsigned bit = low_bits; bit < job.bits; ++bit)
        if ((block >> bit & 1) != 0) base += job.place[f][bit];
    return static_cast<const Mask*>(job.masks[f]) + base;
}

// One word of each row of a block, from the masks of `n` opponents.
template <class Mask, unsigned n>
void words_of_block(const RowsJob& job, unsigned word, size_t block, size_t size) {
    constexpr unsigned per_word = 8 / sizeof(Mask);
    const Mask* masks[n];
    const uint32_t* low[n];
    for (unsigned f = 0; f < n; ++f) {
        masks[f] = masks_of_block<Mask>(job, word * per_word + f, block);
        low[f] = job.low[word * per_word + f];
    }
    uint64_t* const out = job.rows + block * job.words + word;
    for (size_t at = 0; at < size; ++at) {
        uint64_t made = 0;
        for (unsigned f = 0; f < n; ++f) made |= static_cast<uint64_t>(masks[f][low[f][at]]) << f * 8 * sizeof(Mask);
        out[at * job.words] = made;
    }
}

// Call `words_of_block` for a number of opponents that is known when the program runs.
template <class Mask, unsigned n = 8 / sizeof(Mask)>
void words_of_block(unsigned n_fields, const RowsJob& job, unsigned word, size_t block, size_t size) {
    if constexpr (n > 1)
        if (n_fields < n) return words_of_block<Mask, n - 1>(n_fields, job, word, block, size);
    words_of_block<Mask, n>(job, word, block, size);
}

template <class Mask>
void rows(const RowsJob& job) {
    constexpr unsigned per_word = 8 / sizeof(Mask);
    const size_t size = size_t{1} << job.bits, block_size = lesser(size, size_t{1} << low_bits);
    for (size_t block = 0; block < size; block += block_size) {
        job.ticker.tick(job.ticker.self, 0);
        for (unsigned word = 0; word < job.words; ++word)
            words_of_block<Mask>(lesser(job.n_fields - word * per_word, per_word), job, word, block, block_size);
    }
}

// ---------------------------------------------------------------------------------------- closure

template <class Mask>
struct Opponents {
    unsigned n_fields;
    unsigned shift[most_fields], above[most_fields];
    uint32_t low[most_fields], local[most_fields];
    Mask* seen[most_fields];

    explicit Opponents(const CloseJob& job) : n_fields(job.n_fields) {
        for (unsigned f = 0; f < n_fields; ++f) {
            shift[f] = job.shift[f];
            above[f] = job.shift[f] + job.width[f];
            low[f] = (uint32_t{1} << job.shift[f]) - 1;
            local[f] = (uint32_t{1} << job.width[f]) - 1;
            seen[f] = static_cast<Mask*>(job.seen[f]);
        }
    }

    Mask& seen_at(unsigned f, uint32_t state) const {
        return seen[f][(state >> above[f] << shift[f]) | (state & low[f])];
    }
};

// Return the members of the groups of `state` that lead to it and were not brought yet, as one word of masks.
template <class Mask>
inline uint64_t open(const Opponents<Mask>& opponents, unsigned first, unsigned last, uint64_t word, uint32_t state) {
    uint64_t fresh = 0;
    for (unsigned f = first, at = 0; f < last; ++f, at += 8 * sizeof(Mask)) {
        const Mask mask = static_cast<Mask>(word >> at);
        Mask& seen = opponents.seen_at(f, state);
        fresh |= static_cast<uint64_t>(static_cast<Mask>(mask & ~seen)) << at;
        seen = static_cast<Mask>(seen | mask | Mask{1} << (state >> opponents.shift[f] & opponents.local[f]));
    }
    return fresh;
}

// The number of opponents is known when this is compiled, so that the loops over them unroll; 0: it is not.
template <class Mask, unsigned known>
size_t close_for(const CloseJob& job) {
    constexpr unsigned per_word = 8 / sizeof(Mask);
    const unsigned n_fields = known != 0 ? known : job.n_fields;
    const unsigned n_words = known != 0 ? (known + per_word - 1) / per_word : job.words;
    const Opponents<Mask> opponents(job);
    uint64_t* const visited = job.visited;
    uint32_t* const queue = job.queue;
    size_t head = 0, tail = 0;
    for (size_t seed = 0; seed < job.n_seeds; ++seed) {
        const uint32_t start = job.seeds[seed];
        if ((visited[start >> 6] >> (start & 63) & 1) != 0) continue;
        visited[start >> 6] |= uint64_t{1} << (start & 63);
        job.starts[tail >> 6] |= uint64_t{1} << (tail & 63);
        queue[tail++] = start;
        while (head < tail) {
            const uint32_t state = queue[head++];
            if (head % per_tick == 0) job.ticker.tick(job.ticker.self, per_tick);
            if (head + ahead < tail) __builtin_prefetch(job.rows + size_t{queue[head + ahead]} * n_words);
            const uint64_t* const row = job.rows + size_t{state} * n_words;
            for (unsigned w = 0; w < n_words; ++w) {
                uint64_t fresh = open(opponents, w * per_word, lesser(n_fields, (w + 1) * per_word), row[w], state);
                for (; fresh != 0; fresh &= fresh - 1) {
                    const unsigned bit = 64 * w + static_cast<unsigned>(__builtin_ctzll(fresh));
                    const uint32_t source = (state & job.keep[bit]) | job.put[bit];
                    uint64_t& word = visited[source >> 6];
                    const uint64_t here = uint64_t{1} << (source & 63);
                    queue[tail] = source;
                    tail += (word & here) == 0;
                    word |= here;
                }
            }
        }
    }
    job.ticker.tick(job.ticker.self, head % per_tick);
    return tail;
}

template <class Mask>
size_t close(const CloseJob& job) {
    switch (job.n_fields) {
        case 1: return close_for<Mask, 1>(job);
        case 2: return close_for<Mask, 2>(job);
        case 3: return close_for<Mask, 3>(job);
        case 4: return close_for<Mask, 4>(job);
        case 5: return close_for<Mask, 5>(job);
        case 6: return close_for<Mask, 6>(job);
        case 7: return close_for<Mask, 7>(job);
        default: return close_for<Mask, 0>(job);
    }
}

// As `open`, but a state that another opponent brings again may still be needed.
template <class Mask>
uint64_t open_by_mover(const Opponents<Mask>& opponents, unsigned first, unsigned last, uint64_t word, uint32_t state) {
    uint64_t fresh = 0;
    for (unsigned f = first, at = 0; f < last; ++f, at += 8 * sizeof(Mask)) {
        const Mask mask = static_cast<Mask>(word >> at);
        Mask& seen = opponents.seen_at(f, state);
        fresh |= static_cast<uint64_t>(static_cast<Mask>(mask & ~seen)) << at;
        seen = static_cast<Mask>(seen | mask);
    }
    return fresh;
}

// A state with a mover is reached once for each mover. The first time everybody else is let move before, the second
// time, which is never for the same mover, the one that was left out; then nothing is left to do.
class ByMover {
  public:
    explicit ByMover(const CloseJob& job) : job_(job) {}

    void seed(uint32_t state) {
        if (job_.first[state] == done) return;
        job_.starts[tail >> 6] |= uint64_t{1} << (tail & 63);
        push(state, job_.first[state] == 0 ? uint8_t{0} : static_cast<uint8_t>(job_.first[state] | only));
        job_.first[state] = done;
    }

    void reach(uint32_t state, uint8_t mover) {
        if (job_.first[state] == 0) {
            push(state, mover);
            job_.first[state] = mover;
        } else if (job_.first[state] != done) {
            push(state, static_cast<uint8_t>(job_.first[state] | only));
            job_.first[state] = done;
        }
    }

    // Return what is opened in a word of a row.
    uint64_t chosen(uint8_t doing, unsigned word) const {
        const uint64_t others = job_.others[doing & ~only][word];
        return (doing & only) != 0 ? ~others : others;
    }

    static constexpr uint8_t only = 128;
    size_t tail = 0;

  private:
    void push(uint32_t state, uint8_t doing) {
        job_.queue[tail] = state;
        job_.doing[tail] = doing;
        ++tail;
    }

    const CloseJob& job_;
};

template <class Mask>
size_t close_by_mover(const CloseJob& job) {
    constexpr unsigned per_word = 8 / sizeof(Mask);
    const Opponents<Mask> opponents(job);
    ByMover reached(job);
    size_t head = 0;
    for (size_t seed = 0; seed < job.n_seeds; ++seed) {
        reached.seed(job.seeds[seed]);
        while (head < reached.tail) {
            const uint32_t state = job.queue[head];
            const uint8_t doing = job.doing[head];
            if (++head % per_tick == 0) job.ticker.tick(job.ticker.self, per_tick);
            if (head + ahead < reached.tail) __builtin_prefetch(job.rows + size_t{job.queue[head + ahead]} * job.words);
            for (unsigned w = 0; w < job.words; ++w) {
                const uint64_t row = job.rows[size_t{state} * job.words + w] & reached.chosen(doing, w);
                const unsigned last = lesser(job.n_fields, (w + 1) * per_word);
                for (uint64_t fresh = open_by_mover(opponents, w * per_word, last, row, state); fresh != 0; fresh &= fresh - 1) {
                    const unsigned bit = 64 * w + static_cast<unsigned>(__builtin_ctzll(fresh));
                    reached.reach((state & job.keep[bit]) | job.put[bit], job.mover[bit]);
                }
            }
        }
    }
    job.ticker.tick(job.ticker.self, head % per_tick);
    return reached.tail;
}

template <class T>
void settle(const SettleJob& job) {
    const T* const own = static_cast<const T*>(job.own);
    T* const least = static_cast<T*>(job.least);
    T label = 0;
    for (size_t at = 0; at < job.size; ++at) {
        const uint32_t state = job.queue[at];
        if (job.starts[at >> 6] >> (at & 63) & 1) label = own[state];
        if (job.doing != nullptr && (job.doing[at] & ByMover::only) != 0) continue;  // was reached before
        least[state] = label;
    }
}

// ---------------------------------------------------------------------------------------- connected states

// Options whose bit is inside a word: 64 states at once.
void flood_within_words(uint64_t* words, size_t n_words, unsigned bit) {
    constexpr uint64_t without[] = {0x5555555555555555u, 0x3333333333333333u, 0x0f0f0f0f0f0f0f0fu,
                                    0x00ff00ff00ff00ffu, 0x0000ffff0000ffffu, 0x00000000ffffffffu};
    const uint64_t mask = without[bit];
    const unsigned shift = 1u << bit;
    for (size_t w = 0; w < n_words; ++w) words[w] |= (words[w] & mask) << shift | (words[w] >> shift & mask);
}

void flood_across_words(uint64_t* words, size_t n_words, unsigned bit) {
    const size_t step = size_t{1} << (bit - 6);
    for (size_t block = 0; block < n_words; block += 2 * step) {
        uint64_t *const no = words + block, *const yes = no + step;
        for (size_t w = 0; w < step; ++w) no[w] = yes[w] = no[w] | yes[w];
    }
}

size_t n_words_of(unsigned bits) { return bits <= 6 ? 1 : size_t{1} << (bits - 6); }

// Fill the groups of one opponent; return whether anything is new.
bool flood_field(const ConnectJob& job, unsigned f, uint64_t* before) {
    const size_t n_words = n_words_of(job.bits);
    std::memcpy(before, job.reached, n_words * sizeof(uint64_t));
    for (unsigned bit = job.shift[f]; bit < job.shift[f] + job.width[f]; ++bit)
        bit < 6 ? flood_within_words(job.reached, n_words, bit) : flood_across_words(job.reached, n_words, bit);
    uint64_t fresh = 0;
    for (size_t w = 0; w < n_words; ++w) {
        job.reached[w] &= job.feasible[w];
        fresh |= job.reached[w] ^ before[w];
    }
    return fresh != 0;
}

bool flood(const ConnectJob& job, unsigned most) {
    unsigned unchanged = 0;
    for (unsigned round = 0; round < most; ++round) {
        for (unsigned f = 0; f < job.n_fields; ++f) {
            unchanged = flood_field(job, f, reinterpret_cast<uint64_t*>(job.queue)) ? 0 : unchanged + 1;
            if (unchanged >= job.n_fields) return true;
        }
        job.ticker.tick(job.ticker.self, 0);
    }
    return job.n_fields == 0;
}

size_t connect(const ConnectJob& job, size_t size) {
    size_t head = 0, tail = size;
    while (head < tail) {
        const uint32_t state = job.queue[head++];
        if (head % per_tick == 0) job.ticker.tick(job.ticker.self, 0);
        for (unsigned f = 0; f < job.n_fields; ++f) {
            const unsigned shift = job.shift[f], above = shift + job.width[f];
            uint8_t& opened = job.opened[f][(state >> above << shift) | (state & ((uint32_t{1} << shift) - 1))];
            if (opened != 0) continue;
            opened = 1;
            const uint32_t members = uint32_t{1} << job.width[f], first = state & ~((members - 1) << shift);
            for (uint32_t member = 0; member < members; ++member) {
                const uint32_t other = first | member << shift;
                const uint64_t bit = uint64_t{1} << (other & 63);
                uint64_t& reached = job.reached[other >> 6];
                const bool fresh = (job.feasible[other >> 6] & ~reached & bit) != 0;
                job.queue[tail] = other;
                tail += fresh;
                reached |= fresh ? bit : 0;
            }
        }
    }
    return tail;
}

template <class T>
void share(const uint32_t* queue, size_t size, const void* own, void* least) {
    const T* const labels = static_cast<const T*>(own);
    T label = static_cast<T>(~T{0});
    for (size_t at = 0; at < size; ++at) label = lesser(label, labels[queue[at]]);
    for (size_t at = 0; at < size; ++at) static_cast<T*>(least)[queue[at]] = label;
}

// ---------------------------------------------------------------------------------------- the best move

template <class T>
void raise(Lanes<T>& lane, const Lanes<T>& by) {
    for (size_t l = 0; l < lanes; ++l) lane.at[l] = greater(lane.at[l], by.at[l]);
}

template <class T, class Mask>
void raise_where(T* __restrict lane, const T* __restrict by, const Mask* __restrict targets, unsigned q) {
    for (size_t l = 0; l < lanes; ++l) lane[l] = greater(lane[l], only_if((targets[l] >> q & 1) != 0, by[l]));
}

// Every pair of members.
template <class T, class Mask>
void best_of_pairs(const Mobility& mobility, const Lanes<Mask>* targets, const Lanes<T>* value, Lanes<T>* best) {
    const unsigned members = 1u << mobility.width;
    for (unsigned s = 0; s < members; ++s) {
        best[s] = value[s];
        for (unsigned q = 0; q < members; ++q) {
            if (!is_legal(mobility, s, q)) continue;
            if (mobility.targets != nullptr) {
                raise_where(best[s].at, value[q].at, targets[s].at, q);
            } else {
                raise(best[s], value[q]);
            }
        }
    }
}

template <class T>
void write_best(const BestJob& job, const Lanes<T>& best, unsigned s, size_t from, size_t n) {
    const size_t at = s * job.mobility.rest + from;
    if (job.best != nullptr) std::memcpy(static_cast<T*>(job.best) + at, best.at, n * sizeof(T));
    if (job.flags == nullptr) return;
    const T* const ranks = static_cast<const T*>(job.ranks) + at;
    uint8_t* const flags = job.flags + at;
    for (size_t l = 0; l < n; ++l) flags[l] = static_cast<uint8_t>(flags[l] | only_if(best.at[l] <= ranks[l], job.flag));
}

template <class T>
void load_value(Lanes<T>& value, const BestJob& job, unsigned s, size_t from, size_t n) {
    const size_t at = s * job.mobility.rest + from;
    load(value, static_cast<const T*>(job.ranks) + at, n);
    if (job.worst == nullptr) return;
    Lanes<T> worst;
    load(worst, static_cast<const T*>(job.worst) + at, n);
    for (size_t l = 0; l < lanes; ++l) value.at[l] = lesser(value.at[l], worst.at[l]);
}

template <class T, class Mask>
void best_of_block(const BestJob& job, size_t from, size_t n) {
    const unsigned members = 1u << job.mobility.width;
    Lanes<T> value[1u << most_width], paired[1u << most_width], top{};
    Lanes<Mask> targets[1u << most_width];
    for (unsigned s = 0; s < members; ++s) {
        load_value(value[s], job, s, from, n);
        load_targets(targets[s], job.mobility, s, from, n);
        raise(top, value[s]);
    }
    if (!job.mobility.is_free) best_of_pairs(job.mobility, targets, value, paired);
    for (unsigned s = 0; s < members; ++s) write_best(job, job.mobility.is_free ? top : paired[s], s, from, n);
}

template <class T, class Mask>
void best(const BestJob& job, size_t from, size_t to) {
    for (size_t block = from; block < to; block += lanes) best_of_block<T, Mask>(job, block, lesser(lanes, to - block));
}

}  // namespace

using std::uint16_t;

extern const CubeLoops cube_loops;
const CubeLoops cube_loops = {
    {{sources<uint8_t, uint8_t>, sources<uint8_t, uint16_t>, sources<uint8_t, uint32_t>, sources<uint8_t, uint64_t>},
     {sources<uint16_t, uint8_t>, sources<uint16_t, uint16_t>, sources<uint16_t, uint32_t>, sources<uint16_t, uint64_t>},
     {sources<uint32_t, uint8_t>, sources<uint32_t, uint16_t>, sources<uint32_t, uint32_t>, sources<uint32_t, uint64_t>}},
    {rows<uint8_t>, rows<uint16_t>, rows<uint32_t>, rows<uint64_t>},
    {close<uint8_t>, close<uint16_t>, close<uint32_t>, close<uint64_t>},
    {close_by_mover<uint8_t>, close_by_mover<uint16_t>, close_by_mover<uint32_t>, close_by_mover<uint64_t>},
    {settle<uint8_t>, settle<uint16_t>, settle<uint32_t>},
    flood,
    connect,
    {share<uint8_t>, share<uint16_t>, share<uint32_t>},
    {{best<uint8_t, uint8_t>, best<uint8_t, uint16_t>, best<uint8_t, uint32_t>, best<uint8_t, uint64_t>},
     {best<uint16_t, uint8_t>, best<uint16_t, uint16_t>, best<uint16_t, uint32_t>, best<uint16_t, uint64_t>},
     {best<uint32_t, uint8_t>, best<uint32_t, uint16_t>, best<uint32_t, uint32_t>, best<uint32_t, uint64_t>}},
};

}  // namespace detente::DETENTE_TARGET
