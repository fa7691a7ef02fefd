/// One libcurl transfer. Internal to net.
#pragma once
#include "net/curl_loop.h"
#include "net/http.h"
#include "net/upload.h"

namespace cleardeck::net {

class Transfer final : public CurlLoop::Client {
 public:
  Transfer(Session session, std::shared_ptr<const Request> request, const std::string& token);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  void onCurlDone(CURLcode code) override;
  bool succeeded() const { return finished && m_code == CURLE_OK && headComplete; }
  bool waitsForUs() const { return m_upload && m_upload->waiting(); }  ///< its silence is not the server's
  Error failure() const;
  void bodyTaken();

  Session session;
  Notifier changed;
  ResponseHead head;
  std::string body;  ///< arrived, not yet read
  bool headComplete = false;
  bool streaming = true;  ///< wake the reader for every piece
  bool finished = false;
  Clock::time_point lastByte = Clock::now();
  std::chrono::milliseconds idleTimeout;

 private:
  static std::size_t onHeader(char* data, std::size_t, std::size_t size, void* self) noexcept;
  static std::size_t onBody(char* data, std::size_t, std::size_t size, void* self) noexcept;
  static std::size_t onUpload(char* into, std::size_t, std::size_t size, void* self) noexcept;
  void setHeaders(const std::string& token);
  void setBody();
  void setConnection();
  void headerLine(std::string_view line);
  void unpause();

  CURL* m_easy;
  curl_slist* m_lines = nullptr;
  std::shared_ptr<const Request> m_request;
  std::optional<CurlLoop::OwnConnection> m_ownConnection;
  std::optional<Upload> m_upload;
  std::size_t m_headerBytes = 0;
  bool m_receivePaused = false;
  bool m_sendPaused = false;
  bool m_tooLarge = false;
  CURLcode m_code = CURLE_OK;
  char m_message[CURL_ERROR_SIZE] = "";
};

/// A transfer that cannot share its connection: back-pressure on HTTP/2 would hold up the others.
inline bool needsOwnConnection(const Request& request) { return request.flow == Flow::BackPressure || request.upload; }

}  // namespace cleardeck::net
