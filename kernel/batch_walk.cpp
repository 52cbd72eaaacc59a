#include "batch_walk.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <deque>
#include <new>
#include <optional>
#include <utility>

#include "dispatch.hpp"

namespace detente {

namespace {

using Bits = std::uint64_t;
using Group = BatchPaths::Group;
using Ends = BatchPaths::Ends;

constexpr std::size_t tile = 16;           // states whose ranks are put into lanes together
constexpr std::size_t most_eager = 4096;   // states: up to here answers are found for all profiles at once
constexpr std::size_t most_closed = 1024;  // states: up to here the worst answers are found for all states at once
constexpr std::size_t fewest_closed = 65;  // profiles for which that is worth the while
constexpr std::uint32_t nobody = 0xFFFFFFFFu;

/// The ranks of 64 profiles in lanes, put there when a state is first looked at.
template <class T>
class LazyLanes {
  public:
    LazyLanes(std::size_t states, std::size_t players)
        : states_(states),
          tiles_((states + tile - 1) / tile),
          made_(tiles_ * players, 0),
          room_(64 * sizeof(T) * tiles_ * tile * players),
          at_(room_.as<T>()) {
        greater_ = baseline::batch_greater;
#if defined(DETENTE_HAS_AVX512)
        if (chosen_target() == Target::avx2) greater_ = avx2::batch_greater;
        if (chosen_target() == Target::avx512) greater_ = avx512::batch_greater;
#endif
    }

    void restart(const T* const* rows) {
        rows_ = rows;
        if (++epoch_ == 0) {
            std::fill(made_.begin(), made_.end(), 0);
            epoch_ = 1;
        }
    }

    /// The profiles in which a decision maker strictly prefers a to b.
    Bits prefers(std::uint32_t player, std::uint32_t a, std::uint32_t b) {
        return greater_(get(player, a), get(player, b));
    }

    /// The profiles in which a label is above the rank that a decision maker gives a state.
    Bits above(const T* label, std::uint32_t player, std::uint32_t state) {
        return greater_(label, get(player, state));
    }

    /// The ranks that a decision maker gives a state.
    const T* ranks(std::uint32_t player, std::uint32_t state) { return get(player, state); }

    /// All ranks, (players, states, 64), `stride()` from one player to the next.
    const T* all() {
        for (std::uint32_t i = 0; i < made_.size() / tiles_; ++i)
            for (std::uint32_t s = 0; s < states_; s += tile) get(i, s);
        return at_;
    }
    std::size_t stride() const { return 64 * tile * tiles_; }

  private:
    const T* get(std::uint32_t player, std::uint32_t state) {
        const std::size_t number = player * tiles_ + state / tile;
        if (made_[number] != epoch_) {
            made_[number] = epoch_;
            const std::size_t first = state / tile * tile, last = std::min(states_, first + tile);
            DETENTE_DISPATCH(batch_gather(rows_ + 64 * player, first, last, at_ + 64 * tile * number));
        }
        return at_ + 64 * (tile * number + state % tile);
    }

    const std::size_t states_, tiles_;
    std::vector<std::uint32_t> made_;
    const BatchRoom room_;
    T* const at_;
    const T* const* rows_ = nullptr;
    std::uint32_t epoch_ = 0;
    Bits (*greater_)(const T*, const T*);
};

/// Bits for each of some places, and which places have any.
class Marks {
  public:
    explicit Marks(std::size_t places) : bits_(places, 0) {}
    Bits operator[](std::size_t place) const { return bits_[place]; }
    void add(std::size_t place, Bits bits) {
        if (bits_[place] == 0 && bits != 0) touched_.push_back(place);
        bits_[place] |= bits;
    }
    const std::vector<std::size_t>& touched() const { return touched_; }
    void clear() {
        for (const std::size_t place : touched_) bits_[place] = 0;
        touched_.clear();
    }

  private:
    std::vector<Bits> bits_;
    std::vector<std::size_t> touched_;
};

/// Places to be opened, the first first, each for the profiles that are new there.
class Todo {
  public:
    explicit Todo(std::size_t places) : fresh_(places, 0) {}
    bool is_empty() const { return queue_.empty(); }
    void add(std::size_t place, Bits bits) {
        if (fresh_[place] == 0) queue_.push_back(place);
        fresh_[place] |= bits;
    }
    std::pair<std::size_t, Bits> take() {
        const std::size_t place = queue_[next_++];
        if (next_ == queue_.size()) forget();
        return {place, std::exchange(fresh_[place], 0)};
    }
    void clear() {
        while (!is_empty()) take();
    }

  private:
    void forget() {
        queue_.clear();
        next_ = 0;
    }

    std::vector<Bits> fresh_;
    std::vector<std::size_t> queue_;
    std::size_t next_ = 0;
};

/// The worst that answers can bring about for a member of a group, from every state: for 64 profiles at a time.
///
/// An answer deters a step of a group H from s to q iff it leaves some member h no better off than at s. The answers of
/// the outsiders do not depend on h, so none deters iff for every h the least rank P_h among their ends is above
/// P_h(s).
template <class T>
class WorstAnswers {
  public:
    WorstAnswers(const BatchPlan& plan, std::size_t places, bool any)
        : plan_(plan),
          any_(any),
          cells_(std::size_t{64} * plan.states),
          kept_(64 * sizeof(T) * (plan.moves + 1)),
          ahead_(sizeof(T) * cells_ * plan.players),
          worst_(sizeof(T) * cells_ * places),
          known_(places, 0) {}

    void restart() {
        std::fill(known_.begin(), known_.end(), 0);
        improvements_known_ = false;
    }

    /// (states, 64): from each state, the least rank of `player` that the outsiders can bring about.
    const T* get(std::size_t place, std::uint32_t player, Bits outsiders, LazyLanes<T>& lanes) {
        T* const worst = worst_.template as<T>() + cells_ * place;
        if (known_[place]) return worst;
        known_[place] = 1;
        const T* const ranks = lanes.all();
        if (!any_ && !improvements_known_)
            DETENTE_DISPATCH(batch_improvements(plan_, ranks, lanes.stride(), kept_.template as<void>()));
        improvements_known_ = true;
        const T* const label = ranks + lanes.stride() * player;
        const void* const kept = any_ ? nullptr : kept_.template as<void>();
        DETENTE_DISPATCH(batch_worst(plan_, kept, outsiders, label, ahead_.template as<T>(), worst));
        return worst;
    }

  private:
    const BatchPlan& plan_;
    const bool any_;
    const std::size_t cells_;
    const BatchRoom kept_, ahead_, worst_;
    std::vector<char> known_;
    bool improvements_known_ = false;
};

/// The same as WorstAnswers, only for states that are asked for and those that answers lead to from there.
///
/// A place is given to each such state, in the order in which they are found; what answers lead to from a finished
/// place is finished too, so that each state is followed once for 64 profiles.
template <class T>
class NearAnswers {
  public:
    struct Answerer {
        std::uint32_t player;
        Group* paths;
    };

    NearAnswers(const BatchPaths& paths, std::vector<Answerer> movers, std::vector<std::uint32_t> members, bool any)
        : paths_(paths),
          movers_(std::move(movers)),
          members_(std::move(members)),
          any_(any),
          stride_(std::size_t{64} * (1 + movers_.size())),
          place_of_(zeros(paths.states())) {}

    void restart() {
        for (const std::uint32_t state : found_) place_of_[state] = 0;
        found_.clear();
        starts_.assign(1, 0);
        replies_.clear();
    }

    /// (64): the least rank of the `member`th member that the outsiders can bring about from a state.
    const T* get(std::uint32_t state, std::size_t member, LazyLanes<T>& lanes, Bits valid, Token& token,
                 BatchPaths::Scratch& scratch) {
        if (place_of_[state] == 0) explore(state, lanes, valid, token, scratch);
        return labels_->template as<T>() + stride_ * (members_.size() * (place_of_[state] - 1) + member);
    }

  private:
    struct Free {
        void operator()(std::uint32_t* at) const { std::free(at); }
    };
    using Places = std::unique_ptr<std::uint32_t[], Free>;

    /// Zeros that take no memory until they are changed.
    static Places zeros(std::size_t size) {
        auto* const at = static_cast<std::uint32_t*>(std::calloc(size, sizeof(std::uint32_t)));
        if (at == nullptr) throw std::bad_alloc();
        return Places(at);
    }

    std::uint32_t place(std::uint32_t state) {
        if (place_of_[state] == 0) {
            found_.push_back(state);
            place_of_[state] = static_cast<std::uint32_t>(found_.size());
        }
        return place_of_[state] - 1;
    }

    void explore(std::uint32_t state, LazyLanes<T>& lanes, Bits valid, Token& token, BatchPaths::Scratch& scratch) {
        const auto first = static_cast<std::uint32_t>(found_.size());
        place(state);
        for (std::size_t here = first; here < found_.size(); ++here) {
            token.advance(0);
            for (const Answerer& mover : movers_) {
                for (const std::uint32_t end : paths_.ends(*mover.paths, found_[here], scratch)) {
                    const Bits where = any_ ? valid : valid & lanes.prefers(mover.player, end, found_[here]);
                    if (where) replies_.push_back({place(end), where});
                }
                starts_.push_back(static_cast<std::uint32_t>(replies_.size()));
            }
        }
        begin_labels(first, lanes);
        const BatchRegion region{first,
                                 static_cast<std::uint32_t>(found_.size()),
                                 static_cast<std::uint32_t>(movers_.size()),
                                 static_cast<std::uint32_t>(members_.size()),
                                 starts_.data(),
                                 replies_.data()};
        DETENTE_DISPATCH(batch_follow(region, labels_->template as<T>()));
    }

    void begin_labels(std::size_t first, LazyLanes<T>& lanes) {
        const std::size_t of_place = stride_ * members_.size();
        if (found_.size() > room_for_) {
            const std::size_t larger = std::max<std::size_t>(64, 2 * found_.size());
            auto room = std::make_unique<BatchRoom>(sizeof(T) * of_place * larger);
            if (labels_) std::copy_n(labels_->template as<T>(), of_place * first, room->template as<T>());
            labels_ = std::move(room);
            room_for_ = larger;
        }
        for (std::size_t here = first; here < found_.size(); ++here)
            for (std::size_t h = 0; h < members_.size(); ++h) {
                const T* const ranks = lanes.ranks(members_[h], found_[here]);
                T* const labels = labels_->template as<T>() + of_place * here + stride_ * h;
                for (std::size_t k = 0; k <= movers_.size(); ++k) std::copy_n(ranks, 64, labels + 64 * k);
            }
    }

    const BatchPaths& paths_;
    const std::vector<Answerer> movers_;
    const std::vector<std::uint32_t> members_;
    const bool any_;
    const std::size_t stride_;
    const Places place_of_;  // of each state, counted from 1
    std::vector<std::uint32_t> found_, starts_{0};
    std::vector<BatchReply> replies_;
    std::unique_ptr<BatchRoom> labels_;
    std::size_t room_for_ = 0;
};

/// Where the answers of some outsiders to a state can end, for the profiles asked so far.
struct Answers {
    Bits done = 0;
    std::vector<std::pair<std::uint32_t, Bits>> ends;
};

/// Answers by a number that says who answers and to which state; forgotten together, while the memory is kept.
class KnownAnswers {
  public:
    KnownAnswers() : keys_(64, none_), places_(64) {}

    Answers& operator[](std::uint64_t key) {
        std::size_t at = slot(key);
        if (keys_[at] != none_) return pool_[places_[at]];
        if (2 * (used_.size() + 1) > keys_.size()) {
            grow();
            at = slot(key);
        }
        if (used_.size() == pool_.size()) pool_.emplace_back();
        keys_[at] = key;
        places_[at] = static_cast<std::uint32_t>(used_.size());
        used_.push_back(key);
        Answers& made = pool_[places_[at]];
        made.done = 0;
        made.ends.clear();
        return made;
    }

    void clear() {
        if (8 * used_.size() > keys_.size()) std::fill(keys_.begin(), keys_.end(), none_);
        else  // the last first: what was put behind another is still found
            for (; !used_.empty(); used_.pop_back()) keys_[slot(used_.back())] = none_;
        used_.clear();
    }

  private:
    std::size_t slot(std::uint64_t key) const {
        std::size_t at = (key * 0x9E3779B97F4A7C15u >> 20) & (keys_.size() - 1);
        while (keys_[at] != none_ && keys_[at] != key) at = (at + 1) & (keys_.size() - 1);
        return at;
    }

    void grow() {
        keys_.assign(2 * keys_.size(), none_);
        places_.resize(keys_.size());
        for (std::size_t k = 0; k < used_.size(); ++k) {
            const std::size_t at = slot(used_[k]);
            keys_[at] = used_[k];
            places_[at] = static_cast<std::uint32_t>(k);
        }
    }

    static constexpr std::uint64_t none_ = ~std::uint64_t{0};
    std::vector<std::uint64_t> keys_;
    std::vector<std::uint32_t> places_;
    std::vector<std::uint64_t> used_;
    std::deque<Answers> pool_;
};

struct Acting {
    Bits members;
    Group* paths;
    std::uint32_t outsiders;  // which of the sets of outsiders; nobody if there are none or they do not answer
    std::vector<std::uint32_t> players;
    std::size_t place;  // of its first member among the worst answers
};

/// Those who answer, and their moves.
struct Outside {
    Bits members;
    std::vector<std::uint32_t> movers;  // numbers in `movers_`
};

/// One who moves in an answer: a decision maker, or a group under `joint`.
struct Mover {
    Group* paths;
    std::vector<std::uint32_t> players;
};

template <class T>
class Walk {
  public:
    Walk(const BatchPaths& paths, const BatchQuestion& question, bool closed, Token& token)
        : paths_(paths),
          question_(question),
          token_(token),
          lanes_(paths.states(), paths.players()),
          everybody_(paths.players() == 64 ? ~Bits{0} : (Bits{1} << paths.players()) - 1),
          reached_(paths.states()),
          todo_(paths.states()),
          seen_(0),
          sequence_todo_(0) {
        find_movers();
        find_acting();
        const bool any = question.replies == BatchReplies::any;
        const bool one_by_one = question.kind != BatchKind::reaches && !question.pareto && !question.countermove &&
                                (any || question.replies == BatchReplies::credible);
        if (!one_by_one) {
            seen_ = Marks(movers_.size() * paths.states());
            sequence_todo_ = Todo((movers_.size() + 1) * paths.states());
        } else if (closed && question.kind != BatchKind::unstable) {
            worst_.emplace(paths.plan(), places_, any);
        } else {
            find_near(any);
        }
    }

    Bits answer(const T* const* rows, Bits valid) {
        lanes_.restart(rows);
        valid_ = valid;
        switch (question_.kind) {
            case BatchKind::attains: return attains();
            case BatchKind::leaves: return leaves();
            case BatchKind::reaches: return reaches();
            default: return unstable();
        }
    }

  private:
    static std::vector<std::uint32_t> players_in(Bits members) {
        std::vector<std::uint32_t> out;
        for (; members != 0; members &= members - 1)
            out.push_back(static_cast<std::uint32_t>(std::countr_zero(members)));
        return out;
    }

    void find_movers() {
        const auto add = [&](Bits members) {
            movers_.push_back({&paths_.group(members, question_.joint), players_in(members)});
            mover_members_.push_back(members);
        };
        if (question_.replies == BatchReplies::joint && question_.kind != BatchKind::reaches)
            for (const Bits members : question_.groups) add(members);
        else
            for (std::size_t i = 0; i < paths_.players(); ++i) add(Bits{1} << i);
    }

    void find_acting() {
        if (question_.kind == BatchKind::unstable) add_acting(Bits{1} << question_.player);
        else if (question_.kind != BatchKind::reaches)
            for (const Bits members : question_.groups) add_acting(members);
        // The many first: they meet fewer answers, and what they reach need not be asked again.
        std::stable_sort(acting_.begin(), acting_.end(),
                         [](const Acting& a, const Acting& b) { return a.players.size() > b.players.size(); });
    }

    void add_acting(Bits members) {
        acting_.push_back(
            {members, &paths_.group(members, question_.joint), outside_of(members), players_in(members), places_});
        places_ += acting_.back().players.size();
    }

    void find_near(bool any) {
        for (const Outside& outside : outside_) {
            std::vector<typename NearAnswers<T>::Answerer> movers;
            for (const std::uint32_t m : outside.movers)
                movers.push_back({movers_[m].players.front(), movers_[m].paths});
            near_.emplace_back(paths_, std::move(movers), players_in(everybody_ & ~outside.members), any);
        }
    }

    std::uint32_t outside_of(Bits members) {
        const Bits outsiders = everybody_ & ~members;
        if (outsiders == 0 || question_.replies == BatchReplies::none) return nobody;
        for (std::size_t k = 0; k < outside_.size(); ++k)
            if (outside_[k].members == outsiders) return static_cast<std::uint32_t>(k);
        Outside outside{outsiders, movers_within(outsiders)};
        outside_.push_back(std::move(outside));
        return static_cast<std::uint32_t>(outside_.size() - 1);
    }

    std::vector<std::uint32_t> movers_within(Bits members) const {
        std::vector<std::uint32_t> out;
        for (std::uint32_t m = 0; m < movers_.size(); ++m)
            if ((mover_members_[m] & ~members) == 0) out.push_back(m);
        return out;
    }

    /// Of some profiles, those in which `to` is an improvement on `from` for all of some decision makers together.
    Bits gains(const std::vector<std::uint32_t>& players, std::uint32_t from, std::uint32_t to, Bits bits) {
        if (!question_.pareto) {
            for (const std::uint32_t h : players)
                if (bits == 0) break;
                else bits &= lanes_.prefers(h, to, from);
            return bits;
        }
        Bits some = 0;
        for (const std::uint32_t h : players) {
            if (bits == 0) break;
            bits &= ~lanes_.prefers(h, from, to);
            some |= lanes_.prefers(h, to, from);
        }
        return bits & some;
    }

    // ------------------------------------------------------------------------------------------- answers

    /// Of some profiles, those in which a mover's move counts.
    Bits counts(const Mover& mover, std::uint32_t from, std::uint32_t to, Bits bits, bool any) {
        return any ? bits : gains(mover.players, from, to, bits);
    }

    /// Note in `seen_`, for each pair of a last mover and a state, the profiles for which legal sequences end there.
    void follow(const std::vector<std::uint32_t>& movers, std::uint32_t start, Bits bits, bool any) {
        const std::size_t states = paths_.states();
        seen_.clear();
        sequence_todo_.add(movers_.size() * states + start, bits);
        while (!sequence_todo_.is_empty()) {
            const auto [place, fresh] = sequence_todo_.take();
            const auto last = static_cast<std::uint32_t>(place / states),
                       here = static_cast<std::uint32_t>(place % states);
            token_.advance(0);
            for (const std::uint32_t m : movers) {
                if (m == last) continue;
                for (const std::uint32_t end : paths_.ends(*movers_[m].paths, here, scratch_)) {
                    const std::size_t there = m * states + end;
                    Bits fresh_there = fresh & ~seen_[there];
                    if (fresh_there) fresh_there = counts(movers_[m], here, end, fresh_there, any);
                    if (!fresh_there) continue;
                    seen_.add(there, fresh_there);
                    sequence_todo_.add(there, fresh_there);
                }
            }
        }
    }

    const Answers& answers(std::uint32_t outsiders, std::uint32_t state, Bits bits) {
        Answers& known = answers_[std::uint64_t{outsiders} * paths_.states() + state];
        const Bits left = (paths_.states() <= most_eager ? valid_ : bits) & ~known.done;
        if (left == 0) return known;
        follow(outside_[outsiders].movers, state, left, question_.replies == BatchReplies::any);
        for (const std::size_t place : seen_.touched())
            known.ends.push_back({static_cast<std::uint32_t>(place % paths_.states()), seen_[place]});
        known.done |= left;
        return known;
    }

    /// Of some profiles, those in which an answer leaves the group no better off than where its step began.
    Bits deterred(const Acting& group, std::uint32_t from, std::uint32_t to, Bits bits) {
        Bits out = 0;
        for (const auto& [end, there] : answers(group.outsiders, to, bits).ends) {
            const Bits left = there & bits & ~out;
            if (left) out |= left & ~gains(group.players, from, end, left);
            if (out == bits) break;
        }
        return out;
    }

    /// (64): the least rank that answers can bring about for the `k`th member of a group that went to a state.
    const T* worst(const Acting& group, std::size_t k, std::uint32_t to) {
        if (!worst_) return near_[group.outsiders].get(to, k, lanes_, valid_, token_, scratch_);
        const Bits outsiders = outside_[group.outsiders].members;
        return worst_->get(group.place + k, group.players[k], outsiders, lanes_) + 64 * std::size_t{to};
    }

    // --------------------------------------------------------------------------------------------- questions

    /// Of some profiles, those in which a group's step is an improvement that nothing deters.
    Bits steps(const Acting& group, std::uint32_t from, std::uint32_t to, Bits bits) {
        bits = gains(group.players, from, to, bits);
        if (!bits || group.outsiders == nobody) return bits;
        if (!worst_ && near_.empty()) return bits & ~deterred(group, from, to, bits);
        for (std::size_t k = 0; bits && k < group.players.size(); ++k)
            bits &= lanes_.above(worst(group, k, to), group.players[k], from);
        return bits;
    }

    Bits attains() {
        if (question_.wanted[question_.state]) return finish(valid_);
        Bits done = 0;
        reached_.add(question_.state, valid_);
        todo_.add(question_.state, valid_);
        while (!todo_.is_empty() && done != valid_) {
            const auto [place, fresh] = todo_.take();
            const auto here = static_cast<std::uint32_t>(place);
            token_.advance(0);
            for (const Acting& group : acting_)
                for (const std::uint32_t end : paths_.ends(*group.paths, here, scratch_here_)) {
                    Bits bits = fresh & ~done & ~reached_[end];
                    if (bits) bits = steps(group, here, end, bits);
                    if (!bits) continue;
                    reached_.add(end, bits);
                    if (question_.wanted[end]) done |= bits;
                    else todo_.add(end, bits);
                }
        }
        return finish(done);
    }

    Bits finish(Bits found) {
        reached_.clear();
        todo_.clear();
        answers_.clear();
        if (worst_) worst_->restart();
        for (NearAnswers<T>& near : near_) near.restart();
        return found;
    }

    Bits leaves() {
        Bits found = 0;
        for (const Acting& group : acting_)
            for (const std::uint32_t end : paths_.ends(*group.paths, question_.state, scratch_here_)) {
                if (found == valid_) return finish(found);
                found |= steps(group, question_.state, end, valid_ & ~found);
            }
        return finish(found);
    }

    Bits reaches() {
        if (question_.wanted[question_.state]) return finish(valid_);
        follow(movers_within(question_.movers), question_.state, valid_, false);
        Bits found = 0;
        for (const std::size_t place : seen_.touched())
            if (question_.wanted[place % paths_.states()]) found |= seen_[place];
        return finish(found);
    }

    Bits unstable() {
        const Acting& own = acting_.front();
        Bits found = 0;
        for (const std::uint32_t end : paths_.ends(*own.paths, question_.state, scratch_here_)) {
            Bits bits = valid_ & ~found;
            if (!question_.countermove) {
                found |= steps(own, question_.state, end, bits);
                continue;
            }
            bits = gains(own.players, question_.state, end, bits);
            if (bits && own.outsiders != nobody) bits &= ~held(own, end, bits);
            found |= bits;
        }
        return finish(found);
    }

    /// As `deterred`, where no further move of the decision maker makes it better off either.
    Bits held(const Acting& own, std::uint32_t to, Bits bits) {
        Bits out = 0;
        for (const auto& [end, there] : answers(own.outsiders, to, bits).ends) {
            Bits left = there & bits & ~out;
            if (left) left &= ~gains(own.players, question_.state, end, left);
            if (!left) continue;
            for (const std::uint32_t after : paths_.ends(*own.paths, end, scratch_))
                if (left) left &= ~gains(own.players, question_.state, after, left);
            out |= left;
        }
        return out;
    }

    const BatchPaths& paths_;
    const BatchQuestion& question_;
    Token& token_;
    LazyLanes<T> lanes_;
    const Bits everybody_;
    Bits valid_ = 0;
    std::vector<Mover> movers_;
    std::vector<Bits> mover_members_;
    std::vector<Outside> outside_;
    std::vector<Acting> acting_;
    Marks reached_;
    Todo todo_;
    Marks seen_;
    Todo sequence_todo_;
    KnownAnswers answers_;
    std::optional<WorstAnswers<T>> worst_;
    std::deque<NearAnswers<T>> near_;
    std::size_t places_ = 0;
    BatchPaths::Scratch scratch_, scratch_here_;
};

template <class T>
void walk_blocks(const BatchPaths& paths, const BatchOrders& orders, const BatchProfiles& profiles,
                 const BatchQuestion& question, std::uint64_t* out, Token& token, std::size_t first, std::size_t last) {
    const bool closed = paths.states() <= most_closed && profiles.count >= fewest_closed;
    Walk<T> walk(paths, question, closed, token);
    std::vector<const T*> rows;
    for (std::size_t block = first; block < last; ++block) {
        batch_rows<T>(orders, profiles, paths.states(), 64 * block, rows);
        const std::size_t left = std::min<std::size_t>(64, profiles.count - 64 * block);
        out[block] = walk.answer(rows.data(), left == 64 ? ~Bits{0} : (Bits{1} << left) - 1);
        token.advance(left);
    }
}

}  // namespace

void batch_walk_all(const BatchPaths& paths, const BatchOrders& orders, const BatchProfiles& profiles,
                    const BatchQuestion& question, std::uint64_t* out, unsigned threads, Token& token,
                    const Watch& watch) {
    const std::size_t blocks = profiles.blocks();
    const std::size_t of_task = std::max<std::size_t>(1, (std::size_t{1} << 16) / paths.states());
    const auto task = [&](std::size_t number) {
        const std::size_t first = number * of_task, last = std::min(blocks, first + of_task);
        const auto walk = orders.width == 1   ? walk_blocks<std::uint8_t>
                          : orders.width == 2 ? walk_blocks<std::uint16_t>
                                              : walk_blocks<std::uint32_t>;
        walk(paths, orders, profiles, question, out, token, first, last);
    };
    run_tasks((blocks + of_task - 1) / of_task, threads, token, watch, task);
}

}  // namespace detente
