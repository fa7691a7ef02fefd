/// What a line of the form has to show.
#pragma once
#include <Qt>

struct FieldRoles {
  enum Role {
    HeadingRole = Qt::UserRole,  ///< a heading's text; empty: a value
    PathRole,
    LabelRole,
    TitleRole,
    DescriptionRole,
    DefaultRole,
    DeployedRole,
    NewRole,
    StateRole,
    EditorRole,
    AllowedRole,
    ProblemRole,
    OverriddenRole,
    SecretRole,
    ChangedRole,
    StandingRole,
    UnitRole,
    CellsRole,
    FixRole,        ///< the word on a button that mends the problem; empty: none
    PublishedRole,  ///< a credential that anyone can read
  };
};
