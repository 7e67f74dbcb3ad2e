// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_PROGRAM_HPP
#define DOLLR_TESTS_SUPPORT_PROGRAM_HPP

#include "temporary_folder.hpp"

#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/curl/transport.hpp>
#include <dollr/sandbox/own_operations.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

/// The built program as a user starts it, and the sandbox that it is pointed at: processes, pipes and files, and
/// nothing of the program's own code.
namespace dollr::tests {

struct how_to_start {
    std::map<std::string, std::string> environment;  ///< beside the test's own, which loses its DOLLR_ variables
    std::size_t file_size_max = 0;                   ///< not 0: no file may grow beyond it, like a full disk
    bool modes_count = false;                        ///< also for root, who otherwise reads what nobody may
};

struct ended {
    int code = 0;    ///< the exit code, if no signal ended it
    int signal = 0;  ///< the signal that did
    std::string out;
    std::string err;

    [[nodiscard]] bool says(std::string_view text) const { return err.find(text) != std::string::npos; }
    [[nodiscard]] bool prints(std::string_view text) const { return out.find(text) != std::string::npos; }
    /// Lines of standard error that hold `text`.
    [[nodiscard]] std::size_t sentences(std::string_view text) const { return lines_with(err, text); }
    /// Lines of standard output that hold `text`.
    [[nodiscard]] std::size_t rows(std::string_view text) const { return lines_with(out, text); }

private:
    static std::size_t lines_with(std::string const& all, std::string_view text);
};

/// Tries until `holds()`; false after a time that is long even on a machine with much else to do.
template <class Holds>
bool soon(Holds holds) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return true;
}

/// One running process of `dollr`.
class program {
public:
    explicit program(std::vector<std::string> const& arguments, how_to_start const& how = {});
    program(program const&) = delete;
    program& operator=(program const&) = delete;
    ~program() {
        if (id_ > 0) {
            signal(SIGKILL);
            static_cast<void>(wait());
        }
        ::close(out_);
        ::close(err_);
    }

    [[nodiscard]] pid_t id() const noexcept { return id_; }
    [[nodiscard]] std::string out() const { return content(out_); }
    [[nodiscard]] std::string err() const { return content(err_); }
    void signal(int number) const { REQUIRE(::kill(id_, number) == 0); }
    [[nodiscard]] bool says_soon(std::string_view text) const {
        return soon([&] { return err().find(text) != std::string::npos; });
    }
    [[nodiscard]] ended wait();

private:
    static int memory_file() {
        int const file = ::memfd_create("dollr-test", MFD_CLOEXEC);
        REQUIRE(file >= 0);
        return file;
    }
    static std::string content(int file);

    pid_t id_ = 0;
    int out_ = memory_file();
    int err_ = memory_file();
};

inline ended run(std::vector<std::string> const& arguments, how_to_start const& how = {}) {
    return program{arguments, how}.wait();
}

/// Fast enough that nobody waits, and slow enough that a session of 15 minutes, 18 s, outlives a busy machine's pauses.
constexpr unsigned usual_speed = 50;

/// `dollr sandbox` on a free port.
class sandbox_process {
public:
    explicit sandbox_process(unsigned speed = usual_speed)
        : process_{{"sandbox", "--port", "0", "--speed", std::to_string(speed)}} {
        REQUIRE(soon([&] { return process_.out().find('\n') != std::string::npos; }));
        auto const line = process_.out();
        constexpr std::string_view lead = "sandbox: ";
        REQUIRE(line.starts_with(lead));
        origin_ = line.substr(lead.size(), line.find(' ', lead.size()) - lead.size());
    }

    [[nodiscard]] std::string const& origin() const noexcept { return origin_; }
    [[nodiscard]] std::string option() const { return "--sandbox=" + origin_; }
    [[nodiscard]] sandbox::health_response health() const { return ask<sandbox::read_health>(); }
    [[nodiscard]] std::vector<sandbox::ledger_entry> ledger() const { return ask<sandbox::read_ledger>(); }

private:
    template <class Op>
    [[nodiscard]] typename Op::response ask() const;

    program process_;
    std::string origin_;
};

/// A line of a payments file.
struct line {
    std::string key;
    std::string phone = "231771230001";
    std::string amount = "10.00";
    std::string kind = "PAYOUT";
    std::string currency = "USD";
    std::string more{};  ///< further members, with a comma in front

    [[nodiscard]] std::string text() const {
        return R"({"key":")" + key + R"(","kind":")" + kind + R"(","name":"Payee of )" + key + R"(","phone":")" +
               phone + R"(","amount":")" + amount + R"(","currency":")" + currency + '"' + more + '}';
    }
};

/// So many lines that differ in key and phone.
inline std::vector<line> lines(std::size_t n, std::string const& last_four = "0001") {
    std::vector<line> all;
    for (std::size_t i = 0; i < n; ++i)
        all.push_back(
            {.key = "k" + std::to_string(i), .phone = "23177" + std::to_string(1000 + i).substr(1) + last_four});
    return all;
}

/// A sandbox, a payments file, a journal and credentials in a folder of their own.
class desk {
public:
    explicit desk(unsigned speed = usual_speed) : bank(speed) {}

    sandbox_process bank;
    samples::temporary_folder folder;
    std::string const file = folder / "payments.jsonl";
    std::string const journal = folder / "payments.journal";

    void write(std::vector<line> const& all) const {
        std::string text;
        for (auto const& one : all) text += one.text() + '\n';
        write_text(file, text);
    }
    static void write_text(std::string const& path, std::string_view text, mode_t mode = 0600) {
        std::ofstream{path, std::ios::binary} << text;
        REQUIRE(::chmod(path.c_str(), mode) == 0);
    }
    static std::string read_text(std::string const& path) {
        std::ifstream in{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    std::string credentials(std::string const& secret, std::string const& code, std::string const& id = "sandbox",
                            mode_t mode = 0600) const {
        auto const path = folder / "credentials.json";
        write_text(
            path,
            R"({"client_id":")" + id + R"(","client_secret":")" + secret +
                R"(","passcode":{"token":{"phone":"231770000000","code":")" + code +
                R"("},"device":{"name":"d","type":"t","platform":"p","user_agent":"u","client_ip":"127.0.0.1"}}})",
            mode);
        return path;
    }

    /// `dollr execute FILE --journal J` and what else is said; the target is named for a new journal.
    [[nodiscard]] std::vector<std::string> execute_words(std::vector<std::string> const& more = {}) const {
        std::vector<std::string> words{"execute", file, "--journal", journal};
        if (::access(journal.c_str(), F_OK) != 0) words.push_back(bank.option());
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
    [[nodiscard]] ended execute(std::vector<std::string> const& more = {}, how_to_start const& how = {}) const {
        return run(execute_words(more), how);
    }
    /// The ledger's word on file and journal.
    [[nodiscard]] bool nothing_is_double_or_lost() const {
        auto const audit = run({"audit", "--journal", journal, file});
        INFO(audit.out << audit.err);
        CHECK(audit.prints(" double=0 lost=0"));
        return audit.prints(" double=0 lost=0");
    }
};

inline std::size_t ended::lines_with(std::string const& all, std::string_view text) {
    std::size_t n = 0;
    for (std::size_t begin = 0; begin < all.size();) {
        auto const end = std::min(all.find('\n', begin), all.size());
        n += std::string_view{all}.substr(begin, end - begin).find(text) != std::string_view::npos ? 1u : 0u;
        begin = end + 1;
    }
    return n;
}

inline program::program(std::vector<std::string> const& arguments, how_to_start const& how) {
    std::vector<std::string> texts{DOLLR_BIN_DIR "/dollr"};
    texts.insert(texts.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables;
    for (char** one = environ; *one != nullptr; ++one)
        if (!std::string_view{*one}.starts_with("DOLLR_")) variables.emplace_back(*one);
    for (auto const& [name, value] : how.environment) variables.push_back(name + "=" + value);
    auto const pointers = [](std::vector<std::string>& all) {
        std::vector<char*> out;
        for (auto& text : all) out.push_back(text.data());
        out.push_back(nullptr);
        return out;
    };
    auto const words = pointers(texts);
    auto const settings = pointers(variables);
    id_ = ::fork();
    REQUIRE(id_ >= 0);
    if (id_ != 0) return;
    ::dup2(out_, STDOUT_FILENO);
    ::dup2(err_, STDERR_FILENO);
    if (how.file_size_max != 0) {
        rlimit const small{how.file_size_max, how.file_size_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    if (how.modes_count && ::geteuid() == 0)
        for (auto const right : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH})
            if (::prctl(PR_CAPBSET_DROP, right) != 0) ::_exit(126);
    ::execve(words.front(), words.data(), settings.data());
    ::_exit(127);
}

inline ended program::wait() {
    int status = 0;
    REQUIRE(::waitpid(id_, &status, 0) == id_);
    id_ = 0;
    ended how;
    how.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    how.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    how.out = out();
    how.err = err();
    return how;
}

inline std::string program::content(int file) {
    std::string text;
    char piece[4096];
    while (true) {
        auto const got = ::pread(file, piece, sizeof piece, static_cast<off_t>(text.size()));
        REQUIRE(got >= 0);
        if (got == 0) return text;
        text.append(piece, static_cast<std::size_t>(got));
    }
}

template <class Op>
typename Op::response sandbox_process::ask() const {
    curl_options options;
    options.base_url = origin_;
    auto transport = curl_transport::open(curl_session::of_the_program(), options);
    REQUIRE(transport.has_value());
    http_request request;
    REQUIRE(codec::request<Op>({}, {}, {}, {}, request).has_value());
    auto answer = codec::response<Op>(transport->send(request, std::chrono::seconds{20}));
    REQUIRE(answer.has_value());
    return *answer;
}

}  // namespace dollr::tests

#endif
