#include "explicit.hpp"

#include <algorithm>
#include <bit>

namespace detente {

std::uint64_t units_of_work(std::size_t n_states, const Question& question) noexcept {
    const auto closures = static_cast<std::uint64_t>(std::popcount(question.concepts & ~unsigned{nash}));
    return std::max<std::uint64_t>(1, closures * n_states * (question.last - question.first));
}

std::uint64_t highest_rank(const std::vector<RankColumn>& ranks, std::size_t n_states, const Work& work) {
    constexpr std::int64_t most = 0xfffffffd;
    std::vector<std::int64_t> highest(ranks.size()), lowest(ranks.size());
    run_tasks(ranks.size(), work.threads, work.token, work.watch, [&](std::size_t i) {
        with_values(ranks[i], [&]<class Value>(const Value* values) {
            Value high = 0, low = 0;
            in_slices(n_states, work.token, [&](std::size_t from, std::size_t to) {
                for (std::size_t s = from; s < to; ++s) {
                    high = std::max(high, values[s]);
                    low = std::min(low, values[s]);
                }
            });
            highest[i] = high;
            lowest[i] = low;
        });
    });
    const std::int64_t low = *std::min_element(lowest.begin(), lowest.end());
    const std::int64_t high = *std::max_element(highest.begin(), highest.end());
    if (low < 0 || high > most) throw std::invalid_argument("ranks are numbers from 0 to 4294967293");
    return static_cast<std::uint64_t>(high);
}

}  // namespace detente
