// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_RUNTIME_CREDENTIALS_HPP
#define DOLLR_RUNTIME_CREDENTIALS_HPP

#include <dollr/api/executions.hpp>
#include <dollr/value/result.hpp>
#include <dollr/value/secret.hpp>

#include <optional>
#include <string>
#include <utility>

/// Who we are to the API, and the passcode of payouts. From a JSON file of mode 0600, or from the environment; never
/// from arguments, which every user of the machine can read.
namespace dollr {

struct credentials {
    std::string client_id;
    secret_string client_secret;
    std::optional<api::passcode_payload> passcode;  ///< only payouts need it; in the API's own words
};
BOOST_DESCRIBE_STRUCT(credentials, (), (client_id, client_secret, passcode))
consteval auto schema_of(credentials const*) {
    return schema::description{"Credentials", schema::evidence::own,
                               schema::rule{.member = "client_id", .length_min = 1, .length_max = 200}};
}

/// `path` empty: the environment (docs/program.md names the variables), which is cleared as it is read.
[[nodiscard]] result<credentials> load_credentials(std::string const& path);

/// What `dollr sandbox` accepts. Not a secret: it opens nothing but a sandbox on this machine.
[[nodiscard]] credentials sandbox_credentials();

/// Where a client gets its credentials from, when it is opened. Without a word: from the environment, and for a sandbox
/// its own.
class credentials_source {
public:
    credentials_source() = default;
    credentials_source(credentials given) : given_(std::move(given)) {}
    friend credentials_source credentials_from_file(std::string path);

    [[nodiscard]] result<credentials> load(bool for_sandbox) const {
        if (given_) return *given_;
        return for_sandbox && path_.empty() ? result<credentials>{sandbox_credentials()} : load_credentials(path_);
    }

private:
    std::optional<credentials> given_;
    std::string path_;
};

/// A JSON file of mode 0600 with client_id, client_secret and, for payouts, passcode (docs/program.md).
[[nodiscard]] inline credentials_source credentials_from_file(std::string path) {
    credentials_source source;
    source.path_ = std::move(path);
    return source;
}

}  // namespace dollr

#endif
