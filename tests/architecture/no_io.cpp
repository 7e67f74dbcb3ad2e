// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "source_tree.hpp"

#include <doctest/doctest.h>

#include <array>
#include <regex>

// The core is a pure function of its arguments: sockets, files, threads, clocks and chance belong to the adapters.
namespace {

struct rule {
    char const* what;
    char const* pattern;
};

constexpr std::array rules{
    rule{
        "a socket",
        R"(#\s*include\s*<(sys/(socket|select|epoll)|netinet|arpa/|netdb|poll\.h|curl/|openssl/|boost/(asio|beast|cobalt|mysql|redis)))"
        R"(|(^|[^\w>.:])::(socket|connect|bind|listen|accept|send|sendto|recv|recvfrom|select|poll|getaddrinfo)\s*\()"},
    rule{
        "a file or stream",
        R"(#\s*include\s*<(fstream|iostream|filesystem|cstdio|stdio\.h|fcntl\.h|unistd\.h|sys/(stat|file|mman|uio)|sqlite3|libpq|boost/(filesystem|iostreams|interprocess)))"
        R"(|\b(std::(cin|cout|cerr|clog|wcout|[iow]?fstream|[io]fstream|filesystem)|fopen|fwrite|fread|printf|fprintf|puts|fputs|putchar|perror)\b)"
        R"(|(^|[^\w>.:])::(open|openat|read|write|pread|pwrite|close|rename|unlink|fsync|fdatasync)\s*\()"},
    rule{
        "a thread",
        R"(#\s*include\s*<(thread|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier|stop_token|pthread\.h|boost/thread))"
        R"(|\b(std::(thread|jthread|mutex|async|promise)|pthread_\w+|thread_local|sleep_for|sleep_until|usleep|nanosleep)\b)"},
    rule{
        "a clock",
        R"(#\s*include\s*<(sys/time|time\.h|boost/date_time))"
        R"(|_clock::now\b|\b(gettimeofday|clock_gettime|timespec_get|localtime|gmtime)\b|\bstd::time\s*\(|[^\w.>:]::time\s*\()"},
    rule{"a source of chance",
         R"(#\s*include\s*<(random|sys/random|boost/random|boost/uuid/random))"
         R"(|\b(random_device|getrandom|getentropy|arc4random|mt19937(_64)?|srand|rand_r|drand48)\b|\brand\s*\()"},
    rule{"the process and its environment",
         R"(#\s*include\s*<(csignal|signal\.h|sys/wait)|\b(getenv|secure_getenv|setenv|std::system|fork|popen)\s*\()"},
    rule{"what else is installed", R"(__has_include)"},
};

struct finding {
    std::string what;
    std::string where;
};

std::vector<finding> violations(architecture::source const& source) {
    auto const code = architecture::without_comments_and_literals(source.text);
    std::vector<finding> found;
    for (auto const& rule : rules) {
        std::regex const pattern(rule.pattern, std::regex::ECMAScript | std::regex::multiline);
        for (std::sregex_iterator match(code.begin(), code.end(), pattern), end; match != end; ++match) {
            auto const line = 1 + std::count(code.begin(), code.begin() + match->position(), '\n');
            found.push_back({rule.what, source.path + ":" + std::to_string(line) + ": " + match->str()});
        }
    }
    return found;
}

std::string first_finding(std::string text) {
    auto const found = violations({"made_up.hpp", std::move(text)});
    return found.empty() ? "" : found.front().what;
}

}  // namespace

TEST_CASE("no header of the core includes or calls a socket, file, thread, clock or random device") {
    auto const sources = architecture::sources_below("include");
    REQUIRE(!sources.empty());
    for (auto const& source : sources) {
        for (auto const& finding : violations(source)) FAIL_CHECK(finding.where << " reaches for " << finding.what);
    }
}

TEST_CASE("a header that reaches outside is found") {
    CHECK(first_finding("#include <sys/socket.h>") == "a socket");
    CHECK(first_finding("#include <boost/asio/io_context.hpp>") == "a socket");
    CHECK(first_finding("int f() { return ::socket(1, 2, 3); }") == "a socket");
    CHECK(first_finding("# include <fstream>") == "a file or stream");
    CHECK(first_finding("void f() { std::cerr << 1; }") == "a file or stream");
    CHECK(first_finding("void f() {\n    ::fdatasync(3);\n}") == "a file or stream");
    CHECK(first_finding("#include <thread>") == "a thread");
    CHECK(first_finding("void f() { std::this_thread::sleep_for(x); }") == "a thread");
    CHECK(first_finding("auto t = std::chrono::system_clock::now();") == "a clock");
    CHECK(first_finding("auto t = std::time(nullptr);") == "a clock");
    CHECK(first_finding("#include <random>") == "a source of chance");
    CHECK(first_finding("int f() { return rand(); }") == "a source of chance");
    CHECK(first_finding("auto p = std::getenv(\"HOME\");") == "the process and its environment");
    CHECK(first_finding("#if __has_include(<expected>)") == "what else is installed");
}

TEST_CASE("talking of the world, or naming a member after it, is not reaching for it") {
    CHECK(first_finding("// std::cout is for adapters\n/* #include <thread>\n */ int x;") == "");
    CHECK(first_finding("constexpr auto text = \"system_clock::now()\";") == "");
    CHECK(first_finding("auto raw = R\"(getenv(x))\"; int big = 1'000;") == "");
    CHECK(first_finding("effect::send s; transport.send(r); codec::read<int>(b); auto n = clock.now();") == "");
    CHECK(first_finding("#include <chrono>\nusing steady_time = std::chrono::steady_clock::time_point;") == "");
}
