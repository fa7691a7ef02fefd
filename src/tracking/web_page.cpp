#include "tracking/web_page.h"

namespace cleardeck::tracking {

asio::awaitable<void> answerWeb(std::shared_ptr<Shared> shared, std::shared_ptr<net::Exchange> exchange) {
  auto link = [](const std::string& url) { return "<a href=\"" + url + "\">" + url + "</a>"; };
  auto page =
      "<!doctype html><html lang=en><meta charset=utf-8><title>ClearDeck tracking server</title>"
      "<style>body{font:16px system-ui,sans-serif;max-width:40em;margin:4em auto;padding:0 1em}</style>"
      "<h1>ClearDeck tracking server</h1><p>This server speaks ClearML's API and file protocol. It has no web "
      "application: browse its experiments in ClearDeck, under <b>Experiments</b>.</p><p>API: " +
      link(shared->apiUrl + "/debug.ping") + "<br>Files: " + link(shared->filesUrl) + "</p></html>";
  net::Headers headers;
  headers.add("Content-Type", "text/html; charset=utf-8");
  co_await exchange->respond(200, std::move(headers), std::move(page));
}

}  // namespace cleardeck::tracking
