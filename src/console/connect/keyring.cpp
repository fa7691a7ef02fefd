#include "console/connect/keyring.h"

#include "base/log.h"

#include <qt6keychain/keychain.h>

namespace {

const QString service = QStringLiteral("cleardeck");

bool worked(const QKeychain::Job& job) {
  if (job.error() == QKeychain::NoError) return true;
  if (job.error() != QKeychain::EntryNotFound)
    cleardeck::log::room("console")->info("keyring: {}", job.errorString().toStdString());
  return false;
}

}  // namespace

void keyring::read(const QString& name, QObject* context, std::function<void(QString)> onFound) {
  auto* job = new QKeychain::ReadPasswordJob(service);  // deletes itself
  job->setKey(name);
  QObject::connect(job, &QKeychain::Job::finished, context,
                   [job, onFound = std::move(onFound)] { onFound(worked(*job) ? job->textData() : QString()); });
  job->start();
}

void keyring::write(const QString& name, const QString& secret, QObject* context, std::function<void(bool)> onKept) {
  auto* job = new QKeychain::WritePasswordJob(service);
  job->setKey(name);
  job->setTextData(secret);
  QObject::connect(job, &QKeychain::Job::finished, context,
                   [job, onKept = std::move(onKept)] { onKept(worked(*job)); });
  job->start();
}

void keyring::forget(const QString& name) {
  auto* job = new QKeychain::DeletePasswordJob(service);
  job->setKey(name);
  QObject::connect(job, &QKeychain::Job::finished, job, [job] { worked(*job); });
  job->start();
}
