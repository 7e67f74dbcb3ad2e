// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/machine/pool.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

using namespace dollr;
using namespace std::chrono_literals;

namespace {

/// Says what it is told to say, and remembers what it was told.
struct puppet {
    std::shared_ptr<std::vector<attempt_event>> heard = std::make_shared<std::vector<attempt_event>>();
    command answer{effect::wait_until{steady_time::max()}};

    command handle(attempt_event const& e, instant) {
        heard->push_back(e);
        return answer;
    }
    template <class Event>
    int times() const {
        int n = 0;
        for (auto const& e : *heard) n += std::holds_alternative<Event>(e);
        return n;
    }
    template <class Event>
    Event const* newest() const {
        return heard->empty() ? nullptr : std::get_if<Event>(&heard->back());
    }
};

policy tight() {
    policy p;
    p.jitter_min = 1000;
    p.in_flight_max = 2;
    return p;
}
policy const rules = tight();

command send_record(operation_type op = operation_type::collection, std::uint8_t sends = 1) {
    record r;
    r.type = record_type::send;
    r.attempt.generation = 1;
    r.attempt.operation = op;
    r.attempt.sends = sends;
    return {effect::persist{r}};
}
command other_record(operation_type op = operation_type::payout, phase p = phase::unknown) {
    record r;
    r.type = record_type::seen;
    r.attempt.phase = p;
    r.attempt.operation = op;
    return {effect::persist{r}};
}
command poll(std::uint32_t serial = 1) { return {effect::poll{serial, {}}}; }
command send(std::uint32_t serial = 1, bool again = false) { return {effect::send{serial, {}, again}}; }
command noted(command c, anomaly raised) {
    c.notes.raised = raised;
    return c;
}

struct world {
    dollr::pool<puppet> pool{rules};
    instant now{steady_time{1h}, server_time{1h}};

    task_id add() { return pool.add(puppet{}); }
    puppet& at(task_id id) { return *pool.find(id); }
    void feed(task_id id, command const& c) { pool.enact(id, c, now); }
    std::optional<job> next() { return pool.next(now); }
    /// As if an hour's token were there.
    void with_token() {
        task_id const id = add();
        feed(id, {effect::need_token{}});
        auto const fetch = next();
        REQUIRE(fetch);
        REQUIRE(fetch->what == job::kind::fetch_token);
        CHECK(pool.token_arrived(fetch->token, 60min, now));
        pool.remove(id);
    }
    void wait(duration d) { now.steady += d, now.server += d; }
};

bool is_persist(std::optional<job> const& j) { return j && std::holds_alternative<effect::persist>(j->order.what); }
bool is_poll(std::optional<job> const& j) { return j && std::holds_alternative<effect::poll>(j->order.what); }
bool is_send(std::optional<job> const& j) { return j && std::holds_alternative<effect::send>(j->order.what); }

}  // namespace

TEST_CASE("polls and calls wait for a place in flight, and an ended exchange frees one") {
    world w;
    w.with_token();
    std::vector<task_id> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(w.add()), w.feed(ids.back(), i % 2 ? poll() : send());
    auto const first = w.next();
    auto const second = w.next();
    CHECK((is_poll(first) || is_send(first)));
    CHECK((is_poll(second) || is_send(second)));
    CHECK_FALSE(w.next());
    CHECK(w.pool.in_flight() == 2);
    w.pool.exchange_ended(first->task);
    CHECK(w.next());
    CHECK_FALSE(w.next());
    w.pool.exchange_ended(first->task);  // twice changes nothing
    CHECK(w.pool.in_flight() == 2);
}

TEST_CASE("a SEND is written only when its send can leave at once, and then its place is kept") {
    world w;
    w.with_token();
    task_id const a = w.add(), b = w.add(), c = w.add();
    w.feed(a, send_record());
    w.feed(b, send_record());
    w.feed(c, send_record());
    CHECK(is_persist(w.next()));
    CHECK(is_persist(w.next()));
    CHECK_FALSE(w.next());  // no third place
    CHECK(w.pool.in_flight() == 2);
    w.at(a).answer = send(7);
    w.pool.deliver(a, event::persisted{}, w.now);
    auto const released = w.next();
    REQUIRE(is_send(released));
    CHECK(released->token == 1);
    CHECK(w.pool.in_flight() == 2);
    w.at(b).answer = other_record();  // UNSENT: a guard failed
    w.pool.deliver(b, event::persisted{}, w.now);
    CHECK(w.pool.in_flight() == 1);
    CHECK(is_persist(w.next()));
    CHECK(is_persist(w.next()));  // c's SEND
}

TEST_CASE("a send whose SEND is durable leaves without waiting, whatever the pacer says") {
    world w;
    w.with_token();
    task_id const a = w.add(), b = w.add();
    w.feed(a, send_record());
    CHECK(is_persist(w.next()));
    command limited = poll();
    limited.notes.retry_after = 30s;
    w.feed(b, limited);
    w.at(a).answer = send();
    w.pool.deliver(a, event::persisted{}, w.now);
    CHECK(is_send(w.next()));
}

TEST_CASE("a Retry-After pauses all sends, but not the polls") {
    world w;
    w.with_token();
    task_id const a = w.add(), b = w.add(), c = w.add(), d = w.add();
    command limited{effect::wait_until{steady_time::max()}};
    limited.notes.retry_after = 30s;
    w.feed(a, limited);
    CHECK(w.next()->order.notes.retry_after == duration{30s});  // a note is always handed out
    CHECK(w.pool.paused_until() == w.now.steady + 30s);
    w.feed(b, send_record());
    w.feed(c, send());
    w.feed(d, poll());
    CHECK(is_poll(w.next()));
    CHECK_FALSE(w.next());
    REQUIRE(w.at(b).newest<event::deferred>());
    CHECK(w.at(b).newest<event::deferred>()->until == w.now.steady + 30s);
    CHECK(w.pool.next_timer(w.now) == w.now.steady + 30s);
    w.wait(30s);
    auto const released = w.next();
    REQUIRE(is_send(released));
    CHECK(released->task == c);
}

TEST_CASE("a Retry-After is clamped to an hour") {
    world w;
    command limited{effect::wait_until{steady_time::max()}};
    limited.notes.retry_after = 1000h;
    w.feed(w.add(), limited);
    CHECK(w.pool.paused_until() == w.now.steady + 1h);
}

TEST_CASE("a passcode that no payout has proven is tried by one payout alone; collections do not wait for it") {
    for (phase const taken : {phase::live, phase::action, phase::completed, phase::failed}) {
        world w;
        w.with_token();
        task_id const first = w.add(), second = w.add(), collection = w.add();
        w.feed(first, send_record(operation_type::payout));
        w.feed(second, send_record(operation_type::payout));
        w.feed(collection, send_record());
        CHECK(w.next()->task == first);
        CHECK(w.next()->task == collection);
        w.pool.remove(collection);
        w.at(first).answer = send();
        w.pool.deliver(first, event::persisted{}, w.now);
        REQUIRE(is_send(w.next()));
        CHECK_FALSE(w.next());  // a place is free, and the second payout does not take it
        w.at(first).answer = other_record(operation_type::payout, taken);
        w.pool.deliver(first, event::answered{}, w.now);
        CHECK(w.next()->task == first);  // what was seen is written
        w.at(first).answer = poll();
        w.pool.deliver(first, event::persisted{}, w.now);
        task_id const third = w.add();
        w.feed(third, send_record(operation_type::payout));
        CHECK(w.next()->task == second);  // now as many as there are places
        w.pool.remove(first);
        CHECK(w.next()->task == third);
    }
}

TEST_CASE("the trial ends with its exchange: an answer that was lost lets the next payout try") {
    world w;
    w.with_token();
    task_id const first = w.add(), second = w.add(), third = w.add();
    for (task_id const id : {first, second, third}) w.feed(id, send_record(operation_type::payout));
    CHECK(w.next()->task == first);
    w.at(first).answer = send();
    w.pool.deliver(first, event::persisted{}, w.now);
    REQUIRE(is_send(w.next()));
    w.at(first).answer = {effect::wait_until{w.now.steady + 1s}};
    w.pool.deliver(first, event::answered{}, w.now);
    CHECK(w.next()->task == second);
    CHECK_FALSE(w.next());  // still nobody knows whether it is right
    w.pool.remove(second);
    CHECK(w.next()->task == third);
}

TEST_CASE("a wrong passcode or a 403 stops every unsent payout until the caller resumes; collections go on") {
    for (anomaly const cause : {anomaly::forbidden, anomaly::secret_refused}) {
        world w;
        w.with_token();
        task_id const a = w.add(), b = w.add(), c = w.add(), d = w.add();
        w.feed(a, noted(other_record(), cause));
        CHECK(is_persist(w.next()));
        CHECK(w.pool.breaker_open());
        w.feed(b, send_record(operation_type::payout));
        w.feed(c, send_record(operation_type::collection));
        auto const released = w.next();
        REQUIRE(is_persist(released));
        CHECK(released->task == c);
        REQUIRE(w.at(b).newest<event::deferred>());
        CHECK(w.at(b).newest<event::deferred>()->until == steady_time::max());
        w.feed(d, {effect::need_secret{}});  // nor is a person asked for another passcode
        CHECK(w.at(d).times<event::deferred>() == 1);
        CHECK_FALSE(w.next());
        w.pool.resume(w.now);
        CHECK_FALSE(w.pool.breaker_open());
        CHECK(w.at(b).times<event::resumed>() == 1);
        CHECK(w.at(d).times<event::resumed>() == 1);
        CHECK(w.at(a).times<event::resumed>() == 0);
    }
}

TEST_CASE("stop: no new send, no poll, no question; what left is awaited and what is known is written") {
    world w;
    w.with_token();
    task_id const a = w.add(), b = w.add(), c = w.add(), d = w.add(), e = w.add();
    w.feed(a, poll());
    CHECK(is_poll(w.next()));
    w.feed(b, send_record());
    w.feed(c, send());
    w.feed(d, poll());
    w.pool.stop(w.now);
    w.feed(e, {effect::need_secret{}});
    CHECK_FALSE(w.next());
    CHECK(w.at(b).times<event::deferred>() == 1);
    CHECK(w.at(e).times<event::deferred>() == 1);
    CHECK(w.pool.awaiting());
    CHECK_FALSE(w.pool.next_timer(w.now));
    w.at(a).answer = other_record();
    w.pool.deliver(a, event::answered{1, w.now.steady, {}}, w.now);
    CHECK(is_persist(w.next()));
    CHECK(w.pool.awaiting());
    w.at(a).answer = {effect::done{}};
    w.pool.deliver(a, event::persisted{}, w.now);
    auto const done = w.next();
    REQUIRE(done);
    CHECK(std::holds_alternative<effect::done>(done->order.what));
    CHECK_FALSE(w.pool.awaiting());
    w.pool.resume(w.now);
    CHECK(w.next());
    CHECK(w.next());
}

TEST_CASE("stop between SEND and send: the send does not leave, and its task is told never_sent") {
    world w;
    w.with_token();
    task_id const a = w.add();
    w.feed(a, send_record());
    CHECK(is_persist(w.next()));
    w.pool.stop(w.now);
    w.at(a).answer = send(5);
    w.pool.deliver(a, event::persisted{}, w.now);
    w.at(a).answer = other_record();
    auto const unsent = w.next();
    CHECK(is_persist(unsent));
    auto const* told = w.at(a).newest<event::answered>();
    REQUIRE(told);
    CHECK(told->serial == 5);
    CHECK(told->seen.what == observation::kind::never_sent);
    CHECK(w.pool.in_flight() == 0);
}

TEST_CASE("cancelled while its SEND waits for a place: the SEND is not written at all") {
    world w;
    task_id const a = w.add();
    w.feed(a, send_record());
    w.pool.deliver(a, event::cancelled{}, w.now);
    CHECK(w.at(a).newest<event::deferred>());
    w.with_token();
    CHECK_FALSE(is_persist(w.next()));
}

TEST_CASE("token: many waiters, one fetch; a failure is repeated later; exchanges wait for it") {
    world w;
    task_id const a = w.add(), b = w.add(), c = w.add();
    w.feed(a, {effect::need_token{}});
    w.feed(b, {effect::need_token{}});
    CHECK(w.at(a).times<event::ticked>() == 1);  // learns until when it can wait
    auto const fetch = w.next();
    REQUIRE(fetch);
    CHECK(fetch->what == job::kind::fetch_token);
    w.feed(c, poll());
    CHECK_FALSE(w.next());
    w.pool.token_failed(fetch->token, std::nullopt, w.now);
    CHECK_FALSE(w.next());
    CHECK(w.pool.next_timer(w.now) == w.now.steady + 1s);
    w.wait(1s);
    auto const again = w.next();
    REQUIRE(again);
    CHECK(again->token > fetch->token);
    w.pool.token_arrived(again->token, 60min, w.now);
    CHECK(w.at(a).newest<event::token_ready>()->generation == again->token);
    CHECK(w.at(b).newest<event::token_ready>()->generation == again->token);
    auto const polled = w.next();
    REQUIRE(is_poll(polled));
    CHECK(polled->token == again->token);
}

TEST_CASE("token: a 401 of an old generation is answered with the newer token, without a fetch") {
    world w;
    w.with_token();
    task_id const slow = w.add(), quick = w.add();
    w.feed(slow, poll());
    CHECK(is_poll(w.next()));
    w.feed(quick, poll());
    CHECK(is_poll(w.next()));
    w.pool.exchange_ended(quick);
    w.feed(quick, {effect::need_token{true}});
    auto const fetch = w.next();
    REQUIRE(fetch);
    w.pool.token_arrived(fetch->token, 60min, w.now);
    w.pool.exchange_ended(slow);
    w.feed(slow, {effect::need_token{true}});
    REQUIRE(w.at(slow).newest<event::token_ready>());
    CHECK(w.at(slow).newest<event::token_ready>()->generation == fetch->token);
    CHECK_FALSE(w.next());
}

TEST_CASE("token: refused credentials are told to everybody who waits, asked again after a while, and at resume") {
    world w;
    task_id const a = w.add();
    w.feed(a, {effect::need_token{}});
    auto const fetch = w.next();
    w.pool.token_refused(fetch->token, w.now);
    CHECK(w.at(a).newest<event::token_refused>());
    w.feed(a, {effect::need_token{}});
    CHECK(w.at(a).times<event::token_refused>() == 2);
    CHECK_FALSE(w.next());
    w.wait(1min);
    w.feed(a, {effect::need_token{}});
    CHECK(w.next());
    task_id const b = w.add();
    w.feed(b, {effect::need_token{}});
    CHECK(w.at(b).times<event::token_refused>() == 0);
    w.pool.resume(w.now);
    CHECK(w.at(a).times<event::resumed>() == 1);
}

TEST_CASE("token: an odd lifetime serves one exchange, then the next fetch begins") {
    world w;
    task_id const a = w.add(), b = w.add();
    w.feed(a, {effect::need_token{}});
    auto const fetch = w.next();
    CHECK_FALSE(w.pool.token_arrived(fetch->token, 0min, w.now));
    w.feed(a, poll());
    w.feed(b, poll());
    CHECK(is_poll(w.next()));
    auto const second = w.next();
    REQUIRE(second);
    CHECK(second->what == job::kind::fetch_token);
    w.pool.token_arrived(second->token, 0min, w.now);
    CHECK(is_poll(w.next()));
}

TEST_CASE("retry budget: at most one repetition in ten calls, and a trickle") {
    world w;
    w.with_token();
    task_id const id = w.add();
    auto const exchange = [&](bool again) {
        w.feed(id, send(1, again));
        bool const went = is_send(w.next());
        w.pool.exchange_ended(id);
        return went;
    };
    int repeated = 0;
    while (exchange(true)) ++repeated;
    CHECK(repeated == 11);  // what was saved up, and the first of the trickle
    CHECK(w.pool.next_timer(w.now) == w.now.steady + 10s);
    for (int i = 0; i < 9; ++i) CHECK(exchange(false));
    CHECK_FALSE(exchange(true));
    CHECK(exchange(false));
    CHECK(exchange(true));
    CHECK_FALSE(exchange(true));
    w.wait(10s);
    CHECK(is_send(w.next()));
}

TEST_CASE("retry budget: a send again that it does not cover is deferred, not written") {
    world w;
    w.with_token();
    task_id const id = w.add();
    for (int i = 0; i < 11; ++i) {
        w.feed(id, send(1, true));
        CHECK(is_send(w.next()));
        w.pool.exchange_ended(id);
    }
    w.feed(id, send_record(operation_type::collection, 2));
    CHECK_FALSE(w.next());
    REQUIRE(w.at(id).newest<event::deferred>());
    CHECK(w.at(id).newest<event::deferred>()->until == w.now.steady + 10s);
}

TEST_CASE("what waited for a place is given its whole time when it leaves") {
    world w;
    w.with_token();
    task_id const id = w.add();
    w.feed(id, poll());
    w.wait(5min);
    auto const late = w.next();
    REQUIRE(is_poll(late));
    CHECK(std::get<effect::poll>(late->order.what).deadline == w.now.steady + 30s);
}

TEST_CASE("a newer order replaces one that was not handed out") {
    world w;
    w.with_token();
    task_id const id = w.add();
    w.feed(id, poll());
    w.feed(id, other_record());
    CHECK(is_persist(w.next()));
    CHECK_FALSE(w.next());
    w.feed(id, poll(9));
    auto const only = w.next();
    REQUIRE(is_poll(only));
    CHECK(std::get<effect::poll>(only->order.what).serial == 9);
    CHECK_FALSE(w.next());
}

TEST_CASE("timers: earliest first, the newest of a task counts, none after another order") {
    world w;
    task_id const a = w.add(), b = w.add(), c = w.add();
    auto const until = [&](duration d) { return command{effect::wait_until{w.now.steady + d}}; };
    w.feed(a, until(10s));
    w.feed(a, until(30s));
    w.feed(b, until(20s));
    w.feed(c, until(5s));
    w.feed(c, other_record());
    CHECK(is_persist(w.next()));
    w.wait(20s);
    CHECK_FALSE(w.next());
    CHECK(w.at(a).times<event::ticked>() == 0);
    CHECK(w.at(b).times<event::ticked>() == 1);
    CHECK(w.at(c).times<event::ticked>() == 0);
    w.wait(10s);
    CHECK_FALSE(w.next());
    CHECK(w.at(a).times<event::ticked>() == 1);
    CHECK_FALSE(w.pool.next_timer(w.now));
}

TEST_CASE("timers that are set again and again do not pile up") {
    world w;
    task_id const a = w.add(), b = w.add();
    w.feed(b, {effect::wait_until{w.now.steady + 5s}});
    for (int i = 0; i < 10'000; ++i) w.feed(a, {effect::wait_until{w.now.steady + 1h + std::chrono::milliseconds{i}}});
    w.wait(5s);
    CHECK_FALSE(w.next());
    CHECK(w.at(b).times<event::ticked>() == 1);
    CHECK(*w.pool.next_timer(w.now) >= w.now.steady + 50min);
    w.wait(2h);
    CHECK_FALSE(w.next());
    CHECK(w.at(a).times<event::ticked>() == 1);
}

TEST_CASE("a task that asks for the past is told once a turn, not for ever") {
    world w;
    task_id const a = w.add();
    w.at(a).answer = {effect::wait_until{w.now.steady - 1h}};
    w.feed(a, w.at(a).answer);
    w.wait(1s);
    CHECK_FALSE(w.next());
    CHECK_FALSE(w.next());
    CHECK(w.at(a).times<event::ticked>() == 1);
    CHECK(*w.pool.next_timer(w.now) > w.now.steady);
}

TEST_CASE("a send that was let go keeps its place, whatever else its payment hears before it is handed out") {
    world w;
    w.with_token();
    task_id const a = w.add();
    w.feed(a, send_record());
    CHECK(is_persist(w.next()));
    w.at(a).answer = send(7);
    w.pool.deliver(a, event::persisted{}, w.now);
    w.at(a).answer = {effect::wait_until{w.now.steady + 30s}};
    w.pool.deliver(a, event::leased{w.now.steady + 90s}, w.now);
    CHECK(w.pool.in_flight() == 1);
    CHECK(is_send(w.next()));
    CHECK(w.pool.in_flight() == 1);
    w.pool.exchange_ended(a);
    CHECK(w.pool.in_flight() == 0);
}

TEST_CASE("a removed task's place is free, its late answer is ignored, and its id is not reused") {
    world w;
    w.with_token();
    task_id const a = w.add();
    w.feed(a, poll());
    CHECK(is_poll(w.next()));
    w.pool.remove(a);
    CHECK(w.pool.in_flight() == 0);
    w.pool.exchange_ended(a);
    w.pool.deliver(a, event::answered{}, w.now);
    w.pool.enact(a, poll(), w.now);
    CHECK_FALSE(w.pool.find(a));
    task_id const b = w.add();
    CHECK(b.index == a.index);
    CHECK(b != a);
    CHECK(w.pool.size() == 1);
    int visited = 0;
    w.pool.each([&](task_id id, puppet&) { visited += id == b; });
    CHECK(visited == 1);
}

TEST_CASE("a task is told the time after it was handed a question to a person") {
    world w;
    task_id const a = w.add();
    w.feed(a, {effect::need_secret{}});
    w.at(a).answer = {effect::wait_until{w.now.steady + 9min}};
    auto const asked = w.next();
    REQUIRE(asked);
    CHECK(std::holds_alternative<effect::need_secret>(asked->order.what));
    CHECK(w.pool.next_timer(w.now) == w.now.steady + 9min);
}

TEST_CASE("what was due already but is paused is no timer: a driver would spin until the pause is over") {
    world w;
    w.with_token();
    auto const spend_all = [&] {
        for (int i = 0; i < 200; ++i) {
            auto const id = w.add();
            w.feed(id, send(1, true));
            if (!w.next()) return;
            w.pool.exchange_ended(id);
        }
    };
    spend_all();  // the budget of repetitions, and the trickle
    w.now.steady += rules.retry_trickle;
    auto pausing = noted({effect::wait_until{steady_time::max()}}, anomaly::none);
    pausing.notes.retry_after = 40s;
    w.feed(w.add(), pausing);
    while (w.next()) {
    }
    REQUIRE(w.pool.next_timer(w.now));
    CHECK(*w.pool.next_timer(w.now) > w.now.steady);
}

TEST_CASE("what a recovery raises again does not open the breaker: whoever started again has seen to it") {
    world w;
    auto const id = w.add();
    w.at(id).answer = noted({effect::wait_until{steady_time::max()}}, anomaly::forbidden);
    w.pool.deliver(id, event::recovered{}, w.now);
    CHECK_FALSE(w.pool.breaker_open());
    w.pool.deliver(id, event::ticked{}, w.now);
    CHECK(w.pool.breaker_open());
}
