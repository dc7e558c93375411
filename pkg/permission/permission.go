// Package permission decides who may act on jobs by a data source: pure, so that every verb and every test asks the same.
package permission

import (
	"fmt"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Rule is what an administrator has set in a data source's settings. The zero Rule lets nobody act.
type Rule struct {
	// HasToken: a token to act with was entered.
	HasToken bool
	// LeastRole is the Grafana role that a person must have at least; empty: no role is enough by itself.
	LeastRole string
	// Logins may act whatever their role.
	Logins []string
}

// Verdict says whether somebody may act; Code and Why are empty when so.
type Verdict struct {
	MayAct bool   `json:"mayAct"`
	Code   string `json:"code,omitempty"`
	Why    string `json:"why,omitempty"`
	// User is who would act, as the audit trail names him.
	User string `json:"user,omitempty"`
}

// What a person may be refused for.
const (
	ActsAreOff   = "ACTS_ARE_OFF"
	NotSignedIn  = "NOT_SIGNED_IN"
	RoleTooSmall = "ROLE_TOO_SMALL"
)

// roles of Grafana, from the least; who has none of them may do nothing.
var roles = []string{"Viewer", "Editor", "Admin"}

// KnownRole tells a role of Grafana from a word that is none.
func KnownRole(role string) bool { return slices.Contains(roles, role) }

// Judge is the one place that decides. The user is the SDK's, which Grafana's server sets: nothing a browser sends.
func (r Rule) Judge(user *backend.User) Verdict {
	switch {
	case !r.HasToken || (r.LeastRole == "" && len(r.Logins) == 0):
		return Verdict{Code: ActsAreOff, Why: "Acting from Grafana is off. An administrator can enter an operator token in the data source's settings, and say who may act."}
	case user == nil || user.Login == "":
		return Verdict{Code: NotSignedIn, Why: "Sign in to Grafana to act: the audit trail names who did."}
	case !r.admits(user):
		return Verdict{Code: RoleTooSmall, Why: r.refusal(user), User: user.Login}
	}
	return Verdict{MayAct: true, User: user.Login}
}

// Describe says to an administrator who may act.
func (r Rule) Describe() string {
	var who []string
	if r.LeastRole != "" {
		who = append(who, "the role "+r.LeastRole+" or above")
	}
	if len(r.Logins) > 0 {
		who = append(who, strings.Join(r.Logins, ", "))
	}
	if !r.HasToken || len(who) == 0 {
		return "Nobody may act on jobs from Grafana: say who may."
	}
	return "Who may act on jobs from Grafana: " + strings.Join(who, "; ") + "."
}

func (r Rule) admits(user *backend.User) bool {
	if slices.ContainsFunc(r.Logins, func(login string) bool { return strings.EqualFold(login, user.Login) }) {
		return true
	}
	least := slices.Index(roles, r.LeastRole)
	return least >= 0 && slices.Index(roles, user.Role) >= least
}

func (r Rule) refusal(user *backend.User) string {
	has := "no role"
	if user.Role != "" && user.Role != "None" {
		has = "the role " + user.Role
	}
	if r.LeastRole == "" {
		return fmt.Sprintf("%s is not among those who may act by this data source. Ask an administrator.", user.Login)
	}
	return fmt.Sprintf("You have %s here, acting by this data source needs %s. Ask an administrator.", has, r.LeastRole)
}
