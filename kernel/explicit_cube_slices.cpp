#include "explicit_cube_slices.hpp"

#include <algorithm>
#include <bit>

#include "order.hpp"

namespace detente {

namespace {

constexpr unsigned most_rounds = 16;  // of a flood, before states are opened one after the other

void tick(void* token, std::uint64_t opened) { static_cast<Token*>(token)->advance(opened); }

}  // namespace

Slices::Slices(const Setting& setting) : setting_(setting), scratch_(std::max(1u, setting.threads)) {}

void Slices::turn_to(std::size_t i, const std::vector<Bytes>& masks) {
    axis_ = &setting_.axes[i];
    others_ = opponents_of(setting_.axes, i);
    by_rows_ = !masks.empty();
    close_ = CloseJob{};
    close_.n_fields = static_cast<unsigned>(others_.size());
    close_.words = words_of_row(others_.size(), setting_.mask_log);
    close_.ticker = {tick, &setting_.token};
    std::fill_n(close_.others[0], close_.words, ~std::uint64_t{0});
    for (unsigned f = 0; f < close_.n_fields; ++f) describe_field(f, setting_.axes[others_[f]]);
    connect_ = ConnectJob{};
    connect_.n_fields = close_.n_fields;
    connect_.bits = axis_->n_options - axis_->width;
    connect_.ticker = close_.ticker;
    std::copy_n(close_.shift, close_.n_fields, connect_.shift);
    std::copy_n(close_.width, close_.n_fields, connect_.width);
    if (by_rows_) describe_rows(others_, masks);
}

void Slices::describe_field(unsigned f, const Axis& other) {
    const unsigned shift = other.shift < axis_->shift ? other.shift : other.shift - axis_->width;
    const unsigned bits = 8u << setting_.mask_log, first_bit = f * bits;
    close_.shift[f] = shift;
    close_.width[f] = other.width;
    for (unsigned strategy = 0; strategy < other.n_strategies(); ++strategy) {
        close_.keep[first_bit + strategy] = ~((other.n_strategies() - 1) << shift);
        close_.put[first_bit + strategy] = strategy << shift;
        close_.mover[first_bit + strategy] = static_cast<std::uint8_t>(f + 1);
    }
    const std::uint64_t ones = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    std::copy_n(close_.others[0], close_.words, close_.others[f + 1]);
    close_.others[f + 1][first_bit / 64] &= ~(ones << first_bit % 64);
}

void Slices::describe_rows(const std::vector<std::size_t>& others, const std::vector<Bytes>& masks) {
    rows_ = RowsJob{};
    rows_.n_fields = close_.n_fields;
    rows_.words = close_.words;
    rows_.bits = connect_.bits;
    low_.clear();
    for (unsigned f = 0; f < rows_.n_fields; ++f) {
        const Axis& other = setting_.axes[others[f]];
        rows_.masks[f] = masks[others[f]].data();
        for (unsigned bit = 0; bit < rows_.bits; ++bit)
            rows_.place[f][bit] = other.place(std::uint32_t{1} << axis_->bit_of_rest(bit));
        Buffer<std::uint32_t> low(std::size_t{1} << std::min(rows_.bits, low_bits));
        low[0] = 0;
        for (std::size_t at = 1; at < low.size(); ++at) low[at] = low[at & (at - 1)] + rows_.place[f][std::countr_zero(at)];
        low_.push_back(std::move(low));
        rows_.low[f] = low_.back().data();
    }
}

Slices::Scratch& Slices::scratch_of(unsigned worker) {
    if (!scratch_[worker]) scratch_[worker] = new_scratch();
    return *scratch_[worker];
}

std::unique_ptr<Slices::Scratch> Slices::new_scratch() const {
    const unsigned n_options = axis_->n_options, least = narrowest(setting_.axes);
    const std::size_t size = std::size_t{1} << (n_options - least), words = size / 64 + 1;
    const std::size_t n_others = setting_.axes.size() - 1, mask_bytes = std::size_t{1} << setting_.mask_log;
    auto made = std::make_unique<Scratch>();
    made->feasible = Buffer<std::uint64_t>(words);
    made->visited = Buffer<std::uint64_t>(words);
    made->starts = Buffer<std::uint64_t>(setting_.by_mover ? 2 * words : words);
    made->seeds = Buffer<std::uint32_t>(size);
    made->queue = Buffer<std::uint32_t>(setting_.by_mover ? 2 * size + 1 : size + 1);
    made->first = Bytes(setting_.by_mover ? size : 0);
    made->doing = Bytes(setting_.by_mover ? 2 * size + 1 : 0);
    for (std::size_t f = 0; f < n_others; ++f) made->seen.emplace_back((size >> least) * mask_bytes);
    return made;
}

void Slices::close(std::size_t strategy, const Bytes& ranks, const std::vector<Labels>& kinds, unsigned worker) {
    Scratch& scratch = scratch_of(worker);
    const std::size_t begin = strategy * axis_->n_rest() << setting_.rank_log;
    if (!by_rows_) {
        connect(begin, ranks, kinds, scratch);
        return;
    }
    make_rows(strategy, scratch);
    setting_.token.advance(0);
    for (const Labels& labels : kinds) close_along_rows(begin, ranks, labels, scratch);
}

void Slices::make_rows(std::size_t strategy, Scratch& scratch) const {
    const std::size_t size = std::size_t{1} << (axis_->n_options - narrowest(setting_.axes));
    if (scratch.rows.size() == 0) scratch.rows = Buffer<std::uint64_t>(size * words_of_row(setting_.axes.size() - 1, setting_.mask_log));
    RowsJob job = rows_;
    const auto own = static_cast<std::uint32_t>(strategy << axis_->shift);
    for (unsigned f = 0; f < job.n_fields; ++f) job.base[f] = setting_.axes[others_[f]].place(own);
    job.rows = scratch.rows.data();
    job.ticker = close_.ticker;
    setting_.loops.rows[setting_.mask_log](job);
}

void Slices::close_along_rows(std::size_t begin, const Bytes& ranks, const Labels& labels, Scratch& scratch) const {
    CloseJob job = close_;
    job.n_seeds = list_feasible(begin, ranks, scratch);
    with_rank_type(setting_.rank_log, [&]<class Rank>(Rank) {
        const auto* const own = reinterpret_cast<const Rank*>(labels.own->data() + begin);
        sort_by_label(own, setting_.highest, scratch.seeds.data(), scratch.queue.data(), job.n_seeds, setting_.token);
    });
    setting_.token.advance(0);
    clear(job, scratch);
    const auto loop = setting_.by_mover ? setting_.loops.close_by_mover : setting_.loops.close;
    const std::size_t length = loop[setting_.mask_log](job);
    const SettleJob settle{job.queue, job.doing, job.starts, length, labels.own->data() + begin, labels.least->data() + begin};
    setting_.loops.settle[setting_.rank_log](settle);
}

void Slices::clear(CloseJob& job, Scratch& scratch) const {
    const std::size_t size = axis_->n_rest();
    for (unsigned f = 0; f < job.n_fields; ++f) {
        std::fill_n(scratch.seen[f].data(), (size >> job.width[f]) << setting_.mask_log, std::uint8_t{0});
        job.seen[f] = scratch.seen[f].data();
    }
    std::fill_n(scratch.visited.data(), size / 64 + 1, std::uint64_t{0});
    std::fill_n(scratch.starts.data(), (setting_.by_mover ? 2 : 1) * (size / 64 + 1), std::uint64_t{0});
    if (setting_.by_mover) std::fill_n(scratch.first.data(), size, std::uint8_t{0});
    job.rows = scratch.rows.data();
    job.seeds = scratch.seeds.data();
    job.queue = scratch.queue.data();
    job.starts = scratch.starts.data();
    job.visited = scratch.visited.data();
    job.first = scratch.first.data();
    job.doing = setting_.by_mover ? scratch.doing.data() : nullptr;
}

std::size_t Slices::list_feasible(std::size_t begin, const Bytes& ranks, Scratch& scratch) const {
    return with_rank_type(setting_.rank_log, [&]<class Rank>(Rank) {
        const auto* const own = reinterpret_cast<const Rank*>(ranks.data() + begin);
        std::uint32_t* const seeds = scratch.seeds.data();
        std::size_t n = 0;
        for (std::size_t state = 0; state < axis_->n_rest(); ++state) {
            seeds[n] = static_cast<std::uint32_t>(state);
            n += own[state] != 0;
        }
        return n;
    });
}

/// Most states of a slice are usually connected: these are found by flooding, the others one after the other.
void Slices::connect(std::size_t begin, const Bytes& ranks, const std::vector<Labels>& kinds, Scratch& scratch) const {
    const std::size_t n_states = list_feasible(begin, ranks, scratch), n_words = axis_->n_rest() / 64 + 1;
    std::fill_n(scratch.feasible.data(), n_words, std::uint64_t{0});
    std::fill_n(scratch.visited.data(), n_words, std::uint64_t{0});
    for (std::size_t at = 0; at < n_states; ++at) scratch.feasible[scratch.seeds[at] >> 6] |= std::uint64_t{1} << (scratch.seeds[at] & 63);
    ConnectJob job = connect_;
    job.feasible = scratch.feasible.data();
    job.reached = scratch.visited.data();
    job.queue = scratch.queue.data();
    for (unsigned f = 0; f < job.n_fields; ++f) {
        std::fill_n(scratch.seen[f].data(), axis_->n_rest() >> job.width[f], std::uint8_t{0});
        job.opened[f] = scratch.seen[f].data();
    }
    for (std::size_t at = 0; at < n_states; ++at) {
        const std::uint32_t start = scratch.seeds[at];
        if ((scratch.visited[start >> 6] >> (start & 63) & 1) != 0) continue;
        const std::size_t size = connected_to(start, job, at == 0);
        for (const Labels& labels : kinds)
            setting_.loops.share[setting_.rank_log](job.queue, size, labels.own->data() + begin, labels.least->data() + begin);
        setting_.token.advance(size * kinds.size());
    }
}

/// Put the states that are connected to `start` into the queue, and return their number.
std::size_t Slices::connected_to(std::uint32_t start, const ConnectJob& job, bool flood) const {
    job.reached[start >> 6] |= std::uint64_t{1} << (start & 63);
    if (!flood) {
        job.queue[0] = start;
        return setting_.loops.connect(job, 1);
    }
    const bool is_whole = setting_.loops.flood(job, most_rounds);
    std::size_t size = 0;
    for (std::size_t w = 0; w < axis_->n_rest() / 64 + 1; ++w)
        for (std::uint64_t word = job.reached[w]; word != 0; word &= word - 1)
            job.queue[size++] = static_cast<std::uint32_t>(64 * w + static_cast<std::size_t>(std::countr_zero(word)));
    return is_whole ? size : setting_.loops.connect(job, size);
}

}  // namespace detente
