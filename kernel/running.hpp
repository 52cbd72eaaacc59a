// Long work: a token that says how far it is and whether it is to end, and threads that share its tasks.
// Knows no Python; watching.hpp is the side that does.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace detente {

/// Thrown by workers that were told to end; never leaves `run_tasks`.
class Cancelled : public std::exception {
  public:
    const char* what() const noexcept override { return "cancelled"; }
};

inline constexpr std::chrono::milliseconds between_looks{50};

/// How far the work is, and whether it is to end. Shared by all threads.
class Token {
  public:
    void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
    bool is_cancelled() const noexcept { return cancelled_.load(std::memory_order_relaxed); }
    std::uint64_t done() const noexcept { return done_.load(std::memory_order_relaxed); }

    /// Count units of work as done, and throw `Cancelled` if the work is to end. Call it every few milliseconds.
    void advance(std::uint64_t units) {
        if (units != 0) done_.fetch_add(units, std::memory_order_relaxed);
        if (is_cancelled()) throw Cancelled();
    }

    /// Whether it is time to look up again; if so, the time counts from now. For the calling thread only: it may wait for
    /// many short rounds of tasks, none of which is as long as the time between two looks.
    bool is_look_due() noexcept {
        const auto now = std::chrono::steady_clock::now();
        if (now - looked_ < between_looks) return false;
        looked_ = now;
        return true;
    }

  private:
    std::atomic<std::uint64_t> done_{0};
    std::atomic<bool> cancelled_{false};
    std::chrono::steady_clock::time_point looked_ = std::chrono::steady_clock::now();
};

/// Called by the calling thread every 50 ms while workers work; whatever it throws ends the work and is passed on.
using Watch = std::function<void(const Token&)>;

inline constexpr unsigned most_threads = 256;

/// How many threads a caller's wish means: 0 asks for one for each processor.
inline unsigned threads_wanted(unsigned asked) noexcept {
    const unsigned available = std::max(1u, std::thread::hardware_concurrency());
    return std::min(asked == 0 ? available : asked, most_threads);
}

namespace internal {

template <class Task>
void call(Task& task, std::size_t next, unsigned worker) {
    if constexpr (std::is_invocable_v<Task&, std::size_t, unsigned>) {
        task(next, worker);
    } else {
        task(next);
    }
}

/// The state that the workers of one `run_tasks` share.
template <class Task>
class Pool {
  public:
    Pool(std::size_t n_tasks, Token& token, Task& task) : n_tasks_(n_tasks), token_(token), task_(task) {}

    ~Pool() { join(); }
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// Start threads, fewer than wanted where the system has no more; return whether there is one.
    bool start(unsigned threads) {
        threads_.reserve(threads);
        try {
            while (threads_.size() < threads) {
                const unsigned worker = static_cast<unsigned>(threads_.size());
                threads_.emplace_back([this, worker] { work(worker); });
            }
        } catch (const std::system_error&) {
        }
        return !threads_.empty();
    }

    /// Wait until all workers are done, looking up now and then.
    void wait(const Watch& watch) {
        std::unique_lock lock(mutex_);
        for (;;) {
            if (watch && token_.is_look_due()) {
                lock.unlock();
                watch(token_);
                lock.lock();
            }
            if (finished_ == threads_.size()) return;
            one_finished_.wait_for(lock, between_looks);
        }
    }

    void join() noexcept {
        if (threads_.empty()) return;
        stop_.store(true, std::memory_order_relaxed);
        for (std::thread& thread : threads_) thread.join();
        threads_.clear();
    }

    void pass_on_error() const {
        if (error_) std::rethrow_exception(error_);
    }

  private:
    void work(unsigned worker) noexcept {
        try {
            while (!stop_.load(std::memory_order_relaxed)) {
                const std::size_t next = next_.fetch_add(1, std::memory_order_relaxed);
                if (next >= n_tasks_) break;
                call(task_, next, worker);
            }
        } catch (...) {
            fail(std::current_exception());
        }
        const std::lock_guard lock(mutex_);
        ++finished_;
        one_finished_.notify_one();
    }

    void fail(std::exception_ptr error) noexcept {
        const std::lock_guard lock(mutex_);
        if (!error_) error_ = std::move(error);
        stop_.store(true, std::memory_order_relaxed);
        token_.cancel();
    }

    const std::size_t n_tasks_;
    Token& token_;
    Task& task_;
    std::vector<std::thread> threads_;
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> stop_{false};
    std::mutex mutex_;
    std::condition_variable one_finished_;
    std::size_t finished_ = 0;
    std::exception_ptr error_;
};

}  // namespace internal

/// Call `task(0)`, ..., `task(n_tasks - 1)`, each once, in any order; or `task(0, worker)`, ... with the number of the
/// thread, less than `max(1, threads)`, for memory that a thread keeps from task to task.
///
/// `threads == 0` calls them here, one after the other, without waiting or watching: for work of a few milliseconds.
/// Otherwise up to so many threads work while this one calls `watch`, or this one does both where no thread can be had.
/// The first exception of a task or of `watch` ends the others at their next `token.advance` and is thrown here; tasks
/// must call it every few milliseconds.
template <class Task>
void run_tasks(std::size_t n_tasks, unsigned threads, Token& token, const Watch& watch, Task task) {
    if (threads == 0 || n_tasks == 0) {
        for (std::size_t next = 0; next < n_tasks; ++next) internal::call(task, next, 0);
        return;
    }
    internal::Pool<Task> pool(n_tasks, token, task);
    try {
        if (!pool.start(static_cast<unsigned>(std::min<std::size_t>(threads, n_tasks)))) {
            for (std::size_t next = 0; next < n_tasks; ++next) {
                internal::call(task, next, 0);
                if (watch) watch(token);
            }
            return;
        }
        pool.wait(watch);
    } catch (...) {
        token.cancel();
        throw;  // the pool joins its threads
    }
    pool.join();
    pool.pass_on_error();
}

/// Call `task()` once as `run_tasks` does, so that somebody watches: for what cannot be shared among threads.
template <class Task>
void run_alone(unsigned threads, Token& token, const Watch& watch, Task task) {
    run_tasks(1, threads, token, watch, [&](std::size_t) { task(); });
}

inline constexpr std::size_t per_look = std::size_t{1} << 16;  ///< steps of some nanoseconds between two looks

/// Call `task(from, to)` for one slice of `[0, size)` after the other, looking at the token before each.
template <class Task>
void in_slices(std::size_t size, Token& token, Task task) {
    for (std::size_t from = 0; from < size; from += per_look) {
        token.advance(0);
        task(from, std::min(size, from + per_look));
    }
}

}  // namespace detente
