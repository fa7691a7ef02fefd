/// A server on this computer: a kind cluster, three ports, a folder for the data.
#pragma once
#include "console/setup/setupform.h"

class LocalForm : public SetupForm {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to the page's model")
 public:
  LocalForm(PageContext context, SetupJobs& jobs);

  /// Another port for this field that is free now and not one of the others; "" when there is none.
  Q_INVOKABLE QString freePort(SetupForm::Field field) const;
  /// What the preflight found of it: a Tone.
  Q_INVOKABLE int portTone(SetupForm::Field field) const;
  std::string contextName() const;  ///< that kind gives to the cluster

 protected:
  cleardeck::Result<cleardeck::installation::SetupPlan> makePlan() override;
  Refusal refusal() const override;
  void startCheck() override;
  void startInstall() override;

 private:
  cleardeck::installation::KindChoices choices() const;
};
