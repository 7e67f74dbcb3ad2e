// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/value/secret.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

// This program looks at every block of memory just before it is given back, so that a secret that was left in one is
// seen.
namespace {

constexpr std::string_view marker = "hunter2-hunter2";

// Volatile, so that looking is not optimised away, and a header in front of each block to know its size.
bool volatile watching = false;
int volatile left_behind = 0;
constexpr std::size_t header = alignof(std::max_align_t);

void look(char const volatile* block, std::size_t size) {
    for (std::size_t i = 0; i + marker.size() <= size; ++i) {
        std::size_t same = 0;
        while (same < marker.size() && block[i + same] == marker[same]) ++same;
        if (same == marker.size()) left_behind = left_behind + 1;
    }
}

struct watch {
    watch() {
        left_behind = 0;
        watching = true;
    }
    ~watch() { watching = false; }
    watch(watch const&) = delete;
    watch& operator=(watch const&) = delete;
};

}  // namespace

// Not inlined: g++ would take the header for a wrong pointer given to free.
[[gnu::noinline]] void* operator new(std::size_t size) {
    auto* const block = static_cast<char*>(std::malloc(size + header));
    if (block == nullptr) std::abort();
    *reinterpret_cast<std::size_t*>(block) = size;
    return block + header;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    if (memory == nullptr) return;
    auto* const block = static_cast<char*>(memory) - header;
    if (watching) look(block + header, *reinterpret_cast<std::size_t*>(block));
    std::free(block);
}
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete[](void* memory) noexcept { operator delete(memory); }
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
void operator delete[](void* memory, std::size_t) noexcept { operator delete(memory); }

using dollr::secret_string;

TEST_CASE("the watcher sees what an ordinary string leaves behind") {
    {
        watch const w;
        std::string const* ordinary = new std::string(std::string{marker} + " long enough for the heap");
        delete ordinary;
    }
    CHECK(left_behind == 1);
}

TEST_CASE("a secret is wiped on destruction, growth, move, assignment and release") {
    watch const w;
    SUBCASE("destruction") { secret_string const s{marker}; }
    SUBCASE("growth") {
        secret_string s{marker};
        s.reserve(1000);
        for (int i = 0; i < 100; ++i) s.append(marker);
        s.resize_for_overwrite(100000);
    }
    SUBCASE("one character at a time") {
        secret_string s;
        for (char const c : marker) s.push_back(c);
        s.push_back('!');
    }
    SUBCASE("moves and copies") {
        secret_string a{marker};
        secret_string b{std::move(a)};
        secret_string c{b};
        c = std::move(b);
        b = c;
        a = secret_string{marker};
        a = b;
    }
    SUBCASE("shorter text over longer") {
        secret_string s{marker};
        s.assign("x");
    }
    SUBCASE("a shorter size") {
        secret_string s{marker};
        s.resize_for_overwrite(1);
    }
    SUBCASE("release") {
        secret_string s{marker};
        s.release();
        CHECK(s.capacity() == 0);
    }
    CHECK(left_behind == 0);
}

TEST_CASE("wipe overwrites the whole capacity and keeps it") {
    secret_string s{marker};
    s.reserve(100);
    s.wipe();
    CHECK(s.empty());
    CHECK(s.capacity() == 100);
    for (std::size_t i = 0; i < s.capacity(); ++i) CHECK(s.data()[i] == '\0');
    s.assign("again");
    CHECK(s.reveal() == "again");
    CHECK(s.capacity() == 100);
}

TEST_CASE("what is left of a longer secret is wiped when a shorter one takes its place") {
    secret_string s{marker};
    s.assign("x");
    for (std::size_t i = 1; i < s.capacity(); ++i) CHECK(s.data()[i] == '\0');
    s.assign(marker);
    s.resize_for_overwrite(2);
    CHECK(s.reveal() == "hu");
    for (std::size_t i = 2; i < s.capacity(); ++i) CHECK(s.data()[i] == '\0');
}

TEST_CASE("a moved-from secret is empty") {
    secret_string a{marker};
    secret_string b{std::move(a)};
    CHECK(a.reveal() == "");
    CHECK(b.reveal() == marker);
    a = std::move(b);
    CHECK(b.empty());
    CHECK(b.capacity() == 0);
    CHECK(a.reveal() == marker);
    auto& same = a;
    a = std::move(same);
    CHECK(a.reveal() == marker);
    a = same;
    CHECK(a.reveal() == marker);
}

TEST_CASE("a secret can be appended to and assigned from itself") {
    secret_string s{"abc"};
    s.append(s.reveal());
    CHECK(s.reveal() == "abcabc");
    s.append(s.reveal().substr(1, 2));
    CHECK(s.reveal() == "abcabcbc");
    s.assign(s.reveal().substr(2, 3));
    CHECK(s.reveal() == "cab");
    s.assign("");
    CHECK(s.reveal() == "");
}

TEST_CASE("a writer fills a secret in place") {
    secret_string s;
    CHECK(s.data() == nullptr);
    s.resize_for_overwrite(3);
    s.data()[0] = 'a';
    s.data()[1] = '\0';
    s.data()[2] = 'c';
    CHECK(s.reveal() == std::string_view{"a\0c", 3});
    s.resize_for_overwrite(5);
    CHECK(s.reveal().substr(0, 3) == std::string_view{"a\0c", 3});
}

TEST_CASE("secrets are compared whole") {
    CHECK((secret_string{} == secret_string{""}));
    CHECK((secret_string{"abc"} == secret_string{"abc"}));
    CHECK_FALSE((secret_string{"abc"} == secret_string{"abd"}));
    CHECK_FALSE((secret_string{"abc"} == secret_string{"ab"}));
}

template <class Stream, class T>
concept printable = requires(Stream& stream, T const& value) { stream << value; };

// mistake 21: a secret has no way into text but reveal().
static_assert(printable<std::ostream, std::string> && !printable<std::ostream, secret_string>);
static_assert(!printable<std::ostringstream, secret_string>);
static_assert(!std::is_convertible_v<secret_string, std::string> &&
              !std::is_constructible_v<std::string, secret_string>);
static_assert(!std::is_convertible_v<secret_string, std::string_view>);
static_assert(!std::is_convertible_v<secret_string, bool> && !std::is_convertible_v<secret_string, char const*>);
static_assert(!std::is_convertible_v<std::string_view, secret_string>);  // a copy of a secret is asked for by name

TEST_CASE("mistake 21: what prints values prints nothing of a secret") {
    secret_string const s{marker};
    CHECK(doctest::toString(s) == "{?}");
}
