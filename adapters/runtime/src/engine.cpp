// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "journal_thread.hpp"

#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/http/endpoint.hpp>
#include <dollr/port/virtual_clock.hpp>
#include <dollr/runtime/engine.hpp>
#include <dollr/runtime/journals.hpp>
#include <dollr/sandbox/own_operations.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/system/entropy.hpp>
#include <dollr/system/sha256.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace dollr {
namespace {

/// What was loaded when the client was opened.
class held_secrets final : public secret_source {
public:
    explicit held_secrets(dollr::credentials who) : who_(std::move(who)) {}

    bool credentials(api::obtain_token_payload& out) override {
        out.client_id = who_.client_id;
        out.client_secret = who_.client_secret;
        return !out.client_id.empty();
    }
    bool passcode(payment_status const&, api::passcode_payload& out) override {
        if (who_.passcode) out = *who_.passcode;
        return who_.passcode.has_value();
    }

private:
    dollr::credentials who_;
};

result<virtual_clock> clock_of(target const& to, engine::loop const& around) {
    if (!to.sandbox) return virtual_clock{};
    http_request request;
    if (auto const built = codec::request<sandbox::read_clock>({}, {}, {}, {}, request); !built) return built.error();
    auto const clock = codec::response<sandbox::read_clock>(around.ask(std::move(request), std::chrono::seconds{10}));
    if (clock) return virtual_clock{clock->epoch.server(), static_cast<std::uint32_t>(clock->speed)};
    auto e = clock.error();
    e.what = "no sandbox answers at " + escaped(to.url) + ": " + e.what;
    e.next = "start one with `dollr sandbox`, or name another with dollr::sandbox_at";
    return e;
}

/// A journal's times mean something only on the clock that it was made with.
result<void> same_clock(journal_header const& header, virtual_clock const& now) {
    if (header.clock_speed == now.speed && (now.is_real() || header.clock_epoch == now.epoch)) return {};
    auto e = invalid_input("the journal was made with another clock than the target's",
                           "a sandbox that was started anew has forgotten its payments: give it a new journal");
    e.kind = error_kind::journal;
    return e;
}

/// Whoever the client is, as a journal is bound to it.
result<digest> owner_of(settings const& with, credentials const& who) {
    if (with.secrets == nullptr) return sha256{}(who.client_id);
    api::obtain_token_payload asked;
    if (!with.secrets->credentials(asked)) return invalid_input("there are no credentials", "give a client id");
    return sha256{}(asked.client_id);
}

result<std::shared_ptr<blocking_journal>> journal_for(settings const& with, digest const& client,
                                                      virtual_clock const& time) {
    if (with.own_journal != nullptr) return with.own_journal;
    if (with.journal.empty())
        return invalid_input("no journal is named", "name a file, sqlite:FILE, or postgresql://HOST/DATABASE");
    auto const exists = journal_exists(with.journal);
    if (!exists) return exists.error();
    if (!*exists) {
        journal_header header;
        header.origin = with.target.url;
        header.client = client;
        header.clock_epoch = time.epoch;
        header.clock_speed = time.speed;
        if (auto const filled = os_entropy{}.fill(header.id); !filled) return filled.error();
        auto made = create_journal(with.journal, header, with.lease);
        if (made) return std::shared_ptr<blocking_journal>{*std::move(made)};
        // Another worker may have made it in the meantime.
        auto const now_exists = journal_exists(with.journal);
        if (!now_exists || !*now_exists) return made.error();
    }
    auto const header = read_journal_header(with.journal);
    if (!header) return header.error();
    journal_binding const expected{.origin = with.target.url, .client = client};
    if (auto const ours = check_binding(*header, expected); !ours) return ours.error();
    if (auto const same = same_clock(*header, time); !same) return same.error();
    auto opened = open_journal(with.journal, expected, with.lease);
    if (!opened) return opened.error();
    return std::shared_ptr<blocking_journal>{*std::move(opened)};
}

}  // namespace

struct engine::parts {
    std::shared_ptr<dollr::clock> clock;
    std::shared_ptr<dollr::entropy> entropy;
    sha256 digest;
    std::shared_ptr<dollr::secret_source> secrets;
    std::shared_ptr<dollr::observer> observer;
    std::shared_ptr<blocking_journal> blocking;
    std::unique_ptr<dollr::journal> journal;
    journal_thread* thread = nullptr;  ///< the same, if it is one
    std::unique_ptr<runner> work;
};

engine::engine(std::unique_ptr<parts> made) noexcept : parts_(std::move(made)) {}
engine::~engine() {
    if (parts_ && parts_->work) parts_->work->close();
    if (parts_) parts_->work.reset();
}

runner& engine::work() noexcept { return *parts_->work; }
dollr::clock& engine::clock() noexcept { return *parts_->clock; }

void engine::wake_for_audit(std::function<void()> wake) {
    auto const at = parts_->work->next_audit();
    if (parts_->thread == nullptr || at == steady_time::max()) return;
    constexpr duration longest = std::chrono::hours{1};
    auto const now = parts_->clock->now().steady;
    auto const left = at <= now ? duration{} : std::min<duration>(at - now, 1000 * longest);
    parts_->thread->ring_after(std::min(parts_->clock->real(left), longest), std::move(wake));
}

result<std::unique_ptr<engine>> engine::open(settings const& with, loop around) {
    auto const where = endpoint::parse(with.target.url);
    if (!where) return where.error();
    if (with.target.sandbox && !where->loopback)
        return invalid_input("a sandbox is on this machine", "write its address as http://127.0.0.1:PORT");
    auto who =
        with.secrets != nullptr ? result<credentials>{credentials{}} : with.credentials.load(with.target.sandbox);
    if (!who) return who.error();
    auto made = std::make_unique<parts>();
    virtual_clock time;
    if (with.clock == nullptr) {
        auto const found = clock_of(with.target, around);
        if (!found) return found.error();
        time = *found;
    }
    made->clock = with.clock != nullptr ? with.clock : std::make_shared<os_clock>(time);
    made->entropy = with.entropy != nullptr ? with.entropy : std::make_shared<os_entropy>();
    made->observer = with.observer != nullptr ? with.observer : std::make_shared<dollr::observer>();
    auto const client = owner_of(with, *who);
    if (!client) return client.error();
    made->secrets = with.secrets != nullptr ? with.secrets : std::make_shared<held_secrets>(*std::move(who));
    auto journal = journal_for(with, *client, time);
    if (!journal) return journal.error();
    made->blocking = *std::move(journal);
    if (made->blocking->blocks()) {
        auto on_thread = std::make_unique<journal_thread>(made->blocking, std::move(around.post));
        made->thread = on_thread.get();
        made->journal = std::move(on_thread);
    } else {
        made->journal = std::make_unique<inline_journal>(*made->blocking);
    }
    auto work = runner::make({.transport = around.transport,
                              .journal = *made->journal,
                              .clock = *made->clock,
                              .entropy = *made->entropy,
                              .digest = made->digest,
                              .secrets = *made->secrets,
                              .observer = *made->observer,
                              .wake = std::move(around.wake)},
                             with.policy);
    if (!work) return work.error();
    made->work = *std::move(work);
    made->work->learn_rates(*made->blocking);
    return std::unique_ptr<engine>{new engine{std::move(made)}};
}

namespace {

/// A completion on its way from any thread to the loop's: it is called there, and where nobody calls it, it is let go
/// of there, too, because that as well says something of the delivery.
class posted_completion {
public:
    posted_completion(completion done, std::function<void(std::function<void()>)> post)
        : done_(std::make_shared<completion>(std::move(done))), post_(std::move(post)) {}
    posted_completion(posted_completion&&) noexcept = default;
    posted_completion& operator=(posted_completion&&) = delete;
    ~posted_completion() {
        if (done_) post_([done = std::move(done_)] {});
    }
    void operator()(exchange_result answer) {
        auto const moved = std::make_shared<exchange_result>(std::move(answer));
        post_([done = std::move(done_), moved] { (*done)(std::move(*moved)); });
    }

private:
    std::shared_ptr<completion> done_;
    std::function<void(std::function<void()>)> post_;
};

}  // namespace

void posting_transport::start(http_request&& request, duration timeout, completion done) {
    real_->start(std::move(request), timeout, posted_completion{std::move(done), post_});
}

}  // namespace dollr
