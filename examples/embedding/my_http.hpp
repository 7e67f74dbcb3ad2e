#pragma once

#include <dollr/http/message.hpp>
#include <dollr/sandbox/sandbox.hpp>
#include <dollr/value/time.hpp>

#include <chrono>

/// Stands for your HTTP stack. This one needs no network: it hands each request to a sandbox in the same process. Yours
/// adds the base URL and the headers that http/message.hpp names, sends once, and says what came back or whether it can
/// have left.
class my_http {
public:
    dollr::exchange_result send(dollr::http_request const& request, dollr::duration timeout) {
        auto const now = std::chrono::floor<dollr::server_time::duration>(std::chrono::system_clock::now());
        return dollr::sandbox::carry_out(server_.handle(request, now), timeout).result;
    }

private:
    dollr::sandbox::server server_;
};
