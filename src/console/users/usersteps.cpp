#include "console/users/usersteps.h"

#include "console/tables/text.h"
#include "installation/fixed_users.h"

#include <QCoreApplication>

using namespace cleardeck;
using installation::UserChange;

namespace {

struct UserSteps {
  Q_DECLARE_TR_FUNCTIONS(UserSteps)
};

FactRow userStep(const char* icon, Tone::Kind tone, const QString& title, const QString& detail = {}) {
  FactRow row;
  row.key = title;
  row.title = title;
  row.detail = detail;
  row.iconName = QLatin1String(icon);
  row.tone = tone;
  return row;
}

FactRow lossOfKeys(const installation::KeyCounts& counts, const std::string& username) {
  const auto known = counts.keys.find(username);
  if (known != counts.keys.end())
    return userStep("key-round", Tone::Warn, UserSteps::tr("%n API keys are deleted", "", known->second),
                    UserSteps::tr("Whatever logs in with one of them stops working"));
  return userStep("key-round", Tone::Warn, UserSteps::tr("All API keys of this user are deleted"),
                  counts.whyNot.empty() ? UserSteps::tr("How many is not known")
                                        : UserSteps::tr("How many is not known: %1").arg(text(counts.whyNot)));
}

// One argument of a shell.
QString shellWord(const std::string& word) {
  QString quoted = text(word);
  static const QString plain =
      QStringLiteral("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-");
  const bool safe =
      !quoted.isEmpty() && std::all_of(quoted.begin(), quoted.end(), [](QChar c) { return plain.contains(c); });
  if (safe) return quoted;
  return u'\'' + quoted.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

}  // namespace

QList<FactRow> userSteps(const installation::UsersState& state, const installation::Installation& installation,
                         const UserChange& change, const installation::KeyCounts& counts) {
  QList<FactRow> steps;
  if (state.isOff()) {
    steps.append(userStep("lock", Tone::Warn, UserSteps::tr("From then on only fixed users log in"),
                          UserSteps::tr("Today everybody who reaches the web application is let in by a name")));
    steps.append(
        userStep("plus", Tone::Off,
                 UserSteps::tr("Secret %1 is made").arg(text(installation::fixedUsersSecretName(installation.name)))));
    for (const auto& [path, value] : installation::switchOnValues(installation))
      steps.append(userStep("sliders-horizontal", Tone::Off, text(path), text(value)));
  } else {
    steps.append(userStep("pencil", Tone::Off, UserSteps::tr("Secret %1 is written").arg(text(state.home.object)),
                          UserSteps::tr("Only if nobody has changed it since it was read")));
    if (!state.file.json)
      steps.append(userStep("triangle-alert", Tone::Warn, UserSteps::tr("Its file becomes JSON"),
                            UserSteps::tr("It was written by hand: the settings stay, its comments are lost")));
    if (!state.file.hashed)
      steps.append(userStep("lock", Tone::Off, UserSteps::tr("Plain passwords in it are hashed"),
                            UserSteps::tr("They stay the same for their users")));
  }
  steps.append(userStep("rotate-cw", Tone::Warn, UserSteps::tr("%1 restarts").arg(text(state.workload)),
                        UserSteps::tr("%n pods are replaced one after the other", "", state.pods)));
  if (change.kind == UserChange::Remove)
    steps.append(state.deletesRemoved
                     ? lossOfKeys(counts, change.username)
                     : userStep("user", Tone::Off, UserSteps::tr("The user is locked out, and not deleted"),
                                UserSteps::tr("fixedUsers.deleteRemoved is false")));
  if (change.kind == UserChange::Rename)
    steps.append(userStep("user", Tone::Off, UserSteps::tr("The login name stays %1").arg(text(change.username)),
                          UserSteps::tr("It is who the user is: experiments and API keys belong to it")));
  return steps;
}

QString userCommand(const installation::Installation& installation, const UserChange& change) {
  static const char* verbs[] = {"add", "rename", "reset", "remove"};
  QString line = QStringLiteral("cleardeckctl --context %1 -n %2 users %3 %4 %5")
                     .arg(shellWord(installation.context), shellWord(installation.ns),
                          QLatin1String(verbs[change.kind]), shellWord(installation.name), shellWord(change.username));
  if (change.kind == UserChange::Add || change.kind == UserChange::Rename)
    line += QStringLiteral(" --name ") + shellWord(change.name);
  return line + QStringLiteral(" --yes");
}
