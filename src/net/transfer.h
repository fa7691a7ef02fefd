// One libcurl transfer; internal to net.
#pragma once
#include "net/curl_loop.h"
#include "net/http.h"

namespace cleardeck::net {

class Transfer final : public CurlLoop::Client {
 public:
  Transfer(Session session, const Request& request);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  void onCurlDone(CURLcode code) override;
  bool succeeded() const { return finished && m_code == CURLE_OK && headComplete; }
  Error failure() const;
  void resume();  // after body was taken

  Session session;
  Notifier changed;
  ResponseHead head;
  std::string body;        // arrived, not yet read
  bool headComplete = false;
  bool streaming = true;   // wake the reader for every piece
  bool finished = false;
  Clock::time_point lastByte = Clock::now();
  std::chrono::milliseconds idleTimeout;

 private:
  static std::size_t onHeader(char* data, std::size_t, std::size_t size, void* self) noexcept;
  static std::size_t onBody(char* data, std::size_t, std::size_t size, void* self) noexcept;

  CURL* m_easy;
  curl_slist* m_lines = nullptr;
  std::string m_requestBody;
  Flow m_flow;
  std::size_t m_bufferLimit;
  bool m_paused = false;
  bool m_tooLarge = false;
  CURLcode m_code = CURLE_OK;
  char m_message[CURL_ERROR_SIZE] = "";
};

Error curlError(CURLcode code, const char* message);
curl_slist* appendHeader(curl_slist* lines, const std::string& name, const std::string& value);

}  // namespace cleardeck::net
