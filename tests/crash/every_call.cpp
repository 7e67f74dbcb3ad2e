// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::file dollr::system
#include "sample_client.hpp"
#include "strict_bank.hpp"
#include "virtual_world.hpp"

#include <dollr/file/journal.hpp>
#include <dollr/system/entropy.hpp>
#include <dollr/system/sha256.hpp>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// every_call KILLS [SEED]
//
// A payment is made by a child process over a file journal and a socket. The child is killed at its first system call,
// before it happens; then, in another child, after it; then at the second; and so on through a whole payment that goes
// well. What is left of KILLS is spread over the calls of payments whose request or answer is lost, and others. Every
// second child is killed once more, somewhere in its recovery. After each the payment is finished by one more child,
// and the bank's ledger is looked at.
//
// The bank is a process of its own, so that it remembers; time is a number in shared memory, so that nobody waits.
namespace {

using namespace dollr;
using namespace dollr::tests;

[[noreturn]] void fail(char const* what) {
    std::perror(what);
    std::exit(2);
}

/// Whatever ends the program ends its children, too.
void die_with(pid_t parent) {
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) fail("prctl");
    if (::getppid() != parent) ::_exit(1);  // too late for the signal
}

struct shared_world {
    std::atomic<std::int64_t> time{0};  ///< milliseconds since the start
    std::atomic<std::uint8_t> verdict{0};
    std::atomic<bool> failed{false};
    std::atomic<std::uint64_t> charges{0}, ids{0}, sends{0}, blind_sends{0};
};
shared_world* world = nullptr;
std::string folder;

instant now() {
    static constexpr server_time start{std::chrono::sys_days{std::chrono::year{2026} / 6 / 23}};
    duration const passed{world->time.load()};
    return {steady_time{passed}, start + passed};
}
struct shared_clock final : dollr::clock {
    [[nodiscard]] instant now() const noexcept override { return ::now(); }
    [[nodiscard]] bool is_servers() const noexcept override { return true; }
    void idle(steady_time until) noexcept override { world->time += (until - now().steady).count(); }
};

// --- what travels between a child and the bank

class message {
public:
    message() = default;
    explicit message(std::string bytes) : bytes_(std::move(bytes)) {}

    void put(std::int64_t n) { bytes_.append(reinterpret_cast<char const*>(&n), sizeof n); }
    void put(std::string_view text) {
        put(static_cast<std::int64_t>(text.size()));
        bytes_ += text;
    }
    std::int64_t number() {
        std::int64_t n = 0;
        std::memcpy(&n, bytes_.data() + at_, sizeof n);
        at_ += sizeof n;
        return n;
    }
    std::string text() {
        auto const size = static_cast<std::size_t>(number());
        at_ += size;
        return bytes_.substr(at_ - size, size);
    }
    [[nodiscard]] std::string const& bytes() const { return bytes_; }

private:
    std::string bytes_;
    std::size_t at_ = 0;
};

enum class order : std::int64_t { exchange, begin_run, begin_intent, report };

sockaddr_un bank_address() {
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    std::snprintf(where.sun_path, sizeof where.sun_path, "%s/bank", folder.c_str());
    return where;
}

/// A connection each, as a request that moves money has.
std::string ask(std::string const& bytes) {
    auto const fd = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    auto const where = bank_address();
    static std::string answer(std::size_t{1} << 18, '\0');  // made before the fork: no calls for memory
    if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr const*>(&where), sizeof where) != 0) fail("connect");
    if (::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) fail("send");
    auto const got = ::recv(fd, answer.data(), answer.size(), 0);
    if (got < 0) fail("recv");
    ::close(fd);
    return answer.substr(0, static_cast<std::size_t>(got));
}

void tell(order what, std::string_view key = {}) {
    message m;
    m.put(static_cast<std::int64_t>(what));
    m.put(key);
    static_cast<void>(ask(m.bytes()));
}

struct socket_transport {
    exchange_result send(http_request const& request, duration timeout) {
        message m;
        m.put(static_cast<std::int64_t>(order::exchange));
        m.put(static_cast<std::int64_t>(request.method));
        m.put(static_cast<std::int64_t>(request.hazard));
        m.put(timeout.count());
        m.put(request.target);
        m.put(request.authorization.reveal());
        m.put(request.body.reveal());
        message answer{ask(m.bytes())};
        if (answer.number() == 0) {
            no_response none;
            none.delivery = static_cast<delivery>(answer.number());
            none.why = answer.text();
            return none;
        }
        http_response r;
        r.status = static_cast<int>(answer.number());
        r.complete = answer.number() != 0;
        r.body.assign(answer.text());
        r.content_type = answer.text();
        r.date = answer.text();
        r.retry_after = answer.text();
        return r;
    }
};

std::string exchange(strict_bank& bank, message& in) {
    http_request request;
    request.method = static_cast<http_method>(in.number());
    request.hazard = static_cast<hazard>(in.number());
    duration const patience{in.number()};
    request.target = in.text();
    request.authorization.assign(in.text());
    request.body.assign(in.text());
    auto const end = bank.handle(request, patience, now().server);
    world->time += end.took.count();
    message out;
    if (auto const* none = std::get_if<no_response>(&end.result)) {
        out.put(std::int64_t{0});
        out.put(static_cast<std::int64_t>(none->delivery));
        out.put(none->why);
        return out.bytes();
    }
    auto const& r = std::get<http_response>(end.result);
    out.put(std::int64_t{1});
    out.put(std::int64_t{r.status});
    out.put(std::int64_t{r.complete});
    out.put(r.body.reveal());
    out.put(r.content_type);
    out.put(r.date);
    out.put(r.retry_after);
    return out.bytes();
}

[[noreturn]] void be_the_bank(int listening) {
    strict_bank bank;
    std::uint64_t intents = 0;
    std::uint64_t sends = 0;  // of the banks before
    std::uint64_t blind_sends = 0;
    std::string bytes(std::size_t{1} << 18, '\0');
    while (true) {
        auto const fd = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) fail("accept");
        auto const got = ::recv(fd, bytes.data(), bytes.size(), 0);
        if (got > 0) {  // else it was killed before it said anything
            message in{bytes.substr(0, static_cast<std::size_t>(got))};
            std::string answer{"done"};
            auto const what = static_cast<order>(in.number());
            if (what == order::exchange) answer = exchange(bank, in);
            if (what == order::begin_run) bank.begin_run();
            if (what == order::begin_intent) bank.begin_intent();
            if (what == order::begin_intent && ++intents % 64 == 0) {  // its lists of parties grow too long
                sends += bank.sends();
                blind_sends += bank.blind_sends();
                bank = strict_bank{};
            }
            if (what == order::report) {
                bank.advance_to(now().server + std::chrono::hours{1});  // what is still under way arrives
                world->charges = bank.charges(in.text());
                world->ids = bank.ids();
                world->sends = sends + bank.sends();
                world->blind_sends = blind_sends + bank.blind_sends();
            }
            static_cast<void>(::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL));
        }
        ::close(fd);
    }
}

// --- the payment

result<file_journal> open_journal(std::string const& path) {
    if (::access(path.c_str(), F_OK) == 0) return file_journal::open(path, {}, {.preallocation = 4096});
    journal_header header;
    header.origin = "http://127.0.0.1";
    return file_journal::create(path, header, {.preallocation = 4096});
}

void pay(flow::payment_intent const& wanted, std::string const& path) {
    auto journal = open_journal(path);
    if (!journal) {
        std::fprintf(stderr, "%s\n", describe(journal.error()).c_str());
        world->failed = true;
        return;
    }
    socket_transport wire;
    shared_clock clock;
    os_entropy entropy;
    policy rules;
    rules.trust_session_expiry = true;  // the sandbox does refuse expired sessions
    sha256 const digest;
    auto const once = [&] { return direct_client{wire, *journal, clock, entropy, digest, rules}.pay(wanted); };
    auto end = once();
    // A send that follows one of a killed process and is forbidden is a person's to correct, who then pays again.
    if (!end && end.error().kind == error_kind::forbidden) end = once();
    if (!end) {
        std::fprintf(stderr, "%s\n", describe(end.error()).c_str());
        world->failed = true;
        return;
    }
    world->verdict = static_cast<std::uint8_t>(end->verdict.outcome);
}

/// Where a child is killed.
struct moment {
    std::uint64_t call = 0;  ///< from 1; 0: never
    bool after = false;
};

/// True: it was killed. False: it had ended before that moment.
bool run_child(flow::payment_intent const& wanted, std::string const& path, moment when) {
    tell(order::begin_run);
    auto const self = ::getpid();
    auto const child = ::fork();
    if (child < 0) fail("fork");
    if (child == 0) {
        die_with(self);
        if (when.call != 0) {
            ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
            ::raise(SIGSTOP);
        }
        pay(wanted, path);
        ::_exit(0);
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child) fail("waitpid");
    if (when.call == 0) return false;
    if (::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) != 0) fail("ptrace");
    // Each call stops the child twice: at its entry, where a kill means that it never happens, and at its exit.
    auto const stop = 2 * when.call - (when.after ? 0 : 1);
    for (std::uint64_t stops = 0; stops < stop;) {
        if (::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr) != 0) fail("ptrace");
        if (::waitpid(child, &status, 0) != child) fail("waitpid");
        if (WIFEXITED(status)) return false;
        if (WIFSTOPPED(status) && WSTOPSIG(status) == (SIGTRAP | 0x80)) ++stops;
    }
    ::kill(child, SIGKILL);
    if (::waitpid(child, &status, 0) != child) fail("waitpid");
    return WIFSIGNALED(status);
}

struct scenario {
    flow::intent_kind kind;
    int magic;
    char const* name;
};
constexpr scenario scenarios[] = {
    {flow::intent_kind::payout, 0, "a payout"},
    {flow::intent_kind::collection, 0, "a collection"},
    {flow::intent_kind::payout, 20, "a payout whose answer is lost"},
    {flow::intent_kind::payout, 21, "a payout whose request is lost"},
    {flow::intent_kind::payout, 27, "a payout that arrives late"},
    {flow::intent_kind::payout, 2, "a payout that is declined"},
    {flow::intent_kind::payout, 23, "a payout answered by a 503"},
    {flow::intent_kind::collection, 32, "a collection whose connection is reset"},
    {flow::intent_kind::payout, 38, "a payout that is forbidden"},
    {flow::intent_kind::payout, 25, "a payout that is told to wait"},
};

struct totals {
    std::uint64_t kills = 0;
    std::uint64_t payments = 0;
    std::uint64_t doubled = 0;
    std::uint64_t lost = 0;
    std::uint64_t blind = 0;
};

void check(totals& t, flow::payment_intent const& wanted, char const* name, moment when) {
    tell(order::report, wanted.key);
    ++t.payments;
    auto const verdict = static_cast<phase>(world->verdict.load());
    auto const complain = [&](char const* what) {
        std::fprintf(stderr, "%s, killed %s call %llu: %s (verdict %u, charges %llu, ids %llu)\n", name,
                     when.after ? "after" : "before", static_cast<unsigned long long>(when.call), what,
                     static_cast<unsigned>(verdict), static_cast<unsigned long long>(world->charges.load()),
                     static_cast<unsigned long long>(world->ids.load()));
    };
    if (world->charges > 1 || world->ids > 1) ++t.doubled, complain("paid twice, or tried under a second id");
    if (world->failed || !agrees(verdict, world->charges)) ++t.lost, complain("what is said is not what happened");
    if (world->blind_sends != t.blind) t.blind = world->blind_sends, complain("sent again before it was asked about");
}

}  // namespace

int main(int argc, char** argv) {
    std::uint64_t const wanted_kills = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 400;
    std::mt19937_64 chance{argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1};
    folder = (std::filesystem::temp_directory_path() / "dollr-crash-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) fail("mkdtemp");
    auto* const room = ::mmap(nullptr, sizeof(shared_world), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) fail("mmap");
    world = new (room) shared_world;
    auto const where = bank_address();
    auto const listening = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (listening < 0 || ::bind(listening, reinterpret_cast<sockaddr const*>(&where), sizeof where) != 0 ||
        ::listen(listening, 64) != 0)
        fail("bind");
    auto const self = ::getpid();
    auto const bank = ::fork();
    if (bank == 0) {
        die_with(self);
        be_the_bank(listening);
    }
    ::close(listening);
    static_cast<void>(sha256{}("so that the library has read its configuration before anybody counts calls"));

    totals t;
    std::uint64_t number = 0;
    auto const one = [&](scenario const& s, moment when) {
        auto wanted = a_payment("c" + std::to_string(++number), s.kind, s.magic);
        auto const path = folder + "/journal";
        std::filesystem::remove(path);
        std::filesystem::remove(path + ".new");
        world->verdict = 0;
        tell(order::begin_intent);
        auto const killed = run_child(wanted, path, when);
        t.kills += killed;
        if (killed && number % 2 == 0 && t.kills < wanted_kills)
            t.kills += run_child(wanted, path, {1 + chance() % 150, chance() % 2 == 0});
        for (int tries = 0; tries < 4 && !is_terminal(static_cast<phase>(world->verdict.load())); ++tries) {
            // A parked one is asked about once a run; what is not known yet is known when its session is over.
            if (tries != 0) world->time += duration{std::chrono::hours{1}}.count();
            run_child(wanted, path, {});
        }
        check(t, wanted, s.name, when);
        return killed;
    };
    std::uint64_t usual_calls = 0;
    for (auto const& s : scenarios) {
        // The first one wholly. The kills that are left are spread evenly over the calls of the others.
        std::uint64_t step = 1;
        if (usual_calls != 0) {
            auto const left = wanted_kills - std::min(wanted_kills, t.kills);
            auto const scenarios_left = static_cast<std::uint64_t>(std::end(scenarios) - &s);
            auto const here = std::max<std::uint64_t>(left / scenarios_left, 1);
            step = std::max<std::uint64_t>(usual_calls * 3 / here, 1);
        }
        std::uint64_t call = 1 + chance() % step;
        for (; t.kills < wanted_kills && one(s, {call, false}); call += step) {
            if (t.kills < wanted_kills) one(s, {call, true});
        }
        if (usual_calls == 0) usual_calls = call;
        std::printf("%s: killed before and after %s of its %llu system calls\n", s.name,
                    step == 1 ? "each" : ("one in " + std::to_string(step)).c_str(),
                    static_cast<unsigned long long>(call - 1));
    }
    while (t.kills < wanted_kills)  // all of it is done: again, anywhere
        one(scenarios[chance() % std::size(scenarios)], {1 + chance() % usual_calls, chance() % 2 == 0});
    ::kill(bank, SIGKILL);
    ::waitpid(bank, nullptr, 0);
    std::filesystem::remove_all(folder);
    std::printf("every_call: payments=%llu sends=%llu blind_sends=%llu\n", static_cast<unsigned long long>(t.payments),
                static_cast<unsigned long long>(world->sends.load()), static_cast<unsigned long long>(t.blind));
    std::printf("every_call: kills=%llu double=%llu lost=%llu\n", static_cast<unsigned long long>(t.kills),
                static_cast<unsigned long long>(t.doubled), static_cast<unsigned long long>(t.lost));
    return t.doubled + t.lost + t.blind == 0 ? 0 : 1;
}
