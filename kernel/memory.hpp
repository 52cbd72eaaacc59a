// Arrays of plain numbers: aligned for vectors, on huge pages where they are large, not initialised unless asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace detente {

namespace internal {

inline constexpr std::size_t cache_line = 64, huge_page = std::size_t{1} << 21;

#if defined(__linux__) && defined(MADV_HUGEPAGE)

/// Whole pages from the system, which are 0, aligned so that they can be huge ones; null if there is no memory.
inline void* pages(std::size_t bytes) noexcept {
    void* const taken = mmap(nullptr, bytes + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (taken == MAP_FAILED) return nullptr;
    char* const first = static_cast<char*>(taken);
    const std::size_t before = (huge_page - reinterpret_cast<std::uintptr_t>(first) % huge_page) % huge_page;
    if (before != 0) munmap(first, before);
    if (before != huge_page) munmap(first + before + bytes, huge_page - before);
    madvise(first + before, bytes, MADV_HUGEPAGE);
    return first + before;
}

inline bool is_large(std::size_t bytes) noexcept { return bytes >= 2 * huge_page; }
inline void give_back(void* data, std::size_t bytes) noexcept { munmap(data, bytes); }
inline std::size_t in_pages(std::size_t bytes) noexcept { return (bytes + huge_page - 1) / huge_page * huge_page; }

#else

inline void* pages(std::size_t) noexcept { return nullptr; }
inline bool is_large(std::size_t) noexcept { return false; }
inline void give_back(void*, std::size_t) noexcept {}
inline std::size_t in_pages(std::size_t bytes) noexcept { return bytes; }

#endif

}  // namespace internal

/// An array of a fixed size that frees itself. `std::bad_alloc` where there is no memory.
template <class T>
class Buffer {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    Buffer() = default;
    explicit Buffer(std::size_t size) : size_(size) {
        if (size > (PTRDIFF_MAX - internal::huge_page) / sizeof(T)) throw std::bad_alloc();
        void* const data = internal::is_large(bytes()) ? internal::pages(internal::in_pages(bytes()))
                                                       : ::operator new(bytes(), std::align_val_t{internal::cache_line});
        if (data == nullptr) throw std::bad_alloc();
        data_ = static_cast<T*>(data);
    }
    Buffer(Buffer&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    Buffer& operator=(Buffer&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~Buffer() {
        if (data_ == nullptr) return;
        if (internal::is_large(bytes())) {
            internal::give_back(data_, internal::in_pages(bytes()));
        } else {
            ::operator delete(data_, std::align_val_t{internal::cache_line});
        }
    }

    static Buffer zeroed(std::size_t size) {
        Buffer made(size);
        if (!internal::is_large(made.bytes())) made.clear();  // pages come clear
        return made;
    }

    T* data() noexcept { return data_; }
    const T* data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }
    T& operator[](std::size_t at) noexcept { return data_[at]; }
    const T& operator[](std::size_t at) const noexcept { return data_[at]; }
    void clear() noexcept {
        if (size_ != 0) std::memset(static_cast<void*>(data_), 0, bytes());
    }

  private:
    std::size_t bytes() const noexcept { return size_ * sizeof(T); }

    T* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace detente
