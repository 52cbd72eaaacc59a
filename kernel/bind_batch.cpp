// Python's door to the batch engine. Everything that comes in is checked here.
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <bit>
#include <initializer_list>
#include <memory>
#include <span>

#include "batch.hpp"
#include "batch_answers.hpp"
#include "batch_walk.hpp"
#include "bind.hpp"
#include "watching.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace detente {

namespace {

using Longs = nb::ndarray<const std::int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Table = nb::ndarray<const std::int64_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Ranks = nb::ndarray<nb::ro, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Wanted = nb::ndarray<const bool, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Rows = nb::ndarray<const std::uint64_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Row = nb::ndarray<const std::uint64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Words = nb::ndarray<nb::numpy, std::uint64_t, nb::ndim<1>>;
using Labels = nb::ndarray<const std::int32_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Least = nb::ndarray<nb::numpy, std::int32_t, nb::ndim<2>>;
using Masks = nb::ndarray<nb::numpy, std::uint8_t, nb::ndim<4>>;

/// Small work is done at once, without threads: this many profiles times states.
constexpr std::size_t small_work = std::size_t{1} << 17;

struct Asked {
    std::size_t width = 1;
    std::vector<const void*> ranks;
    BatchOrders orders;
    BatchProfiles profiles;
};

void check_ranks(const Ranks& ranks, std::size_t states, std::size_t& width) {
    const auto type = ranks.dtype();
    const bool taken = type.code == static_cast<std::uint8_t>(nb::dlpack::dtype_code::UInt) && type.lanes == 1 &&
                       (type.bits == 8 || type.bits == 16 || type.bits == 32);
    if (!taken) throw nb::value_error("orders must be unsigned numbers of 8, 16 or 32 bits");
    if (ranks.shape(1) != states || ranks.shape(0) == 0) throw nb::value_error("orders must be (orders, states)");
    if (width != 0 && width != type.bits / 8u) throw nb::value_error("orders must all be of one type");
    width = type.bits / 8u;
}

/// Check orders and profiles against the structure, and hand out what points to them.
void read_asked(std::size_t states, std::size_t players, const std::vector<Ranks>& orders, const Table& profiles,
                Asked& asked) {
    if (orders.size() != players) throw nb::value_error("there must be orders for each decision maker");
    if (profiles.shape(1) != players) throw nb::value_error("profiles must be (profiles, decision makers)");
    asked.width = 0;
    for (const Ranks& ranks : orders) {
        check_ranks(ranks, states, asked.width);
        asked.ranks.push_back(ranks.data());
    }
    for (std::size_t k = 0; k < profiles.size(); ++k) {
        const std::int64_t order = profiles.data()[k];
        if (order < 0 || order >= static_cast<std::int64_t>(orders[k % players].shape(0)))
            throw nb::value_error("a profile names an order that is not there");
    }
    asked.orders = {asked.width, asked.ranks};
    asked.profiles = {profiles.shape(0), profiles.data()};
}

/// An array that Python owns; nothing is in it yet.
Words new_words(std::size_t size) {
    auto* const data = new std::uint64_t[size];
    nb::capsule owner(data, [](void* p) noexcept { delete[] static_cast<std::uint64_t*>(p); });
    return Words(data, {size}, owner);
}

BatchStructure* new_structure(std::size_t states, const std::vector<Longs>& starts, const std::vector<Longs>& ends) {
    if (starts.size() != ends.size()) throw nb::value_error("starts and ends must be of the same decision makers");
    std::vector<BatchArcs> arcs;
    for (std::size_t i = 0; i < starts.size(); ++i)
        arcs.push_back({{starts[i].data(), starts[i].size()}, {ends[i].data(), ends[i].size()}});
    const nb::gil_scoped_release released;
    return new BatchStructure(states, arcs);
}

BatchAnswer answer_named(const std::string& name) {
    const char* const names[] = {"flags", "joint", "some", "every", "counts"};
    for (int k = 0; k < 5; ++k)
        if (name == names[k]) return static_cast<BatchAnswer>(k);
    throw nb::value_error("the answer must be flags, joint, some, every or counts");
}

Words solve(const BatchStructure& structure, const std::vector<Ranks>& orders, const Table& profiles,
            std::uint32_t concepts, const std::string& answer_name, const Wanted& wanted, unsigned threads,
            nb::handle progress) {
    Asked asked;
    read_asked(structure.states(), structure.players(), orders, profiles, asked);
    const BatchAnswer answer = answer_named(answer_name);
    if (concepts == 0 || concepts > 31) throw nb::value_error("concepts must be a sum of 1, 2, 4, 8, 16");
    if (answer != BatchAnswer::flags && (concepts & (concepts - 1)) != 0)
        throw nb::value_error("one concept at a time");
    if (wanted.size() != structure.states()) throw nb::value_error("wanted must be (states)");
    const std::size_t count = asked.profiles.count, blocks = asked.profiles.blocks();
    Words out = new_words(batch_words(structure, blocks, concepts, answer));
    if (count == 0) return out;
    Token token;
    const bool small = count * structure.states() * concepts <= small_work;
    const Watch watch = watching(progress, count);
    const nb::gil_scoped_release released;
    batch_solve_all(structure, asked.orders, asked.profiles, concepts, answer, wanted.data(), out.data(),
                    small ? 0 : threads_wanted(threads), token, watch);
    return out;
}

Masks masks(const BatchStructure& structure, const std::vector<Ranks>& orders, const Table& profiles,
            std::uint32_t concepts, unsigned threads, nb::handle progress) {
    Asked asked;
    read_asked(structure.states(), structure.players(), orders, profiles, asked);
    if (concepts == 0 || concepts > 31) throw nb::value_error("concepts must be a sum of 1, 2, 4, 8, 16");
    const std::size_t count = asked.profiles.count, players = structure.players(), states = structure.states();
    const auto n_concepts = static_cast<std::size_t>(std::popcount(concepts));
    auto* const data = new std::uint8_t[n_concepts * count * players * states];
    nb::capsule owner(data, [](void* p) noexcept { delete[] static_cast<std::uint8_t*>(p); });
    Masks out(data, {n_concepts, count, players, states}, owner);
    if (count == 0) return out;
    Token token;
    const bool small = count * states * concepts <= small_work;
    const Watch watch = watching(progress, count);
    const nb::gil_scoped_release released;
    batch_masks_all(structure, asked.orders, asked.profiles, concepts, data, small ? 0 : threads_wanted(threads), token,
                    watch);
    return out;
}

BatchPaths* new_arcs(std::size_t states, const std::vector<Longs>& starts, const std::vector<Longs>& ends) {
    if (starts.size() != ends.size()) throw nb::value_error("starts and ends must be of the same decision makers");
    std::vector<BatchArcs> arcs;
    for (std::size_t i = 0; i < starts.size(); ++i)
        arcs.push_back({{starts[i].data(), starts[i].size()}, {ends[i].data(), ends[i].size()}});
    return new BatchPaths(states, arcs);
}

BatchPaths* new_options(const Rows& states, const Rows& owned, const Row& only_up, const Row& only_down,
                        const Rows& frozen) {
    const std::size_t width = states.shape(1);
    if (owned.shape(1) != width || frozen.shape(1) != width || frozen.shape(0) != states.shape(0))
        throw nb::value_error("options and freezes must have as many words as states");
    const BatchOptions options{width,
                               {states.data(), states.size()},
                               {owned.data(), owned.size()},
                               {only_up.data(), only_up.size()},
                               {only_down.data(), only_down.size()},
                               {frozen.data(), frozen.size()}};
    return new BatchPaths(options);
}

/// Return which of some words it is.
std::uint8_t place_of(const std::string& word, std::initializer_list<const char*> words) {
    std::uint8_t place = 0;
    for (const char* const other : words) {
        if (word == other) return place;
        ++place;
    }
    throw nb::value_error((word + " is not one of the words that are known here").c_str());
}

/// Who is meant by bits; somebody must be.
std::uint64_t checked_members(std::uint64_t members, std::size_t players) {
    if (members == 0 || (players < 64 && members >> players != 0))
        throw nb::value_error("a group names a decision maker that is not there, or nobody");
    return members;
}

Words walk(const BatchPaths& paths, const std::vector<Ranks>& orders, const Table& profiles, const std::string& kind,
           std::int64_t state, const Wanted& wanted, const std::vector<std::uint64_t>& groups, const std::string& joint,
           const std::string& replies, bool pareto, bool countermove, unsigned threads, nb::handle progress) {
    Asked asked;
    read_asked(paths.states(), paths.players(), orders, profiles, asked);
    if (state < 0 || state >= static_cast<std::int64_t>(paths.states()))
        throw nb::value_error("there is no such state");
    if (wanted.size() != paths.states()) throw nb::value_error("wanted must be (states)");
    BatchQuestion question{};
    question.kind = static_cast<BatchKind>(place_of(kind, {"attains", "leaves", "reaches", "unstable"}));
    question.joint = static_cast<BatchJoint>(place_of(joint, {"both", "sequences", "at_once"}));
    question.replies = static_cast<BatchReplies>(place_of(replies, {"credible", "any", "none", "joint"}));
    question.state = static_cast<std::uint32_t>(state);
    question.wanted = wanted.data();
    for (const std::uint64_t members : groups) question.groups.push_back(checked_members(members, paths.players()));
    question.pareto = pareto;
    question.countermove = countermove;
    if (question.kind == BatchKind::reaches || question.kind == BatchKind::unstable) {
        if (groups.size() != 1) throw nb::value_error("name one group: those who move");
        if (question.replies == BatchReplies::joint) throw nb::value_error("joint replies are for attainability");
        question.movers = groups.front();
        question.player = static_cast<std::uint32_t>(std::countr_zero(groups.front()));
        question.pareto = false;
    }
    const std::size_t count = asked.profiles.count;
    Words out = new_words(asked.profiles.blocks());
    if (count == 0) return out;
    Token token;
    const bool small = count <= 128 && paths.states() <= 512;
    const Watch watch = watching(progress, count);
    const nb::gil_scoped_release released;
    batch_walk_all(paths, asked.orders, asked.profiles, question, out.data(), small ? 0 : threads_wanted(threads),
                   token, watch);
    return out;
}

BatchAnswers* new_answers(const BatchPaths& paths, const Labels& ranks, bool any) {
    Token token;
    std::unique_ptr<BatchAnswers> made;
    const Watch watch = watching(nb::none(), 1);
    const nb::gil_scoped_release released;
    run_tasks(1, ranks.size() <= small_work ? 0 : 1, token, watch, [&](std::size_t) {
        made = std::make_unique<BatchAnswers>(paths, std::span(ranks.data(), ranks.size()), any, token);
    });
    return made.release();
}

Least worst(const BatchAnswers& answers, std::uint32_t movers, const Labels& labels) {
    const std::size_t states = answers.states(), kinds = labels.shape(0);
    if (labels.shape(1) != states) throw nb::value_error("labels must be (labels, states)");
    for (std::size_t k = 0; k < labels.size(); ++k)
        if (labels.data()[k] < 0 || static_cast<std::size_t>(labels.data()[k]) >= states * answers.players())
            throw nb::value_error("labels count from 0, and are below the number of states for each decision maker");
    checked_members(movers, answers.players());
    auto* const data = new std::int32_t[kinds * states];
    nb::capsule owner(data, [](void* p) noexcept { delete[] static_cast<std::int32_t*>(p); });
    Token token;
    const Watch watch = watching(nb::none(), 1);
    const nb::gil_scoped_release released;
    run_tasks(kinds, kinds * states <= small_work ? 0 : threads_wanted(0), token, watch, [&](std::size_t k) {
        answers.worst(movers, std::span(labels.data() + k * states, states), data + k * states, token);
    });
    return Least(data, {kinds, states}, owner);
}

}  // namespace

void bind_batch(nb::module_& module) {
    nb::class_<BatchStructure>(module, "BatchStructure", "What the batch engine knows of one structure.")
        .def(nb::new_(&new_structure), "states"_a, "starts"_a, "ends"_a)
        .def("masks", &masks, "orders"_a, "profiles"_a, "concepts"_a, "threads"_a, "progress"_a = nb::none())
        .def("solve", &solve, "orders"_a, "profiles"_a, "concepts"_a, "answer"_a, "wanted"_a, "threads"_a,
             "progress"_a = nb::none());
    nb::class_<BatchPaths>(module, "BatchPaths", "Where decision makers can go in one structure, alone and together.")
        .def_static("from_arcs", &new_arcs, "states"_a, "starts"_a, "ends"_a, nb::rv_policy::take_ownership)
        .def_static("from_options", &new_options, "states"_a, "owned"_a, "only_up"_a, "only_down"_a, "frozen"_a,
                    nb::rv_policy::take_ownership)
        .def("walk", &walk, "orders"_a, "profiles"_a, "kind"_a, "state"_a, "wanted"_a, "groups"_a, "joint"_a = "both",
             "replies"_a = "credible", "pareto"_a = false, "countermove"_a = false, "threads"_a = 0,
             "progress"_a = nb::none());
    nb::class_<BatchAnswers>(module, "BatchAnswers", "The worst that answers bring about, for one profile.")
        .def(nb::new_(&new_answers), "paths"_a, "ranks"_a, "any"_a)
        .def("worst", &worst, "movers"_a, "labels"_a);
}

}  // namespace detente
