#include "app/cli/endpoint_options.h"

namespace primer::cli {

void EndpointOptions::addTo(CLI::App *command, const std::string &without)
{
    command->add_option(
        "--url", endpoint.baseUrl,
        "Ask a model: an OpenAI-compatible address, as in https://api.openai.com/v1 or http://127.0.0.1:8000/v1. "
            + without);
    command->add_option("--model", endpoint.model, "The model's name");
    command->add_option("--key-env", keyVariable, "Variable of the environment that holds the key")
        ->capture_default_str();
    command->add_option("--budget", budget, "Dollars that are never gone beyond");
    command->add_option("--price-in", promptPrice, "Dollars a million prompt tokens; 0 for a server of one's own");
    command->add_option("--price-out", completionPrice, "Dollars a million completion tokens");
    command->add_option("--concurrency", endpoint.concurrency, "Requests at once")->capture_default_str();
    command->add_option("--max-tokens", endpoint.maxTokens, "Of a reply")->capture_default_str();
    command->add_option("--temperature", endpoint.temperature)->capture_default_str();
    command->add_option("--rpm", endpoint.requestsPerMinute, "Requests a minute; 0: what the server's headers say");
    command->add_option("--tpm", endpoint.tokensPerMinute, "Tokens a minute; 0: what the server's headers say");
    command->add_option("--timeout-ms", endpoint.timeoutMs, "Of a request")->capture_default_str();
    command->add_option("--pause-ms", endpoint.firstPauseMs, "First pause after a refusal; it doubles")
        ->capture_default_str();
    command->add_option("--max-pause-ms,--most-pause-ms", endpoint.maxPauseMs, "Longest such pause")
        ->capture_default_str();
    command
        ->add_option("--max-retry-after-ms,--most-retry-after-ms", endpoint.maxRetryAfterMs,
                     "Longest wait that a server may ask for")
        ->capture_default_str();
    command->add_option("--attempts", endpoint.maxAttempts, "Requests for a row that is refused")
        ->capture_default_str();
    command->add_flag("--allow-plain-http", endpoint.allowsPlainHttp,
                      "Send samples and key unencrypted to other machines");
}

Status EndpointOptions::complete()
{
    endpoint.nanosPerPromptToken = Endpoint::nanosPerToken(promptPrice);
    endpoint.nanosPerCompletionToken = Endpoint::nanosPerToken(completionPrice);
    return endpoint.check();
}

} // namespace primer::cli
